"""Sending to WhatsApp through Twilio's SDK."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from twilio.rest import Client

from channels.whatsapp.content import ContentRefused, Templates, fill
from channels.whatsapp.errors import CONTENT_REFUSED, ERRORS, OUTSIDE_WINDOW, failure_of
from channels.whatsapp.files import MEDIA, PLACE, REFUSED, name_of
from channels.whatsapp.render import TEMPLATE, TEXT, parts_of, template_part
from channels.whatsapp.settings import WhatsAppSettings
from channels.whatsapp.transport import UNSURE_PAUSE, TwilioTransport
from channels.whatsapp.webhook import NAME, callback_of
from conversations.ports import Outgoing, OutgoingFiles, Part, SendDelayed, SendRefused, Signal
from conversations.schemas import Attachment
from conversations.windows import DAY

SID: Final = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
WINDOW: Final = DAY
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
        last, message = outgoing.last_inbound_at, outgoing.message
        if last is not None and self._clock() - last < WINDOW:
            return parts_of(outgoing, self._access.public_url, partial(self._link, outgoing.conversation_id))
        sid = self._access.templates.get(outgoing.language)
        # What was begun as several parts cannot go on as one that says it all again; a file fits into no template.
        if sid is None or message.parts_sent or message.attachments or message.location:
            raise SendRefused(OUTSIDE_WINDOW)
        return [template_part(outgoing, sid)]

    async def send(self, part: Part) -> str:
        """The message's sid."""
        try:
            return await self._send(part)
        except ERRORS as error:
            # Twilio's words may repeat the number.
            raise failure_of(error) from None
        except (ValueError, TypeError, AttributeError) as error:
            # What the SDK raises over an answer that is no JSON, or other JSON than it thinks.
            raise SendDelayed("unreadable_answer", after=UNSURE_PAUSE) from error

    async def signal(self, signal: Signal, *, address: str, inbound_id: str | None) -> None:
        """That an answer is being written, which marks what they wrote as read too; Twilio shows neither alone."""
        if signal is not Signal.TYPING or not SID.fullmatch(inbound_id or ""):
            return
        try:
            await self._twilio.messaging.v2.typing_indicator.create_async(NAME, inbound_id or "")
        except ERRORS as error:
            raise failure_of(error) from None

    async def aclose(self) -> None:
        """Closes connections."""
        await self._http.aclose()

    def _link(self, conversation_id: UUID | None, attachment: Attachment) -> str | None:
        """Where Twilio fetches a file: only its emulator reaches this machine."""
        if conversation_id is None or attachment.media_id is None:
            return None
        name, mime = name_of(attachment), attachment.type or ""
        found = self._files.link(conversation_id, attachment.media_id, name=name, mime=mime)
        return None if found and not self._access.api and _is_of_this_machine(found) else found

    async def _send(self, part: Part) -> str:
        fields = part.fields
        if part.method in (TEXT, MEDIA):
            return await self._create(part, **_said(fields))
        if part.method == PLACE:
            return await self._create(part, body=fields["body"], persistent_action=[fields["action"]])
        if part.method == REFUSED:
            raise SendRefused(fields["reason"])
        if part.method == TEMPLATE:
            variables = json.dumps({"1": fields["said"]})
            return await self._create(part, content_sid=fields["sid"], content_variables=variables)
        return await self._offer(part)

    async def _offer(self, part: Part) -> str:
        """Buttons or a list; where Twilio does not take them, the same in words."""
        fields = part.fields
        filled = fill(part.method, fields["body"], fields["choices"], fields["opener"])
        try:
            sid = await self._templates.sid_of(filled)
            return await self._create(part, content_sid=sid, content_variables=filled.variables)
        except ContentRefused:
            pass
        except ERRORS as error:
            if error.code not in CONTENT_REFUSED:
                raise
            self._templates.forget(filled)
        return await self._create(part, body=fields["plain"])

    async def _create(self, part: Part, **content: Any) -> str:
        if self._access.public_url:
            content["status_callback"] = f"{self._access.public_url.rstrip('/')}{callback_of(part.key)}"
        sent = await self._twilio.messages.create_async(
            to=part.fields["to"], from_=f"whatsapp:{self._access.number}", **content
        )
        return str(sent.sid)


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    said = {"body": fields["body"]} if "body" in fields else {}
    return {**said, "media_url": [fields["media"]]} if "media" in fields else said


def _is_of_this_machine(address: str) -> bool:
    return urlsplit(address).hostname in ("127.0.0.1", "localhost")
