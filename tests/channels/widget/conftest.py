"""The chat widget in a real browser, against the stand-in of the gateway."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from tests.channels.widget.fake_gateway import FakeGateway
from tests.channels.widget.visit import Visit

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
    """The system's Chromium, or Playwright's own where there is none."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def gateway() -> AsyncIterator[FakeGateway]:
    """A gateway of its own for each test."""
    async with FakeGateway().serving() as gateway:
        yield gateway


@pytest.fixture
async def visit(browser: Browser, gateway: FakeGateway) -> AsyncIterator[Visit]:
    """A visitor on the demo page; its errors are the test's."""
    visit = Visit(browser, gateway)
    yield visit
    await visit.leave()
    assert visit.errors == []
