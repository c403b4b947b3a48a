"""Shows travellers on other people's channels that they are read and that an answer is being written.

Nobody waits for it and nothing is tried again: the answer itself matters.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

import structlog

from conversations.ports import ChannelSender, SendDelayed, SendRefused, Signal

log = structlog.get_logger()
WITHIN: Final = 5.0
"""Seconds; a signal that takes longer is late anyway."""


class Signals:
    """Shows signals in the background."""

    def __init__(self, senders: Mapping[str, ChannelSender]) -> None:
        self._senders = senders
        self._open: set[asyncio.Task[None]] = set()

    def reach(self, channel: str) -> bool:
        """Whether there is anybody to be shown one on this channel."""
        return channel in self._senders

    def show(self, *signals: Signal, channel: str, address: str, inbound_id: str | None) -> None:
        """Begins to show them, one after the other, to whoever wrote ``inbound_id`` last."""
        if self.reach(channel):
            task = asyncio.create_task(self._show(signals, channel, address, inbound_id), name="signals")
            self._open.add(task)
            task.add_done_callback(self._open.discard)

    async def aclose(self) -> None:
        """Ends what is still being shown."""
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _show(
        self, signals: tuple[Signal, ...], channel: str, address: str, inbound_id: str | None
    ) -> None:
        for signal in signals:
            try:
                async with asyncio.timeout(WITHIN):
                    await self._senders[channel].signal(signal, address=address, inbound_id=inbound_id)
            except (SendDelayed, SendRefused, TimeoutError) as error:
                log.debug("signal.lost", channel=channel, signal=signal, error=type(error).__name__)
            except Exception:
                log.exception("signal.broke", channel=channel, signal=signal)
