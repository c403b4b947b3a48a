"""A provider with patience and without: calls end in time, are tried again, and spare one that is down."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

import structlog

from backend.money import Money
from backend.payments.breaker import Breaker
from backend.payments.ports import (
    Link,
    LinkWish,
    Notice,
    PaymentProvider,
    ProviderDown,
    Providers,
    TheirPayment,
    TheirRefund,
)

log = structlog.get_logger()
Result = TypeVar("Result")

WITHIN: Final = 6.0
"""Seconds that one call may take."""
LISTED_WITHIN: Final = 30.0
"""Seconds that the next one of a list may take, with its page."""
PAUSES: Final = (0.3, 1.0)
"""Seconds before each further try, give or take a half."""


class GuardedProvider:
    """A `PaymentProvider` around another: every call may be made again, for whatever changes something has a key."""

    def __init__(
        self,
        inner: PaymentProvider,
        *,
        breaker: Breaker | None = None,
        within: float = WITHIN,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self.inner = inner
        self.name, self.currencies, self.countries = inner.name, inner.currencies, inner.countries
        self.shortest_link, self.lists = inner.shortest_link, inner.lists
        self._breaker, self._within, self._pauses = breaker or Breaker(), within, pauses

    async def create_link(self, wish: LinkWish) -> Link:
        """See `PaymentProvider`."""
        return await self._call("create_link", lambda: self.inner.create_link(wish))

    async def fetch(self, reference: str) -> TheirPayment:
        """See `PaymentProvider`."""
        return await self._call("fetch", lambda: self.inner.fetch(reference))

    async def expire(self, reference: str) -> None:
        """See `PaymentProvider`."""
        await self._call("expire", lambda: self.inner.expire(reference))

    async def refund(self, key: UUID, capture_id: str, amount: Money, *, again: bool = False) -> TheirRefund:
        """See `PaymentProvider`."""
        return await self._call("refund", lambda: self.inner.refund(key, capture_id, amount, again=again))

    def verify(
        self, *, headers: Mapping[str, str], query: Mapping[str, str], body: bytes, now: datetime
    ) -> Notice | None:
        """See `PaymentProvider`."""
        return self.inner.verify(headers=headers, query=query, body=body, now=now)

    def list_between(self, since: datetime, until: datetime) -> AsyncIterator[TheirPayment]:
        """See `PaymentProvider`: a list that breaks off is asked for anew by whoever compares."""
        return _in_time(self.inner.list_between(since, until))

    async def aclose(self) -> None:
        """Closes connections."""
        await self.inner.aclose()

    async def _call(self, what: str, call: Callable[[], Awaitable[Result]]) -> Result:
        for pause in (*self._pauses, None):
            if wait := self._breaker.wait():
                raise ProviderDown("breaker_open", wait)
            try:
                async with asyncio.timeout(self._within):
                    result = await call()
            except (ProviderDown, TimeoutError) as error:
                self._breaker.failed()
                down = error if isinstance(error, ProviderDown) else ProviderDown("timeout")
                log.warning("provider.down", provider=self.name, call=what, reason=down.reason)
                if pause is None or down.after is not None:
                    raise down from error
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))
            except Exception:
                self._breaker.worked()  # It answered; what it said is the caller's to mind.
                raise
            else:
                self._breaker.worked()
                return result
        raise AssertionError("unreachable")


async def _in_time(listed: AsyncIterator[TheirPayment]) -> AsyncIterator[TheirPayment]:
    """A list of which every next one comes in time."""
    while True:
        try:
            async with asyncio.timeout(LISTED_WITHIN):
                one = await anext(listed)
        except StopAsyncIteration:
            return
        except TimeoutError as late:
            raise ProviderDown("timeout") from late
        yield one


def guarded(providers: Providers) -> dict[str, PaymentProvider]:
    """Every provider with a breaker of its own."""
    return {name: GuardedProvider(provider) for name, provider in providers.items()}
