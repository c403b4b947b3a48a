"""The embedded database comes up migrated and answers."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def test_the_embedded_database_is_migrated(session: AsyncSession) -> None:
    revision = await session.scalar(text("SELECT version_num FROM alembic_version"))
    assert revision == "0003_jobs"
