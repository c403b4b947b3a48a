"""The only way in: one turn of one conversation, asked by the app, answered in the same response.

Rasa's own channels collect what is sent and forget which message it answered. Here the answer is read from the
recorded events of the turn, under the conversation's lock, so that asking again for the same message cannot run it
twice and gets the same replies.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.erasure import is_to_be_forgotten
from bot.overhearing import words_of
from bot.patches import compile_action_validator, use_store_directly
from bot.turn_answer import answer_of, no_answer
from bot.turn_request import InvalidTurn, TurnRequest, read_turn
from bot.turn_state import LOCK_POLL_SECONDS, change_state, read_change

logger = logging.getLogger(__name__)


class TurnChannel(InputChannel):
    """`POST /webhooks/turn/messages` and `/webhooks/turn/state` of docs/architecture.md."""

    def __init__(self, secret: str) -> None:
        self._authorization = f"Bearer {secret}".encode()

    @classmethod
    def name(cls) -> str:
        """Also the last part of the channel's path."""
        return "turn"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TurnChannel:
        """Needs `secret`, shared with the app; refuses to start without one."""
        secret = (credentials or {}).get("secret")
        if not secret:
            raise RasaException("The channel 'turn' needs a secret in credentials.yml (BOT_SECRET).")
        return cls(str(secret))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. Rasa's handler is not used: it takes the lock by itself, after our check would have run."""
        routes = Blueprint("turn", __name__)

        @routes.listener("after_server_start")
        async def prepare(app: Sanic, _: Any) -> None:
            compile_action_validator()
            use_store_directly(app.ctx.agent)

        @routes.get("/")
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.post("/messages")
        async def messages(request: Request) -> HTTPResponse:
            if not self._is_authorised(request):
                return _error(401, "unauthorized", "The bearer token is missing or wrong.")
            try:
                turn = read_turn(request.body)
            except InvalidTurn as error:
                return _error(400, "invalid_turn", str(error))
            try:
                return json(await run_turn(request.app.ctx.agent, turn))
            except Exception:
                logger.exception(
                    "A turn failed: conversation %s, message %s", turn.conversation_id, turn.message_id
                )
                return _error(
                    503, "turn_failed", "The turn could not be completed; nothing of it was recorded."
                )

        @routes.post("/state")
        async def state(request: Request) -> HTTPResponse:
            if not self._is_authorised(request):
                return _error(401, "unauthorized", "The bearer token is missing or wrong.")
            try:
                change = read_change(request.body)
            except InvalidTurn as error:
                return _error(400, "invalid_state", str(error))
            try:
                await change_state(request.app.ctx.agent, change)
            except Exception:
                logger.exception("A change of owner failed: conversation %s", change.conversation_id)
                return _error(503, "state_failed", "Nothing was recorded.")
            return json({"paused": change.paused})

        return routes

    def _is_authorised(self, request: Request) -> bool:
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        return hmac.compare_digest(given, self._authorization)


async def run_turn(agent: Any, turn: TurnRequest) -> dict[str, Any]:
    """The answer to a turn: recorded if it was given before, else given now. `agent` is Rasa's `Agent`."""
    store = agent.tracker_store
    async with agent.lock_store.lock(turn.conversation_id, wait_time_in_seconds=LOCK_POLL_SECONDS):
        recorded = await store.recorded_turn(turn.conversation_id, turn.message_id)
        if recorded is None:
            paused = await store.retrieve(turn.conversation_id)
            if paused is not None and paused.is_paused():
                return no_answer(paused.current_slot_values())
            await agent.processor.handle_message(_as_user_message(turn, await words_of(agent, turn)))
            recorded = await store.recorded_turn(turn.conversation_id, turn.message_id)
        if is_to_be_forgotten(recorded):
            await store.forget(turn.conversation_id, recorded)
            recorded = await store.recorded_turn(turn.conversation_id, turn.message_id)
        tracker = await store.retrieve(turn.conversation_id)
        return answer_of(recorded, tracker.current_slot_values())


def _as_user_message(turn: TurnRequest, words: str) -> UserMessage:
    return UserMessage(
        text=words,
        output_channel=_Recorded(),
        sender_id=turn.conversation_id,
        input_channel=TurnChannel.name(),
        message_id=turn.message_id,
        metadata={"language": turn.language, "heard": turn.heard},
    )


class _Recorded(OutputChannel):
    """Sends nothing: what the bot says is in the turn's events."""

    @classmethod
    def name(cls) -> str:
        return TurnChannel.name()

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """See the class."""


def _error(status: int, code: str, text: str) -> HTTPResponse:
    return json({"error": {"code": code, "text": text}}, status=status)
