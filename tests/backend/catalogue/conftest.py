"""A database of their own, in which nothing is sold before a test says so."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.importer import import_catalogue
from tests.databases import SMALL, own_database

database_url, engine, sessions = own_database()


@pytest.fixture
async def catalogue(session: AsyncSession) -> AsyncSession:
    """The session with the small catalogue loaded."""
    await import_catalogue(session, path=SMALL)
    return session
