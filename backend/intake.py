"""Who writes at the same time is stored in the same transaction: under load a commit is shared by many webhooks.

Nobody waits for others to come: what has arrived while the last transaction was at work makes up the next one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final, Generic, TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

T = TypeVar("T")
Store = Callable[[Sequence[T]], Awaitable[None]]
MOST: Final = 64
"""Of one transaction."""
_OUTAGES: Final = (OperationalError, InterfaceError, PoolTimeout, OSError)


class Intake(Generic[T]):
    """Puts things together. One that cannot be stored fails alone."""

    def __init__(self) -> None:
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._work: asyncio.Task[None] | None = None

    async def put(self, things: Sequence[T], store: Store[T]) -> None:
        """Has them stored in their order, by a ``store`` that is everybody's; raises what stood in the way of the first."""
        loop = asyncio.get_running_loop()
        stored = [loop.create_future() for _ in things]
        self._waiting += zip(things, stored, strict=True)
        if self._work is None:
            self._work = asyncio.create_task(self._run(store), name="intake")
        for outcome in await asyncio.gather(*stored, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome

    async def _run(self, store: Store[T]) -> None:
        try:
            while self._waiting:
                batch = self._waiting[:MOST]
                del self._waiting[:MOST]
                await self._store(batch, store)
        finally:
            self._work = None

    async def _store(self, batch: Sequence[tuple[T, asyncio.Future[None]]], store: Store[T]) -> None:
        try:
            await store([thing for thing, _ in batch])
        except Exception as error:
            outage = isinstance(error, _OUTAGES) or (
                isinstance(error, DBAPIError) and error.connection_invalidated
            )
            if len(batch) > 1 and not outage:
                for one in batch:
                    await self._store([one], store)
                return
            for _, stored in batch:
                with suppress(asyncio.InvalidStateError):
                    stored.set_exception(error)
        else:
            for _, stored in batch:
                with suppress(asyncio.InvalidStateError):
                    stored.set_result(None)
