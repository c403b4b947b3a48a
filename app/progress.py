"""Tells a person at a terminal (or a log) what a long step is doing and for how long."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

TICK_TERMINAL, TICK_LOG = 0.5, 10.0


@contextmanager
def step(title: str) -> Iterator[None]:
    """Prints the title at once, the elapsed seconds while it lasts, and how long it took."""
    started, done = time.monotonic(), threading.Event()
    live = sys.stdout.isatty()

    def tick() -> None:
        while not done.wait(TICK_TERMINAL if live else TICK_LOG):
            seconds = f"{time.monotonic() - started:.0f} s"
            print(
                f"\r  {title} … {seconds}" if live else f"  {title} … {seconds}",
                end="" if live else "\n",
                flush=True,
            )

    if not live:
        print(f"  {title} …", flush=True)
    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()
    print(f"{chr(13) if live else ''}  {title}: done in {time.monotonic() - started:.1f} s", flush=True)
