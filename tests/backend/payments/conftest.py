"""A counter of payments on a database of its own, which really commits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.database import engine_for, sessions_for
from backend.catalogue.importer import import_catalogue
from backend.ledger.service import trial_balance
from tests.backend.conftest import SMALL
from tests.backend.payments.counter import Counter
from tests.databases import scratch_database


@pytest.fixture(scope="package")
def counter_url() -> Iterator[str]:
    """The URL of the database of these tests."""
    with scratch_database() as url:
        yield url


@pytest.fixture(scope="package")
async def counter_sessions(counter_url: str) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Sessions on it, with the small catalogue loaded."""
    engine = engine_for(counter_url)
    sessions = sessions_for(engine)
    async with sessions.begin() as session:
        await import_catalogue(session, path=SMALL)
    yield sessions
    await engine.dispose()


@pytest.fixture
async def counter(counter_sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[Counter]:
    """The counter; after each test everything in the books adds up to zero."""
    counter = Counter(counter_sessions)
    yield counter
    async with counter_sessions() as session:
        assert not any((await trial_balance(session)).values())
