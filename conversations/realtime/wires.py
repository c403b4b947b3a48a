"""How processes wake each other and pass on what is not stored: PostgreSQL's LISTEN/NOTIFY, or Redis."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, Protocol

import psycopg
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations.realtime.publishing import EVENTS, SIGNALS

log = structlog.get_logger()
CHECK_EVERY: Final = 30.0
"""Seconds without a notification after which the listening connection is checked."""


class WireLost(Exception):
    """The connection is gone; what happened meanwhile stands in the log."""


class Wire(Protocol):
    """Between the hubs of all processes. What it loses of events is found in the log, what it loses of signals is lost."""

    patience: float
    """Seconds after which a hub that was not woken looks into the log by itself."""

    async def listen(
        self, *, ready: Callable[[], None], woken: Callable[[], None], heard: Callable[[str], None]
    ) -> None:
        """Calls back until cancelled: once when it hears, when there are new events, with each signal; WireLost."""
        ...

    async def send(self, signal: str) -> None:
        """Tells all hubs, ours too; a failure is only logged."""
        ...

    async def aclose(self) -> None:
        """Closes connections."""
        ...


class PostgresWire:
    """A notification comes with the very commit that stored its event."""

    patience = CHECK_EVERY

    def __init__(self, conninfo: str, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._conninfo, self._sessions = conninfo, sessions

    async def listen(
        self, *, ready: Callable[[], None], woken: Callable[[], None], heard: Callable[[str], None]
    ) -> None:
        """See `Wire`."""
        try:
            async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
                await connection.execute(f"LISTEN {EVENTS}; LISTEN {SIGNALS}")
                ready()
                while True:
                    async for notification in connection.notifies(timeout=CHECK_EVERY):
                        if notification.channel == EVENTS:
                            woken()
                        else:
                            heard(notification.payload)
                    await connection.execute("SELECT 1")
        except (psycopg.Error, OSError) as error:
            raise WireLost(type(error).__name__) from error

    async def send(self, signal: str) -> None:
        """See `Wire`."""
        try:
            async with self._sessions.begin() as session:
                await session.execute(select(func.pg_notify(SIGNALS, signal)))
        except (SQLAlchemyError, OSError) as error:
            log.debug("realtime.signal_lost", error=type(error).__name__)

    async def aclose(self) -> None:
        """See `Wire`."""


class RedisWire:
    """Wakes by Redis what PostgreSQL has committed; a wake-up that is lost costs ``patience``."""

    patience = 1.0

    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(url, socket_connect_timeout=5, health_check_interval=25)
        self._open: set[asyncio.Task[None]] = set()

    async def listen(
        self, *, ready: Callable[[], None], woken: Callable[[], None], heard: Callable[[str], None]
    ) -> None:
        """See `Wire`."""
        try:
            async with self._redis.pubsub() as pubsub:
                await pubsub.subscribe(EVENTS, SIGNALS)
                ready()
                async for told in pubsub.listen():
                    if told["type"] != "message":
                        continue
                    if told["channel"] == EVENTS.encode():
                        woken()
                    else:
                        heard(told["data"].decode())
        except (RedisError, OSError) as error:
            raise WireLost(type(error).__name__) from error

    async def send(self, signal: str) -> None:
        """See `Wire`."""
        await self._publish(SIGNALS, signal)

    def wake(self) -> None:
        """Tells all hubs that there are new events, in the background."""
        task = asyncio.create_task(self._publish(EVENTS, ""), name="realtime wake")
        self._open.add(task)
        task.add_done_callback(self._open.discard)

    async def aclose(self) -> None:
        """See `Wire`."""
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._redis.aclose()

    async def _publish(self, channel: str, payload: str) -> None:
        try:
            await self._redis.publish(channel, payload)
        except (RedisError, OSError) as error:
            log.debug("realtime.signal_lost", channel=channel, error=type(error).__name__)
