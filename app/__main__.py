"""The command line: `python -m app COMMAND`; the Makefile names the commands people use."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from app.agents import AgentRefused, invite_agent
from app.catalogue import load_catalogue
from app.channel_check import check_channels
from app.chat import NotRunning, chat
from app.database import migrate, start_embedded
from app.logging import configure_logging
from app.operator import OperatorRefused, mark_paid, resume_bot
from app.pay_check import check_payments
from app.processes import ProcessDied
from app.progress import step
from app.serving import SOCKETS, bounded
from app.settings import Settings
from app.training import TrainingFailed, refresh_lookups, train, train_if_changed
from app.up import CannotStart, up
from backend.catalogue.loader import CatalogueInvalid

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def database_url(settings: Settings) -> str:
    """The database named in the settings, else the embedded one, started or joined."""
    return settings.database_url or start_embedded(settings.data_dir)[1]


def spare_collector() -> None:
    """Takes what was loaded out of the garbage collector's sight: looking through it again and again stops the process
    for a tenth of a second each time, and it stays until the end anyway.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@cli.command("up")
def up_command() -> None:
    """Start everything and stay."""
    up(Settings())


@cli.command()
def serve() -> None:
    """Run the app alone."""
    from app.main import create_app

    settings = Settings()
    configure_logging(settings.log_level)
    app = create_app(settings, database_url(settings))
    spare_collector()
    config = uvicorn.Config(
        app,
        host=settings.app_host,
        port=settings.app_port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=2,
        **SOCKETS,
    )
    uvicorn.Server(config).run(sockets=[bounded(config.bind_socket())])


@cli.command()
def worker() -> None:
    """Run a job worker alone."""
    from app.worker import run_alone

    settings = Settings()
    asyncio.run(run_alone(settings, database_url(settings)))


@cli.command("migrate")
def migrate_command() -> None:
    """Bring the database's schema to the newest revision."""
    migrate(database_url(Settings()))


@cli.command()
def lookups() -> None:
    """Write the catalogue's names for the bot."""
    refresh_lookups(Settings())


@cli.command("with-database", context_settings={"ignore_unknown_options": True})
def with_database(command: list[str]) -> None:
    """Run a command with TEST_DATABASE_URL set to the embedded server that tests use."""
    server, url = start_embedded(Settings().data_dir / "test")
    try:
        done = subprocess.run(command, env={**os.environ, "TEST_DATABASE_URL": url}, check=False)
    finally:
        server.cleanup()
    raise typer.Exit(done.returncode)


@cli.command("train")
def train_command(if_changed: bool = False) -> None:
    """Train the model; with --if-changed only when something it is made of has changed."""
    settings = Settings()
    if if_changed:
        train_if_changed(settings)
    else:
        with step("Training the language model"):
            train(settings)


@cli.command("catalogue")
def catalogue_command(folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)]) -> None:
    """Check and load a catalogue's folder."""
    print(asyncio.run(load_catalogue(database_url(Settings()), folder)))


@cli.command("chat")
def chat_command() -> None:
    """Talk to the running assistant."""
    chat(Settings())


@cli.command()
def paid(reference: str) -> None:
    """Mark a booking as paid and tell the traveller."""
    print(mark_paid(Settings(), reference))


@cli.command("reconcile")
def reconcile_command(days: Annotated[int, typer.Option(min=1)] = 3) -> None:
    """Compare the last days with the providers' lists, and repair what the rules can."""
    from app.paying import compare_all

    settings = Settings()
    url = database_url(settings)
    migrate(url)
    reports = asyncio.run(compare_all(settings, url, days=days))
    for report in reports:
        print(
            f"{report.provider}: {report.compared} compared, {report.repaired} repaired, "
            f"{report.open} for a person" + (f"; broken off: {report.failure}" if report.failure else "")
        )
    if any(report.open for report in reports):
        print(f"Both sides of what is for a person: {settings.address}/console#/books")
    if not reports:
        print("No provider is set up.")
    raise typer.Exit(any(report.failure for report in reports))


@cli.command()
def resume(conversation_id: str) -> None:
    """Give a conversation back to the bot."""
    print(resume_bot(Settings(), conversation_id))


@cli.command("agent")
def agent_command(email: str, name: str | None = None, forget_totp: bool = False) -> None:
    """Make the first administrator, or print a fresh invitation; with --forget-totp without a second factor."""
    settings = Settings()
    url = database_url(settings)
    migrate(url)
    invited = invite_agent(url, settings.address, email=email, name=name, forget_totp=forget_totp)
    print(asyncio.run(invited))


@cli.command("channel-check")
def channel_check(set_webhooks: bool = False) -> None:
    """Ask every provider whether it knows us; with --set-webhooks tell those that can be told where we are."""
    found = asyncio.run(check_channels(Settings(), set_webhooks=set_webhooks))
    for name, finding in found:
        print(f"{'ok   ' if finding.right else 'WRONG'} {name}: {finding.text}")
    raise typer.Exit(not all(finding.right for _, finding in found))


@cli.command("pay-check")
def pay_check() -> None:
    """Ask every payment provider whether it knows us and tells us what happens."""
    found = asyncio.run(check_payments(Settings()))
    for name, finding in found:
        print(f"{'ok   ' if finding.right else 'WRONG'} {name}: {finding.text}")
    raise typer.Exit(not all(finding.right for _, finding in found))


def main() -> None:
    """Runs a command; what stands in the way is said in plain lines, never as a stack trace."""
    try:
        cli()
    except (
        AgentRefused,
        CannotStart,
        CatalogueInvalid,
        NotRunning,
        OperatorRefused,
        ProcessDied,
        TrainingFailed,
    ) as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        sys.exit(1)


main()
