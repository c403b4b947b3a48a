"""A real Chromium for tests: the system's own, never one that Playwright downloads."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright, expect

# Patience costs nothing where all goes well: what is expected counts as soon as it is there.
expect.set_options(timeout=30_000)
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first has no windows, which cost half of a browser's time."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for the whole run; each test opens a context of its own."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()
