"""The migrated schema is the one that the models describe."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

import backend.availability.models
import backend.bookings.models
import backend.catalogue.models
import backend.documents.models
import backend.ledger.models
import backend.payments.models
import backend.quotes.models  # noqa: F401, each registers its tables
from backend.database import Base


def differences(connection: Connection) -> list[Any]:
    def ours(name: str | None, kind: str, parents: Any) -> bool:
        return kind != "table" or name in Base.metadata.tables

    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True, "include_name": ours}
    )
    return list(compare_metadata(context, Base.metadata))


def check_names(connection: Connection) -> set[str | None]:
    return {
        check["name"]
        for table in Base.metadata.tables
        for check in inspect(connection).get_check_constraints(table)
    }


async def test_autogenerate_finds_nothing_to_change(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_every_check_of_the_models_is_in_the_database(engine: AsyncEngine) -> None:
    checks = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    async with engine.connect() as connection:
        assert await connection.run_sync(check_names) == checks
