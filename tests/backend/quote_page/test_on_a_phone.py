"""A booking is paid from the page of its quote, on a phone, in a real browser that keeps to the page's policy."""

from __future__ import annotations

import pytest
from playwright.async_api import Page
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.quote_page.endpoints import quote_router
from backend.quote_page.links import QuoteLinks
from tests.backend.payments.conftest import counter_sessions  # noqa: F401
from tests.backend.payments.providers.test_paid_through import tills
from tests.backend.payments.providers.test_pay_pages import fits, phone  # noqa: F401

pytestmark = pytest.mark.browser


async def test_everything_is_paid_with_three_taps_and_the_page_says_so(
    phone: Page,  # noqa: F811
    counter_sessions: async_sessionmaker[AsyncSession],  # noqa: F811
) -> None:
    async with tills(counter_sessions, "stripe") as till:
        counter, links = till.counter, QuoteLinks(secret="a secret of the tests", address="")
        till.app.include_router(quote_router(counter.ports, links))
        booking = await counter.book(language="en")
        here = f"{till.address}{links.path(booking.quote.id)}"
        await phone.goto(here)
        await fits(phone)
        await phone.get_by_text("Everything").tap()
        await phone.get_by_role("button", name="Go to payment").tap()
        await phone.get_by_role("button", name="Pay", exact=True).tap()
        await phone.get_by_text("Paid. The confirmation is on its way to the chat.").wait_for()
        await till.emulator.courier.settled()
        await counter.work()
        await phone.goto(here)
        await phone.get_by_text(f"Booking {booking.reference} is confirmed.").wait_for()
        assert await phone.get_by_role("button", name="Go to payment").count() == 0
        await fits(phone)
