"""A person takes over and gives back, seen from both sides, in real browsers and on WhatsApp's phone."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, expect

from tests.assistant import Assistant
from tests.journeys.colleague import PATIENCE_MS, Colleague, words
from tests.journeys.test_9_browser import LOCALE, Visitor
from tests.journeys.test_20_channels import Phone, pick_up, says, theirs

pytestmark = [pytest.mark.bot, pytest.mark.browser]
__all__ = ["pick_up"]
Arriving = Callable[[str], Awaitable[Visitor]]


@pytest.fixture
async def laura(browser: Browser, assistant: Assistant) -> AsyncIterator[Colleague]:
    """On duty."""
    colleague = await Colleague.arrive(browser, assistant, "Laura Ponce")
    yield colleague
    await colleague.leave()


@pytest.fixture
async def bruno(browser: Browser, assistant: Assistant) -> AsyncIterator[Colleague]:
    """On duty beside her."""
    colleague = await Colleague.arrive(browser, assistant, "Bruno Lagos")
    yield colleague
    await colleague.leave()


@pytest.fixture
def at_the_page(browser: Browser, assistant: Assistant) -> Arriving:
    """Opens the demo page in a browser of somebody's own."""

    async def visitor(language: str) -> Visitor:
        context = await browser.new_context(locale=LOCALE[language], viewport={"width": 1280, "height": 900})
        page = await context.new_page()
        await page.goto(f"http://127.0.0.1:{assistant.settings.app_port}/")
        await page.locator("booking-chat textarea").click()
        return Visitor(page)

    return visitor


async def test_by_request_an_agent_books_and_the_bot_goes_on_with_it(
    laura: Colleague, at_the_page: Arriving
) -> None:
    visitor = await at_the_page("es")
    await visitor.says("hola, pásame con una persona por favor")

    await laura.view("unassigned")
    await laura.opens("pásame con una persona")
    await laura.takes()
    await laura.writes("Hola, soy Laura. ¿A dónde te gustaría ir?")
    await expect(visitor.answers.filter(has_text="soy Laura")).to_have_count(1, timeout=PATIENCE_MS)

    await visitor.page.locator("booking-chat textarea").fill("a Cusco, dos adultos")
    await visitor.page.keyboard.press("Enter")
    await expect(laura.entry("a Cusco, dos adultos")).to_have_count(1, timeout=PATIENCE_MS)
    await laura.quotes("Cusco", "2027-05-10", "2027-05-14")
    await laura.aside("trip.send").click()
    await expect(visitor.page.locator("booking-chat .card")).to_have_count(1, timeout=PATIENCE_MS)
    reference = await laura.books("Marta Quispe", "marta@correo.example", "+51 999 111 222")

    spoken = await visitor.answers.count()
    await laura.button("verb.hand_back").click()
    said = visitor.answers.filter(has_text=reference)
    await expect(said).to_have_count(1, timeout=PATIENCE_MS)
    await expect(said).to_contain_text("Laura")
    assert await visitor.answers.count() == spoken + 1

    await visitor.says("¿cómo va mi reserva?")
    await expect(visitor.answers.last).to_contain_text(reference)
    await visitor.page.context.close()


async def test_after_two_misunderstandings_one_of_two_agents_gets_it(
    laura: Colleague, bruno: Colleague, at_the_page: Arriving
) -> None:
    visitor = await at_the_page("en")
    await visitor.says("blorp the quux wibble")
    await visitor.says("zzkk frobnicate 77 qqq")
    await visitor.presses_first_button()

    for colleague in (laura, bruno):
        await colleague.view("unassigned")
        await colleague.opens("frobnicate")
    await asyncio.gather(*(who.page.keyboard.press("t") for who in (laura, bruno)))
    owners = [who.page.locator(".owner-mark") for who in (laura, bruno)]
    mine = words("owner.mine")
    for owner in owners:
        await expect(owner).to_have_text(re.compile(f"{mine}|Con (Laura|Bruno)"), timeout=PATIENCE_MS)
    assert sorted([await owner.inner_text() == mine for owner in owners]) == [False, True]
    await visitor.page.context.close()


async def test_an_agent_steps_in_on_whatsapp_and_the_bot_is_silent_until_it_is_back(
    laura: Colleague, pick_up: Callable[[str, str], Phone]
) -> None:
    phone = await asyncio.to_thread(pick_up, "whatsapp", "pt")
    await asyncio.to_thread(phone.does, do="type", text="oi, quero viajar para o Rio em agosto")
    await asyncio.to_thread(phone.waits, bool)

    await laura.view("all")
    await laura.opens("quero viajar para o Rio")
    await laura.takes()
    await laura.writes("Oi, aqui é a Laura. Já vejo os hotéis com você.")
    await asyncio.to_thread(phone.waits, says("aqui é a Laura"))

    await asyncio.to_thread(phone.does, do="type", text="somos 2 adultos, de 10 a 14 de agosto")
    await expect(laura.entry("somos 2 adultos")).to_have_count(1, timeout=PATIENCE_MS)
    await laura.writes("Perfeito, anotado.")
    screen = await asyncio.to_thread(phone.waits, says("Perfeito, anotado."))
    assert theirs(screen).rstrip().endswith("Perfeito, anotado.")

    await laura.button("verb.hand_back").click()
    await asyncio.to_thread(phone.does, do="type", text="quanto custa um hotel 4 estrelas?")
    await asyncio.to_thread(phone.waits, says("USD"))
