"""The page of a supplier and of a reseller, on the real app: their own, live, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, expect
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.database import sessions_for
from app.main import create_app
from app.settings import Settings
from backend.bookings.schemas import BookingView
from backend.bookings.service import cancel_booking
from backend.quotes.service import issue_quote
from conversations.console.trips.telling import tell_trip
from conversations.team import visits
from conversations.team.guard import COOKIE
from conversations.team.models import Agent, Role
from tests.backend.conftest import ANA, NOW, confirmed, trip
from tests.console.agent import PHONE
from tests.console.test_access import complaints
from tests.databases import small_catalogue
from tests.logs import logging_kept
from tests.serving import serving

pytestmark = pytest.mark.browser


@dataclass
class House:
    """The running app, with a booking that one reseller sold and a supplier has a part in, and another's."""

    browser: Browser
    address: str
    sessions: async_sessionmaker[AsyncSession]
    booking: BookingView
    other: BookingView

    async def visited_by(self, role: Role, code: str, **options: Any) -> Page:
        """The page of somebody of a supplier or a reseller."""
        bound = {"supplier_code" if role is Role.SUPPLIER else "reseller_code": code}
        async with self.sessions.begin() as session:
            agent = Agent(email=f"{uuid4().hex}@partner.example", name="Casa Inti", role=role, **bound)
            session.add(agent)
            await session.flush()
            token, _ = await visits.begin(session, agent_id=agent.id, now=datetime.now(UTC))
        context = await self.browser.new_context(locale="es-PE", reduced_motion="reduce", **options)
        await context.add_cookies([{"name": COOKIE, "value": token, "url": f"{self.address}/console"}])
        page = await context.new_page()
        await page.goto(f"{self.address}/console")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Casa Inti")
        await expect(page.locator(".partner .figure").first).to_be_visible()
        return page


@pytest.fixture
async def house(browser: Browser, tmp_path: Path) -> AsyncIterator[House]:
    async with small_catalogue() as engine:
        sessions = sessions_for(engine)
        async with sessions.begin() as session:
            booking, _ = await confirmed(session, reseller="tucan")
            other, _ = await confirmed(session, reseller="brisa")
        settings = Settings(data_dir=tmp_path, worker_in_app=False, simulator=False)
        url = engine.url.render_as_string(hide_password=False)
        with logging_kept():
            async with serving(create_app(settings, url)) as address:
                yield House(browser, f"http://{address}", sessions, booking, other)


async def test_a_reseller_sees_its_own_sales_and_hears_when_one_is_cancelled(house: House) -> None:
    page = await house.visited_by(Role.RESELLER, "tucan")
    card = page.locator(".partner .deal").filter(has_text=house.booking.reference)
    await expect(card).to_contain_text("Confirmada")
    shown = await page.content()
    assert house.other.reference not in shown and ANA.name not in shown
    async with page.expect_download() as saving:
        await page.get_by_role("link", name="Descargar comisiones").click()
    assert (await saving.value).suggested_filename.startswith("commissions-")
    async with house.sessions.begin() as session:
        gone = await cancel_booking(session, booking_id=house.booking.id, now=NOW)
        told = {"reference": gone.reference, "state": gone.state}
        await tell_trip(session, "booking.changed", conversation_id=None, quote_id=gone.quote.id, **told)
    await expect(card).to_contain_text("Cancelada", timeout=15_000)
    await page.context.close()


async def test_a_reseller_sees_what_was_just_quoted_for_them(house: House) -> None:
    page = await house.visited_by(Role.RESELLER, "tucan")
    quotes = page.locator(".partner-part", has=page.get_by_role("heading", name="Cotizaciones"))
    await expect(quotes).to_contain_text("No hay cotizaciones sin reservar")
    async with house.sessions.begin() as session:
        quote = await issue_quote(
            session,
            **{"request": trip(), "product": "inti", "conversation_id": None, "language": "es", "now": NOW},
            reseller="tucan",
        )
        await tell_trip(session, "quote.issued", conversation_id=None, quote_id=quote.id)
    await expect(quotes).to_contain_text(quote.reference, timeout=15_000)
    await page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("role", "code"), [(Role.SUPPLIER, "sol-andino"), (Role.RESELLER, "tucan")])
async def test_on_a_phone_it_fits_and_everything_can_be_read(
    house: House, role: Role, code: str, scheme: str
) -> None:
    page = await house.visited_by(role, code, color_scheme=scheme, **PHONE)
    await expect(page.locator(".partner .deal").first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await complaints(page) == []
    await expect(page.get_by_role("link", name="Mi cuenta")).to_have_attribute("aria-current", "page")
    await page.context.close()


async def test_a_supplier_sees_what_it_gets_and_neither_total_nor_commission(house: House) -> None:
    page = await house.visited_by(Role.SUPPLIER, "sol-andino")
    await expect(page.locator(".partner .deal").filter(has_text="Vence el")).to_have_count(2)
    shown = await page.content()
    assert house.booking.reference in shown
    assert f"{house.booking.total.amount / 100:,.2f}" not in shown
    assert "omisi" not in shown and ANA.name not in shown
    await page.context.close()
