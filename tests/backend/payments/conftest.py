"""A counter of payments on a database of its own, which really commits."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.database import sessions_for
from backend.ledger.service import trial_balance
from tests.backend.payments.counter import Counter
from tests.databases import small_catalogue


@pytest.fixture(scope="package")
async def counter_sessions() -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Sessions on it, with the small catalogue loaded."""
    async with small_catalogue() as engine:
        yield sessions_for(engine)


@pytest.fixture
async def counter(counter_sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[Counter]:
    """The counter; after each test everything in the books adds up to zero."""
    counter = Counter(counter_sessions)
    yield counter
    async with counter_sessions() as session:
        assert not any((await trial_balance(session)).values())
