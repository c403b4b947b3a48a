"""Databases for tests, on an embedded server that is kept for them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from app import scratch
from app.database import engine_for, sessions_for
from app.settings import ROOT
from backend.catalogue.importer import import_catalogue

SMALL = Path(__file__).parent / "backend" / "fixtures" / "small"


def scratch_database() -> AbstractContextManager[str]:
    """The URL of a new, migrated database, dropped afterwards."""
    return scratch.scratch_database(ROOT / "var" / "test", hasty=True)


@asynccontextmanager
async def _engine_on(url: str, catalogue: Path | None) -> AsyncIterator[AsyncEngine]:
    engine = engine_for(url, kept=2)  # they all stay open to the end, on one server
    if catalogue is not None:
        async with sessions_for(engine).begin() as session:
            await import_catalogue(session, path=catalogue)
    yield engine
    await engine.dispose()


@asynccontextmanager
async def small_catalogue(path: Path = SMALL) -> AsyncIterator[AsyncEngine]:
    """An engine on a database of its own, which holds the small catalogue or that of another folder."""
    with scratch_database() as url:
        async with _engine_on(url, path) as engine:
            yield engine


@contextmanager
def counted(engine: AsyncEngine) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile; where a test's transaction is divided is not one of them."""
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if "SAVEPOINT" not in statement:
            statements.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine.sync_engine, "before_cursor_execute", note)


def own_database(catalogue: Path | None = None) -> tuple[Any, Any, Any]:
    """The fixtures `database_url`, `engine` and `sessions` of a folder whose tests share a database with nobody else's,
    with this catalogue in it.

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
        async with _engine_on(database_url, catalogue) as engine:
            yield engine

    @pytest.fixture(scope="session")
    def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
        """Sessions that really commit: for races, jobs and whole processes."""
        return sessions_for(engine)

    return database_url, engine, sessions
