"""Delivers signed webhooks to the app and pays at a provider's page, and measures until the chat says so."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.bench import load, stage
from app.bench.load import Figures
from app.bench_payments.bookings import Unpaid, unpaid
from app.bench_payments.notices import notices
from app.bench_payments.provider import ADDRESS, GATEWAY
from app.catalogue import load_catalogue
from app.composition import compose, hub_for
from app.database import engine_for, sessions_for
from app.logging import configure_logging
from app.processes import Child, stop_all
from app.settings import ROOT, Settings
from conversations.realtime import Hub

Sessions = async_sessionmaker[AsyncSession]
RATE, SECONDS, CONNECTIONS, CALLS = 200, 5.0, 64, 2_000
PAID_PER_SECOND: Final = int(os.environ.get("PER_SECOND", "20"))
WORKERS: Final = int(os.environ.get("WORKERS", "0"))
"""Beside the app; without any it works the jobs off itself."""
PAYMENTS: Final = int(os.environ.get("PAYMENTS", "200"))
NOTICED: Final = text(
    """
    SELECT payment.conversation_id, min(notice.received_at) AS received_at
    FROM payments AS payment JOIN captures AS capture ON capture.payment_id = payment.id
    JOIN payment_notices AS notice ON notice.reference IN (payment.reference, capture.provider_payment_id)
    GROUP BY payment.conversation_id
    """
)
SAID: Final = text("SELECT EXISTS (SELECT FROM messages WHERE conversation_id = :conversation_id)")
SLOWEST_ACK: Final = 50.0
"""Milliseconds within which 95 of 100 webhooks are to be answered 2xx, at `RATE` a second."""
SLOWEST_TOLD: Final = 2_000.0
"""Milliseconds from the first webhook of a payment to the message in the chat, for 95 of 100."""


def main() -> None:
    """Prints the figures; ends with 1 where a target is missed."""
    configure_logging("WARNING")
    with stage.database() as url:
        app_port, provider_port, secret = stage.free_port(), stage.free_port(), f"whsec_{uuid4().hex}"
        address = f"http://127.0.0.1:{provider_port}"
        os.environ |= {
            "STRIPE_SECRET_KEY": "sk_test_bench",
            "STRIPE_WEBHOOK_SECRET": secret,
            "STRIPE_API": f"{address}/stripe",
            GATEWAY: f"http://127.0.0.1:{app_port}",
            ADDRESS: address,
        }
        settings = Settings(database_url=url, app_port=app_port, simulator=False)
        asyncio.run(load_catalogue(url, settings.catalogue_dir))
        app, provider = stage.app_alone(settings, SIMULATOR="false"), _provider(provider_port)
        children = [app, provider]
        try:
            for child, port in ((app, app_port), (provider, provider_port)):
                child.start()
                stage.await_port(child, port)
            missed = asyncio.run(_acknowledged(app_port, secret))
            # What was acknowledged is of nobody; the worker would be busy with it.
            stop_all([app])
            asyncio.run(_forget(url))
            app = stage.app_alone(settings, SIMULATOR="false", WORKER_IN_APP=str(not WORKERS).lower())
            workers = [_worker(app, number) for number in range(WORKERS)]
            children += [app, *workers]
            for child in (app, *workers):
                child.start()
            stage.await_port(app, app_port)
            missed += asyncio.run(_told(settings, url))
            used = {child.name: stage.cpu_seconds(child) / PAYMENTS for child in (app, *workers, provider)}
            print(
                "processor, ms a payment: "
                + ", ".join(f"{name} {1000 * part:.0f}" for name, part in used.items())
            )
        finally:
            stop_all([child for child in children if child.process and child.process.poll() is None])
    for target in missed:
        print(f"missed: {target}")
    sys.exit(bool(missed))


async def _acknowledged(port: int, secret: str) -> list[str]:
    print(f"{'':34}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")
    calls = notices(secret)
    await load.at_full_speed(port, calls, connections=CONNECTIONS, count=200)
    steady = await load.at_rate(port, calls, per_second=RATE, seconds=SECONDS)
    _line(f"webhooks, {RATE} a second", steady)
    fast = await load.at_full_speed(port, calls, connections=CONNECTIONS, count=CALLS)
    _line("webhooks, full speed", fast)
    slow = steady.percentile(0.95) > SLOWEST_ACK or steady.refused or fast.refused
    return ["95 of 100 webhooks within 50 ms"] if slow else []


async def _told(settings: Settings, url: str) -> list[str]:
    parts = compose(settings, url)
    try:
        today = datetime.now(UTC).date()
        waiting = [one async for one in unpaid(parts.payments, how_many=PAYMENTS, today=today)]
        async with hub_for(url, parts.sessions).listening() as hub, httpx.AsyncClient(timeout=60) as browser:
            await hub.connected()
            told = await _pay_all(hub, browser, waiting, parts.sessions)
        noticed = await _noticed(parts.sessions)
    finally:
        await parts.aclose()
    lost, seconds = len(waiting) - len(told), PAYMENTS / PAID_PER_SECOND
    pressed = Figures(sorted(at - due for at, due in told.values()), lost, seconds)
    _line(f"from the press, {PAID_PER_SECOND} a second", pressed)
    heard = Figures(sorted(told[one][0] - at for one, at in noticed.items()), lost, seconds)
    _line(f"from the webhook, {PAID_PER_SECOND} a second", heard)
    return ["95 of 100 told within 2 s"] if heard.percentile(0.95) > SLOWEST_TOLD or lost else []


async def _pay_all(
    hub: Hub, browser: httpx.AsyncClient, waiting: list[Unpaid], sessions: Sessions
) -> dict[UUID, tuple[float, float]]:
    """By conversation, when it was told and when the payer was to press; seconds since 1970."""
    told: dict[UUID, tuple[float, float]] = {}

    async def pay(one: Unpaid, due: float) -> None:
        with hub.watch(one.conversation_id) as watch:
            pressed = asyncio.create_task(browser.post(one.link, data={"do": "pay"}))
            async with asyncio.timeout(60):
                while not (await watch.wait(5.0) and await _said(sessions, one)):
                    pass
            told[one.conversation_id] = time.time(), due
            (await pressed).raise_for_status()

    begun = time.time()
    async with asyncio.TaskGroup() as group:
        for place, one in enumerate(waiting):
            due = begun + place / PAID_PER_SECOND
            await asyncio.sleep(due - time.time())
            group.create_task(pay(one, due))
    return told


async def _noticed(sessions: Sessions) -> dict[UUID, float]:
    """By conversation, when the first webhook about its payment was kept; seconds since 1970."""
    async with sessions() as session:
        rows = await session.execute(NOTICED)
        return {row.conversation_id: row.received_at.timestamp() for row in rows}


async def _said(sessions: Sessions, one: Unpaid) -> bool:
    async with sessions() as session:
        return bool(await session.scalar(SAID, {"conversation_id": one.conversation_id}))


async def _forget(url: str) -> None:
    engine = engine_for(url)
    async with sessions_for(engine).begin() as session:
        await session.execute(text("TRUNCATE payment_notices, procrastinate_jobs CASCADE"))
    await engine.dispose()


def _line(name: str, figures: Figures) -> None:
    times = "".join(f"{figures.percentile(part):9.1f}" for part in (0.5, 0.95, 0.99))
    refused = f"  {figures.refused} refused" if figures.refused else ""
    print(f"{name:34}{figures.per_second:10.0f}{times}{refused}", flush=True)


def _worker(app: Child, number: int) -> Child:
    """As `make worker` starts it."""
    log = ROOT / "var" / "logs" / f"bench-worker-{number}.log"
    return Child(f"worker {number}", [sys.executable, "-m", "app", "worker"], app.environment, log)


def _provider(port: int) -> Child:
    options = ["--factory", "--no-access-log", "--log-level", "warning", "--port", str(port)]
    command = [sys.executable, "-m", "uvicorn", "app.bench_payments.provider:create_app", *options]
    return Child("provider", command, dict(os.environ), ROOT / "var" / "logs" / "bench-provider.log")


if __name__ == "__main__":
    main()
