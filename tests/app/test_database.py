"""The embedded database comes up migrated and answers, and comes back when it dies."""

import time
from pathlib import Path

import psutil
import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import keep_alive, start_embedded


async def test_the_embedded_database_is_migrated(session: AsyncSession) -> None:
    revision = await session.scalar(text("SELECT version_num FROM alembic_version"))
    assert revision == "0003_jobs"


def test_an_embedded_database_that_was_killed_comes_back_at_the_same_address_with_what_it_held(
    tmp_path: Path,
) -> None:
    server, url = start_embedded(tmp_path)
    try:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        assert not keep_alive(server)
        postmaster = psutil.Process(server.get_pid())
        postmaster.kill()
        psutil.wait_procs([postmaster])
        deadline = time.monotonic() + 30
        while not keep_alive(server) and time.monotonic() < deadline:
            pass
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    finally:
        server.cleanup()
