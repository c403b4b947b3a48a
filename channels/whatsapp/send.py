"""Sending to WhatsApp through Twilio's SDK."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from twilio.rest import Client

from channels.whatsapp.content import ContentRefused, Templates, fill
from channels.whatsapp.errors import CONTENT_REFUSED, ERRORS, OUTSIDE_WINDOW, failure_of
from channels.whatsapp.render import TEMPLATE, TEXT, parts_of, template_part
from channels.whatsapp.settings import WhatsAppSettings
from channels.whatsapp.transport import TwilioTransport
from channels.whatsapp.webhook import STATUSES
from conversations.ports import Outgoing, OutgoingFiles, Part, SendDelayed, SendRefused, Signal

WINDOW: Final = timedelta(hours=24)
"""How long after a person's last message anything may be said to them."""
TIMEOUT: Final = 10.0


class WhatsAppSender:
    """A `ChannelSender`; ``clock`` tells UTC, ``timeout`` is in seconds."""

    def __init__(
        self,
        access: WhatsAppSettings,
        files: OutgoingFiles,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        timeout: float = TIMEOUT,
    ) -> None:
        self._access = access
        self._clock = clock
        self._files = files
        self._http = TwilioTransport(access.api, timeout=timeout)
        self._twilio = Client(access.account_sid, access.auth_token, http_client=self._http)
        self._templates = Templates(self._twilio)

    def parts(self, outgoing: Outgoing) -> Sequence[Part]:
        """See `channels.whatsapp.render`; outside the window an approved template, or SendRefused."""
        last = outgoing.last_inbound_at
        if last is not None and self._clock() - last < WINDOW:
            return parts_of(outgoing, self._access.public_url)
        sid = self._access.templates.get(outgoing.language)
        # What was begun as several parts cannot go on as one that says it all again.
        if sid is None or outgoing.message.parts_sent:
            raise SendRefused(OUTSIDE_WINDOW)
        return [template_part(outgoing, sid)]

    async def send(self, part: Part) -> str:
        """The message's sid."""
        try:
            return await self._send(part)
        except ERRORS as error:
            # Twilio's words may repeat the number.
            raise failure_of(error) from None
        except ValueError as error:
            raise SendDelayed("unreadable_answer") from error

    async def signal(self, signal: Signal, *, address: str, inbound_id: str | None) -> None:
        """Nothing yet."""

    async def aclose(self) -> None:
        """Closes connections."""
        await self._http.aclose()

    async def _send(self, part: Part) -> str:
        fields = part.fields
        if part.method == TEXT:
            return await self._create(fields["to"], body=fields["body"], **_media(fields))
        if part.method == TEMPLATE:
            variables = json.dumps({"1": fields["said"]})
            return await self._create(fields["to"], content_sid=fields["sid"], content_variables=variables)
        return await self._offer(part)

    async def _offer(self, part: Part) -> str:
        """Buttons or a list; where Twilio does not take them, the same in words."""
        fields = part.fields
        filled = fill(part.method, fields["body"], fields["choices"], fields["opener"])
        try:
            sid = await self._templates.sid_of(filled)
            return await self._create(fields["to"], content_sid=sid, content_variables=filled.variables)
        except ContentRefused:
            pass
        except ERRORS as error:
            if error.code not in CONTENT_REFUSED:
                raise
            self._templates.forget(filled)
        return await self._create(fields["to"], body=fields["plain"])

    async def _create(self, to: str, **content: Any) -> str:
        if self._access.public_url:
            content["status_callback"] = f"{self._access.public_url.rstrip('/')}{STATUSES}"
        sent = await self._twilio.messages.create_async(
            to=to, from_=f"whatsapp:{self._access.number}", **content
        )
        return str(sent.sid)


def _media(fields: Mapping[str, Any]) -> dict[str, list[str]]:
    return {"media_url": [fields["media"]]} if "media" in fields else {}
