"""The console's page in a real browser, against the stand-in of its API."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.console.agent import AtConsole
from tests.console.fake_api import FakeApi


@pytest.fixture
async def api() -> AsyncIterator[FakeApi]:
    """A server of its own for each test."""
    async with FakeApi().serving() as api:
        yield api


@pytest.fixture
async def agent(browser: Browser, api: FakeApi) -> AsyncIterator[AtConsole]:
    """An agent at the page; its errors are the test's."""
    agent = AtConsole(browser, api)
    yield agent
    await agent.leave()
    assert agent.errors == []
