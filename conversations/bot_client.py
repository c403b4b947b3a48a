"""The bot behind its seam (`docs/architecture.md`, "app -> bot: one turn"), over HTTP, and its fake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

import httpx
from pydantic import ValidationError

from conversations.rules import clean
from conversations.schemas import Intent, Reply, StateChange, TurnRequest, TurnResult


class BotUnavailable(Exception):
    """The bot cannot be reached or is not ready: no fault of the message, and worth trying again for hours."""


class BotFailed(Exception):
    """The bot broke on this very message; trying again helps only if it was a passing weakness."""


class BotClient(Protocol):
    """Whoever answers travellers."""

    async def turn(self, request: TurnRequest) -> TurnResult:
        """The answer to one message, the same again for the same message; BotUnavailable, BotFailed."""
        ...

    async def change_state(self, change: StateChange) -> None:
        """Pauses or resumes the bot's part of a conversation, once for each change; BotUnavailable, BotFailed."""
        ...


BROKE_ON_MESSAGE = {400, 413, 422, 500}
"""Statuses that blame the message. Others (a proxy without a bot, a wrong secret, a model that loads) do not."""


class HttpBotClient:
    """The bot as a process of its own."""

    def __init__(
        self, url: str, secret: str, *, timeout: float, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {secret}"},
            timeout=httpx.Timeout(timeout, connect=2.0),
            trust_env=False,
            transport=transport,
        )

    async def turn(self, request: TurnRequest) -> TurnResult:
        """See `BotClient`; a turn that takes longer than the timeout, in seconds, has failed."""
        response = await self._post("/webhooks/turn/messages", request.model_dump(mode="json"))
        try:
            return TurnResult.model_validate(clean(response.json()))
        except (ValidationError, ValueError) as error:
            # Neither names the values: they are what the traveller said.
            raise BotFailed(f"unreadable answer: {type(error).__name__}") from None

    async def change_state(self, change: StateChange) -> None:
        """See `BotClient`."""
        await self._post("/webhooks/turn/state", change.model_dump(mode="json"))

    async def _post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        try:
            response = await self._client.post(path, json=body)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise BotUnavailable(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise BotFailed(type(error).__name__) from error
        if response.status_code in BROKE_ON_MESSAGE:
            raise BotFailed(f"status {response.status_code}")
        if response.status_code != httpx.codes.OK:
            raise BotUnavailable(f"status {response.status_code}")
        return response

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._client.aclose()


def _echo(request: TurnRequest) -> TurnResult:
    return TurnResult(
        replies=[Reply(text=request.payload or request.text)],
        language=request.language,
        intent=Intent(name="echo"),
    )


class FakeBot:
    """Answers by a function, an echo by default; ``down`` and ``broken_on`` are its bad days."""

    def __init__(self, answer: Callable[[TurnRequest], TurnResult] = _echo) -> None:
        self.answer = answer
        self.down = False
        self.broken_on: set[str] = set()
        self.requests: list[TurnRequest] = []
        self.changes: list[StateChange] = []
        self.paused: set[UUID] = set()
        self._recorded: dict[UUID, TurnResult] = {}

    async def turn(self, request: TurnRequest) -> TurnResult:
        """See `BotClient`."""
        self.requests.append(request)
        if self.down:
            raise BotUnavailable("down")
        if request.text in self.broken_on:
            raise BotFailed("status 500")
        if request.message_id not in self._recorded and request.conversation_id in self.paused:
            self._recorded[request.message_id] = TurnResult(replies=[], language=request.language)
        if request.message_id not in self._recorded:
            self._recorded[request.message_id] = self.answer(request)
        return self._recorded[request.message_id]

    async def change_state(self, change: StateChange) -> None:
        """See `BotClient`."""
        if self.down:
            raise BotUnavailable("down")
        if any(known.change_id == change.change_id for known in self.changes):
            return
        self.changes.append(change)
        (self.paused.add if change.paused else self.paused.discard)(change.conversation_id)
