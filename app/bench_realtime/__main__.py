"""Connects a thousand clients to the app, has them write, be told and be cut off, and counts (`docs/realtime.md`)."""

from __future__ import annotations

import asyncio
import os
import random
import resource
import sys
from time import perf_counter
from typing import Final
from uuid import uuid4

from app.bench import stage
from app.bench_realtime.crowd import Client, Room
from app.bench_realtime.figures import Figures, complete, figures_of
from app.bench_realtime.invitations import invite
from app.processes import Child, stop_all
from app.settings import Settings

ROOMS: Final = 334
"""Of three clients each."""
PER_SECOND: Final = 100
SECONDS: Final = float(os.environ.get("SECONDS", "30"))
CUT_EACH_SECOND: Final = 0.01
"""Of all clients, so that in ten seconds 10 % come back."""
AT_ONCE: Final = 50
SETTLE: Final = 3.0
SLOWEST: Final = 200.0
"""Milliseconds within which 95 of 100 are to be told."""
MOST_KIB: Final = 50.0
"""Of memory for each idle connection."""


def main() -> None:
    """Prints the figures; ends with 1 where a target is missed."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with stage.database() as url:
        settings = Settings(database_url=url, app_port=stage.free_port(), visitor_secret=uuid4().hex)
        app = stage.app_alone(settings, VISITOR_SECRET=settings.visitor_secret, LOG_LEVEL="WARNING")
        try:
            app.start()
            stage.await_port(app, settings.app_port)
            sys.exit(asyncio.run(_measure(settings, app)))
        finally:
            stop_all([app])


async def _measure(settings: Settings, app: Child) -> int:
    rooms = await invite(settings, ROOMS)
    clients = [client for room in rooms for client in room]
    tasks: list[asyncio.Task[None]] = []
    await _connect(clients[: AT_ONCE // 10], tasks)
    await asyncio.sleep(SETTLE)
    before = stage.resident_kib(app)
    begun = perf_counter()
    await _connect(clients[AT_ONCE // 10 :], tasks)
    print(f"{len(clients)} clients connected in {perf_counter() - begun:.1f} s")
    await asyncio.sleep(SETTLE)
    kib = (stage.resident_kib(app) - before) / (len(clients) - AT_ONCE // 10)
    begun, used = perf_counter(), stage.cpu_seconds(app)
    written_at = await _let_write(rooms)
    busy = (stage.cpu_seconds(app) - used) / (perf_counter() - begun)
    for _ in range(100):
        if complete(rooms):
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(SETTLE)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return _report(figures_of(rooms, written_at), kib, busy)


async def _let_write(rooms: list[Room]) -> dict[str, float]:
    """Travellers write evenly, however long it takes to be told, while now and then somebody is cut off."""
    clients = [client for room in rooms for client in room]
    written_at: dict[str, float] = {}
    begun = perf_counter()
    for number in range(int(PER_SECOND * SECONDS)):
        due = begun + number / PER_SECOND
        await asyncio.sleep(due - perf_counter())
        room = random.choice(rooms)
        text = f"message {number}"
        room.written.append(text)
        written_at[text] = due
        await room.traveller.write(text)
        if random.random() < CUT_EACH_SECOND * len(clients) / PER_SECOND:
            random.choice(clients).cut()
    return written_at


def _report(figures: Figures, kib: float, busy: float) -> int:
    print(f"{figures.written} messages written, {figures.returns} times somebody came back")
    print(
        f"{figures.expected} to be told: {figures.lost} lost, {figures.doubled} doubled, "
        f"{figures.unrecovered} not recovered"
    )
    times = ", ".join(f"p{part * 100:g} {figures.percentile(part):.1f} ms" for part in (0.5, 0.95, 0.99, 1))
    print(f"from written to told: {times}")
    print(f"an idle connection: {kib:.1f} KiB; the app used {busy:.0%} of a processor")
    targets = {
        "nothing lost": figures.lost == 0 and figures.expected > 0,
        "nothing doubled": figures.doubled == 0,
        "everybody recovered": figures.unrecovered == 0,
        f"p95 below {SLOWEST:g} ms": figures.percentile(0.95) < SLOWEST,
        f"idle below {MOST_KIB:g} KiB": kib < MOST_KIB,
    }
    missed = [target for target, met in targets.items() if not met]
    for target in missed:
        print(f"missed: {target}")
    return bool(missed)


async def _connect(clients: list[Client], tasks: list[asyncio.Task[None]]) -> None:
    for place in range(0, len(clients), AT_ONCE):
        batch = clients[place : place + AT_ONCE]
        tasks.extend(asyncio.create_task(client.run()) for client in batch)
        async with asyncio.timeout(60):
            await asyncio.gather(*(client.connected.wait() for client in batch))


main()
