"""Shows who looks on and who writes to everybody who watches a conversation, whenever that changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final
from uuid import UUID

import structlog
from pydantic import ValidationError

from conversations.realtime.presence import SIGNALS, Presence
from conversations.realtime.rooms import conversation_room
from conversations.realtime.subscription import Subscription, Typing
from conversations.realtime.viewing import TRAVELLER

log = structlog.get_logger()
SWEEP_AFTER: Final = 8.5
"""Seconds after a signal at which what it told may be over."""


class Presenting:
    """Remembers what was shown last, so that the same is not shown twice."""

    def __init__(
        self, presence: Presence, in_rooms: Callable[[Collection[str]], Iterable[Subscription]]
    ) -> None:
        self._presence, self._in_rooms = presence, in_rooms
        self._presented: dict[UUID, tuple[dict[str, Any], bool]] = {}

    def hear(self, told: str) -> None:
        """Takes in a signal of any process."""
        try:
            signal = SIGNALS.validate_json(told)
        except ValidationError:
            log.warning("realtime.strange_signal")
            return
        for conversation_id in self._presence.hear(signal):
            self._show(conversation_id)
            asyncio.get_running_loop().call_later(SWEEP_AFTER, self._sweep, conversation_id)

    def _sweep(self, conversation_id: UUID) -> None:
        self._presence.forget(conversation_id)
        self._show(conversation_id)

    def _show(self, conversation_id: UUID) -> None:
        presence = self._presence
        frame, on = presence.frame(conversation_id), presence.agent_typing(conversation_id)
        if self._presented.get(conversation_id) == (frame, on):
            return
        self._presented[conversation_id] = frame, on
        if presence.nobody(conversation_id):
            del self._presented[conversation_id]
        for subscription in self._in_rooms([conversation_room(conversation_id)]):
            if subscription.viewer.house:
                subscription.put(frame)
            elif subscription.viewer.role == TRAVELLER:
                subscription.put(Typing(on))
