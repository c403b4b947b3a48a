"""One hub in each process: reads each new event once and hands it to whoever watches one of its rooms.

A wake-up carries nothing: what is new is read from the log, after the position that this hub has read up to. So nothing
is lost when a wake-up is, and whoever comes back is told exactly what came after their own position.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from conversations.realtime.audience import Audience
from conversations.realtime.events import Event
from conversations.realtime.placing import PAGE
from conversations.realtime.presence import Presence, Signal
from conversations.realtime.presenting import Presenting
from conversations.realtime.wires import Wire, WireLost

if TYPE_CHECKING:
    from conversations.realtime.feed import Feed

log = structlog.get_logger()
RECONNECT_AFTER: Final = 1.0


class Hub(Audience):
    """An audience, and what keeps it told."""

    def __init__(self, wire: Wire, feed: Feed) -> None:
        super().__init__()
        self.feed = feed
        self.presence = Presence()
        self.presenting = Presenting(self.presence, self.in_rooms)
        self._wire = wire
        self._woken = asyncio.Event()
        self._hears = asyncio.Event()
        self._started = asyncio.Event()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Hub]:
        """Tells for as long as the block lasts, through every loss of the connection."""
        tasks = [
            asyncio.create_task(self._listen_forever(), name="realtime wire"),
            asyncio.create_task(self._read_forever(), name="realtime log"),
        ]
        try:
            yield self
        finally:
            self.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def aclose(self) -> None:
        """Closes connections."""
        await self._wire.aclose()

    async def connected(self) -> None:
        """Returns as soon as changes are heard."""
        await self._started.wait()
        await self._hears.wait()

    async def signal(self, signal: Signal) -> None:
        """Tells all processes what is not stored."""
        await self._wire.send(signal.model_dump_json())

    async def _listen_forever(self) -> None:
        while True:
            try:
                await self._wire.listen(ready=self._ready, woken=self._woken.set, heard=self.presenting.hear)
            except WireLost as error:
                self._hears.clear()
                log.warning("realtime.disconnected", error=str(error))
                await asyncio.sleep(RECONNECT_AFTER)

    def _ready(self) -> None:
        """Whatever was told while nobody heard is read, and looked at, now."""
        self._hears.set()
        self._woken.set()
        self.ring_all()

    async def _read_forever(self) -> None:
        while True:
            try:
                if not self._started.is_set():
                    self.position = (await self.feed.state()).newest
                    self._started.set()
                await self._read_on()
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._wire.patience):
                        await self._woken.wait()
            except (SQLAlchemyError, OSError) as error:
                log.warning("realtime.interrupted", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_AFTER)
            except Exception:
                # A hub that reads no more would leave everybody waiting, without a word to anybody.
                log.exception("realtime.failed")
                await asyncio.sleep(RECONNECT_AFTER)

    async def _read_on(self) -> None:
        """Also once more where somebody calls meanwhile, and never for the sake of nothing."""
        more = True
        while more:
            self._woken.clear()
            rows = await self.feed.read_on(self.position)
            events: dict[int | None, Event] = {}
            while missing := [row for row in rows if row.position not in events and self.concerns(row)]:
                events |= {event.offset: event for event in await self.feed.hydrate(missing)}
            self.tell(rows, events)
            await asyncio.sleep(0)
            more = len(rows) == PAGE or self._woken.is_set()
