"""Alembic runs here with the URL that its caller set (`app.database.migrate`)."""

from alembic import context
from sqlalchemy import Connection, create_engine, inspect, pool, text

DIVIDED = {"0008_people": "0013_resellers", "0009_money": "0016_documents"}
"""Revisions that have become several: a database that stands at one of them stands where the last of its parts ends."""


def follow_divided(connection: Connection) -> None:
    """A database that was migrated before is found where it stands now."""
    if inspect(connection).has_table("alembic_version"):
        for old, new in DIVIDED.items():
            connection.execute(
                text("UPDATE alembic_version SET version_num = :new WHERE version_num = :old"),
                {"old": old, "new": new},
            )


engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "", poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        follow_divided(connection)
        context.run_migrations()
