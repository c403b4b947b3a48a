"""What every test may ask for: the real, embedded database, freshly migrated, and sessions on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from app.composition import hub_for
from app.database import engine_for, sessions_for
from conversations.realtime import Hub
from tests.databases import scratch_database

pytest_plugins = ["tests.browser", "tests.assistant"]


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """The URL of a new, migrated database."""
    with scratch_database() as url:
        yield url


@pytest.fixture(scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """One engine for the whole run."""
    engine = engine_for(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture(scope="session")
def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Sessions that really commit: for races, jobs and whole processes."""
    return sessions_for(engine)


@pytest.fixture
async def session(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session whose whole work is rolled back after the test."""
    async with engine.connect() as connection:
        transaction = await connection.begin()
        async with AsyncSession(
            bind=connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        ) as session:
            yield session
        await transaction.rollback()


@pytest.fixture
async def hub(database_url: str, sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[Hub]:
    """Hears of every change."""
    async with hub_for(database_url, sessions).listening() as hub:
        await hub.connected()
        yield hub
