"""The chat widget in a real browser, against the stand-in of the gateway."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.channels.widget.fake_gateway import FakeGateway
from tests.channels.widget.visit import Visit


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
