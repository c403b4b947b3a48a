"""The embedded database comes up migrated and answers, and comes back when it dies."""

import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import keep_alive, migrate, start_embedded
from app.settings import ROOT
from tests.databases import scratch_database


async def test_the_embedded_database_is_migrated(session: AsyncSession) -> None:
    revision = await session.scalar(text("SELECT version_num FROM alembic_version"))
    assert revision == ScriptDirectory(str(ROOT / "migrations")).get_current_head()


@pytest.mark.parametrize(
    ("old", "stands_at"), [("0008_people", "0013_resellers"), ("0009_money", "0016_documents")]
)
def test_a_database_at_a_revision_that_was_divided_is_migrated_on(old: str, stands_at: str) -> None:
    with scratch_database() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
            migrate(url, to=stands_at)
            connection.execute("UPDATE alembic_version SET version_num = %s", [old])
        migrate(url)
        with psycopg.connect(url) as connection:
            head = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(head,)]


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


def test_the_embedded_database_stops_with_its_last_user_though_another_one_was_killed(tmp_path: Path) -> None:
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    users = tmp_path / "postgres" / ".handle_pids.json"
    start_embedded(tmp_path)[0].cleanup()
    users.write_text(f"[{killed.pid}]")
    server, _ = start_embedded(tmp_path)
    postmaster = psutil.Process(server.get_pid())
    server.cleanup()
    _, alive = psutil.wait_procs([postmaster], timeout=10)
    assert not alive
