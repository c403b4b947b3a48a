"""Whatever happens in whatever order: bookings, books and what people were told are what the rules say (`make money-storm`)."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.database import sessions_for
from tests.backend.payments.counter import Counter
from tests.backend.payments.storm import FlakyProvider, Storm, size
from tests.databases import small_catalogue

EVERYTHING = {
    "balance", "cancelled", "dispute_lost", "dispute_opened", "dispute_won", "duplicate", "failed", "other_currency",
    "over", "processing", "refund_failed", "refund_requested", "refunded", "retaken", "settled", "short", "unclaimed",
}  # fmt: skip
"""What happens in the short form already; money that is too late has its own test beside (`test_money_amiss.py`)."""


@pytest.fixture
async def alone() -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Sessions on a database of its own."""
    async with small_catalogue() as engine:
        yield sessions_for(engine)


async def test_a_storm_of_events_ends_as_the_rules_say(alone: async_sessionmaker[AsyncSession]) -> None:
    chance = random.Random(os.environ.get("STORM_SEED", "23"))
    events, bookings = size()
    storm = Storm(Counter(alone, FlakyProvider(chance)), chance, nights=bookings, most=bookings)
    await storm.run(events)
    await storm.compare()
    happened = set(storm.counter.told.kinds)
    assert happened >= EVERYTHING
