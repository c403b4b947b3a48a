"""The page of quotes of a counter of payments, asked over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from backend.quote_page.endpoints import quote_router
from backend.quote_page.links import QuoteLinks
from tests.backend.payments.conftest import counter, counter_sessions  # noqa: F401
from tests.backend.payments.counter import Counter


@dataclass
class Pages:
    """A reader of pages."""

    counter: Counter
    links: QuoteLinks
    http: httpx.AsyncClient

    async def read(self, quote_id: UUID, language: str = "en") -> str:
        """What stands on the page."""
        answer = await self.http.get(self.links.path(quote_id), params={"lang": language})
        assert answer.status_code == 200
        return answer.text

    async def press(self, quote_id: UUID, **form: str) -> httpx.Response:
        """The form is sent."""
        return await self.http.post(self.links.path(quote_id), params={"lang": "en"}, data=form)


@pytest.fixture
async def pages(counter: Counter) -> AsyncIterator[Pages]:  # noqa: F811
    """Served with the counter's ports."""
    app, links = FastAPI(), QuoteLinks(secret="a secret of the tests", address="https://altamar.example")
    app.include_router(quote_router(counter.ports, links))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="https://altamar.example") as http:
        yield Pages(counter, links, http)
