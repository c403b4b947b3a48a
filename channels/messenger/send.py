"""Sending to Messenger through the Graph API's `/me/messages` ("Send API"). It knows no idempotency keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import httpx

from channels.messenger.errors import failure_of
from channels.messenger.render import parts_of
from channels.messenger.settings import MessengerSettings
from channels.messenger.signature import proof_of
from channels.messenger.window import is_outside
from conversations.media.store import MediaMissing
from conversations.ports import Outgoing, OutgoingFiles, Part, SendDelayed, SendRefused, Signal

FILE_GONE: Final = "file_gone"
UPLOAD_TIMEOUT: Final = httpx.Timeout(60.0, connect=5.0)
UNSURE_PAUSE: Final = 2.0
"""Seconds in which the echo tells whether Meta took what it did not answer."""


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


class MessengerSender:
    """A `ChannelSender`; ``timeout`` in seconds is for a whole answer to begin, ``clock`` tells whether the window is open."""

    def __init__(
        self,
        access: MessengerSettings,
        files: OutgoingFiles,
        *,
        clock: Callable[[], datetime] = utc_now,
        timeout: float = 15.0,
    ) -> None:
        self._clock = clock
        self._files = files
        # In the body and a header, never in the address: addresses are logged.
        self._proof = {"appsecret_proof": proof_of(access.page_token, access.app_secret)}
        self._client = httpx.AsyncClient(
            base_url=f"{access.api}/{access.version}",
            headers={"Authorization": f"Bearer {access.page_token}"},
            timeout=httpx.Timeout(timeout, connect=min(timeout, 5.0)),
        )

    def parts(self, outgoing: Outgoing) -> Sequence[Part]:
        """See `channels.messenger.render`; SendRefused outside the window."""
        return parts_of(outgoing, outside=is_outside(outgoing, self._clock()))

    async def send(self, part: Part) -> str:
        """The message's `mid`."""
        fields = dict(part.fields)
        file = fields.pop("file", None)
        answer = await (self._post(fields) if file is None else self._upload(fields, file))
        try:
            return str(json.loads(answer.content)["message_id"])
        except (ValueError, KeyError, TypeError):
            raise SendDelayed("half_response", after=UNSURE_PAUSE) from None

    async def signal(self, signal: Signal, *, address: str, inbound_id: str | None) -> None:
        """Sender actions."""
        action = {Signal.READ: "mark_seen", Signal.TYPING: "typing_on"}[signal]
        await self._post({"recipient": {"id": address}, "sender_action": action})

    async def aclose(self) -> None:
        """Closes connections."""
        await self._client.aclose()

    async def _post(self, fields: Mapping[str, Any]) -> httpx.Response:
        return await self._ask(json={**fields, **self._proof})

    async def _upload(self, fields: Mapping[str, Any], file: Mapping[str, str]) -> httpx.Response:
        """A message with its file, as a form whose fields are JSON."""
        chunks = self._files.read(UUID(file["conversation_id"]), UUID(file["media_id"]))
        try:
            content = b"".join([chunk async for chunk in chunks])
        except MediaMissing:
            raise SendRefused(FILE_GONE) from None
        told = {name: one if isinstance(one, str) else json.dumps(one) for name, one in fields.items()}
        return await self._ask(
            data={**told, **self._proof},
            files={"filedata": (file["name"], content, file["mime"])},
            timeout=UPLOAD_TIMEOUT,
        )

    async def _ask(self, **content: Any) -> httpx.Response:
        try:
            answer = await self._client.post("/me/messages", **content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise SendDelayed(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise SendDelayed(type(error).__name__, after=UNSURE_PAUSE) from error
        if not answer.is_success:
            raise failure_of(answer)
        return answer
