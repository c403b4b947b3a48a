"""What becomes of an update, however it came: it is stored, turns a page, or is a group's."""

from __future__ import annotations

from typing import Any

import structlog

from channels.inbound import take_in
from channels.ports import ChannelPorts
from channels.telegram.groups import Groups
from channels.telegram.parse import NAME, PageTurned, callback_id, read_update
from channels.telegram.turning import PageTurner

log = structlog.get_logger()


class Reception:
    """Takes in updates, one at a time."""

    def __init__(self, ports: ChannelPorts, turner: PageTurner, groups: Groups) -> None:
        self._ports = ports
        self._turner = turner
        self.groups = groups

    async def take(self, update: Any) -> dict[str, Any] | None:
        """A method that Telegram is to be asked for in answer, with its parameters; None for none.

        Whatever is no update is forgotten: sent again it would be no better.
        """
        try:
            event = read_update(update)
            pressed, answer = callback_id(update), self.groups.answer(update)
        except (KeyError, TypeError, ValueError, AttributeError):
            log.warning("channel.unreadable", channel=NAME)
            return None
        if isinstance(event, PageTurned):
            return await self._turner.turn(event)
        await take_in(self._ports, NAME, [event])
        if pressed:
            return {"method": "answerCallbackQuery", "callback_query_id": pressed}
        return answer

    async def aclose(self) -> None:
        """Gives up what is at work."""
        await self._turner.aclose()
