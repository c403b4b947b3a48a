"""What every test may ask for: the real, embedded database, freshly migrated, and sessions on it."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from app.composition import hub_for
from conversations.realtime import Hub
from tests.databases import own_database

pytest_plugins = ["tests.browser", "tests.assistant"]


def pytest_configure() -> None:
    """Nobody's certificate is trusted: no test asks the world, and no client has to read hundreds of them first."""
    os.environ.pop("SSL_CERT_FILE", None)
    os.environ["SSL_CERT_DIR"] = os.devnull


def pytest_collection_finish() -> None:
    """What is loaded now stays to the end: the garbage collector does not look through all of it again and again."""
    gc.collect()
    gc.freeze()


database_url, engine, sessions = own_database()


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
