"""Calls to providers: in time, again after a pause, and not at all while one is down."""

from __future__ import annotations

import asyncio

import pytest

from backend.payments.breaker import Breaker
from backend.payments.guarded import GuardedProvider
from backend.payments.ports import ProviderDown, ProviderRefused, TheirPayment
from backend.payments.providers.fake import FakeProvider


def over(provider: FakeProvider, **how: object) -> GuardedProvider:
    return GuardedProvider(provider, pauses=(0.0, 0.0), **how)  # type: ignore[arg-type]


async def test_a_call_that_came_to_nothing_is_made_again() -> None:
    provider = FakeProvider()
    provider.trouble = [("before", ProviderDown("500")), ("before", ProviderDown("reset"))]
    with pytest.raises(ProviderRefused):
        await over(provider).fetch("unknown")
    assert provider.calls == 3


async def test_what_was_refused_or_is_to_wait_is_not() -> None:
    provider = FakeProvider()
    provider.trouble = [("before", ProviderDown("429", after=30))]
    with pytest.raises(ProviderDown) as down:
        await over(provider).fetch("unknown")
    assert (provider.calls, down.value.after) == (1, 30)


async def test_a_call_ends_in_time() -> None:
    class Slow(FakeProvider):
        async def fetch(self, reference: str) -> TheirPayment:
            await asyncio.sleep(60)
            raise AssertionError

    with pytest.raises(ProviderDown) as down:
        await over(Slow(), within=0.01).fetch("unknown")
    assert down.value.reason == "timeout"


async def test_one_that_is_down_is_left_alone_but_for_one_try_after_each_pause() -> None:
    now = 0.0
    provider = FakeProvider()
    guarded = over(provider, breaker=Breaker(failures=3, pause=20, clock=lambda: now))
    provider.trouble = [("before", ProviderDown("500"))] * 4
    for _ in range(2):
        with pytest.raises(ProviderDown) as down:
            await guarded.fetch("unknown")
    assert (provider.calls, down.value.reason, down.value.after) == (3, "breaker_open", 20)
    now = 20.0
    with pytest.raises(ProviderDown):
        await guarded.fetch("unknown")
    assert provider.calls == 4
    now = 40.0
    for _ in range(2):
        with pytest.raises(ProviderRefused):
            await guarded.fetch("unknown")
    assert provider.calls == 6
