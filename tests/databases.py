"""Databases for tests, on an embedded server that is kept for them."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from app.database import engine_for, ensure_database, migrate, sessions_for, start_embedded
from app.settings import ROOT


@contextmanager
def scratch_database() -> Iterator[str]:
    """The URL of a new, migrated database, dropped afterwards."""
    server, _ = start_embedded(ROOT / "var" / "test")
    name = f"test_{uuid.uuid4().hex[:12]}"
    ensure_database(server.get_uri(), name)
    url = server.get_uri(name)
    migrate(url)
    yield url
    server.psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE);")


def own_database() -> tuple[Any, Any, Any]:
    """The fixtures `database_url`, `engine` and `sessions` of a folder whose tests share a database with nobody else's.

    Assign them in its conftest. What one folder commits, another would find in its inbox or work off in its jobs.
    """

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

    return database_url, engine, sessions
