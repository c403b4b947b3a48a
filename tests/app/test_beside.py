"""What runs beside the app is begun again when it dies, and ends with the app."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from app.beside import LASTING, LONGEST_PAUSE, keep_running


class Fragile:
    """Dies so many times, each after so many seconds; then it is done."""

    def __init__(self, deaths: int, lives: float = 0.0) -> None:
        self.deaths, self.lives = deaths, lives
        self.now = 0.0
        self.pauses: list[float] = []

    async def run(self) -> None:
        self.now += self.lives
        if self.deaths:
            self.deaths -= 1
            raise RuntimeError("something unforeseen")

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def keep(self) -> None:
        await keep_running(self.run, sleep=self.sleep, clock=lambda: self.now)


async def test_what_dies_is_logged_and_begun_again_with_growing_pauses() -> None:
    fragile = Fragile(deaths=8)
    with capture_logs() as logged:
        await fragile.keep()
    assert fragile.pauses == [1, 2, 4, 8, 16, 32, LONGEST_PAUSE, LONGEST_PAUSE]
    assert [entry["event"] for entry in logged] == ["beside.died"] * 8


async def test_what_had_run_for_long_is_soon_back() -> None:
    fragile = Fragile(deaths=3, lives=LASTING)
    await fragile.keep()
    assert fragile.pauses == [1, 1, 1]


async def test_it_ends_with_the_app() -> None:
    async def forever() -> None:
        await asyncio.Event().wait()

    task = asyncio.create_task(keep_running(forever))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
