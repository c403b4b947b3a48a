"""The pages that payers see, on a phone, in a real browser that keeps to their policy."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page

from tests.backend.payments.providers.cases import MERCADO_PAGO, PAYU, STRIPE
from tests.backend.payments.providers.conftest import Stage

pytestmark = pytest.mark.browser
SMALLEST_TAP = 44


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[Page]:
    """A small phone; whatever the policy forbids is an error."""
    context = await browser.new_context(
        viewport={"width": 320, "height": 640}, has_touch=True, locale="en-US"
    )
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    await context.close()
    assert [one for one in complaints if "favicon" not in one and "404" not in one] == []


async def fits(page: Page) -> None:
    """Nothing sticks out, and everything can be hit with a thumb."""
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for button in await page.get_by_role("button").all():
        box = await button.bounding_box()
        assert box and box["height"] >= SMALLEST_TAP
    # The style sheet came: the policy allows it.
    assert await page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth") != "none"


async def test_payu_is_reached_by_one_press_and_paid_by_another(phone: Page) -> None:
    async with PAYU.staged() as stage:
        wish = stage.wish(language="pt")
        await phone.goto((await stage.provider.create_link(wish)).url)
        await fits(phone)
        await phone.get_by_role("button", name="Ir pagar com o PayU").tap()
        await phone.get_by_role("button", name="Pagar", exact=True).tap()
        await phone.get_by_text("Pago. A confirmação chega no chat.").wait_for()
        await fits(phone)
        await paid(stage, str(wish.payment_id))


async def test_stripe_is_paid_and_disputed_in_the_language_of_the_link(phone: Page) -> None:
    async with STRIPE.staged() as stage:
        link = await stage.provider.create_link(stage.wish())
        await phone.goto(link.url)
        await fits(phone)
        await phone.get_by_role("button", name="Que el banco rechace el pago").tap()
        await phone.get_by_text("El banco rechazó el pago.").wait_for()
        await phone.get_by_role("link", name="English").tap()
        await phone.get_by_role("button", name="Pay", exact=True).tap()
        await phone.get_by_role("button", name="Dispute the charge with the bank").tap()
        await phone.get_by_text("The bank is looking into the dispute.").wait_for()
        [dispute] = (await stage.provider.fetch(link.reference)).disputes
        assert dispute.state == "open"


async def test_mercadopago_speaks_the_phones_language_and_leads_back(phone: Page) -> None:
    async with MERCADO_PAGO.staged() as stage:
        link = await stage.provider.create_link(stage.wish())
        await phone.goto(link.url)
        await fits(phone)
        await phone.get_by_role("button", name="Pay", exact=True).tap()
        await phone.get_by_text("Paid. The confirmation is on its way to the chat.").wait_for()
        back = phone.get_by_role("link", name="Back to the operator's site")
        assert await back.get_attribute("href") == f"{stage.address}/"
        await paid(stage, link.reference)


async def paid(stage: Stage, reference: str) -> None:
    await stage.emulator.courier.settled()
    assert len((await stage.provider.fetch(reference)).captures) == 1
    assert stage.door.notices and not stage.door.refused
