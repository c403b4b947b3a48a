"""The migrations make exactly the tables that the models describe."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from conversations.models import Base


async def test_the_migrated_tables_are_those_of_the_models(engine: AsyncEngine) -> None:
    def differences(connection: Connection) -> list[object]:
        ours = set(Base.metadata.tables)
        options = {
            "compare_type": True,
            "compare_server_default": True,
            "include_name": lambda name, kind, parents: kind != "table" or name in ours,
        }
        return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_checks_of_the_models_are_in_the_database(session: AsyncSession) -> None:
    with pytest.raises(IntegrityError, match="ck_conversations_owner"):
        await session.execute(
            text(
                "WITH c AS (INSERT INTO contacts VALUES (gen_random_uuid(), 'web', 'x', now()) RETURNING id) "
                "INSERT INTO conversations SELECT gen_random_uuid(), 'web', id, 'nobody', 'es', false, 0, 0, NULL, now(), 0 FROM c"
            )
        )
