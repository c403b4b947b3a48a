"""Sending to Messenger through the Graph API's `/me/messages` ("Send API"). It knows no idempotency keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx

from channels.messenger.errors import failure_of
from channels.messenger.render import parts_of
from channels.messenger.settings import MessengerSettings
from channels.messenger.signature import proof_of
from channels.messenger.window import is_outside
from conversations.ports import Outgoing, OutgoingFiles, Part, SendDelayed, Signal


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
        answer = await self._post(part.fields)
        try:
            return str(json.loads(answer.content)["message_id"])
        except (ValueError, KeyError, TypeError):
            raise SendDelayed("half_response") from None

    async def signal(self, signal: Signal, *, address: str, inbound_id: str | None) -> None:
        """Sender actions."""
        action = {Signal.READ: "mark_seen", Signal.TYPING: "typing_on"}[signal]
        await self._post({"recipient": {"id": address}, "sender_action": action})

    async def aclose(self) -> None:
        """Closes connections."""
        await self._client.aclose()

    async def _post(self, fields: Mapping[str, Any]) -> httpx.Response:
        try:
            answer = await self._client.post("/me/messages", json={**fields, **self._proof})
        except httpx.HTTPError as error:
            raise SendDelayed(type(error).__name__) from error
        if not answer.is_success:
            raise failure_of(answer)
        return answer
