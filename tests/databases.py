"""Databases for tests, on an embedded server that is kept for them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from app.database import ensure_database, migrate, start_embedded
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
