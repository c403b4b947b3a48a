"""A person at the page books a trip, writing and pressing buttons, in a real Chromium."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from tests.assistant import Assistant
from tests.journeys.booking import EMAIL, NAME, PHONE, REFERENCE

ANSWER_MS = 30_000
QUOTE = {
    "es": "hola, quiero cotizar Cusco para 2 adultos y un niño de 8 del 10 al 14 de mayo, hotel 4 estrellas",
    "en": "hi, how much is Cusco for 2 adults and a boy of 8 from 10 to 14 May, 4 star hotel",
    "pt": "oi, quero um orçamento para Cusco para 2 adultos e uma criança de 8 anos de 10 a 14 de maio, hotel 4 estrelas",
}
LOCALE = {"es": "es-PE", "en": "en-GB", "pt": "pt-BR"}


class Visitor:
    """Somebody at the demo page, with the chat open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.answers = page.locator("booking-chat .theirs .bubble")

    async def says(self, text: str) -> None:
        """Writes, and waits for an answer that was not there before."""
        before = await self.answers.count()
        await self.page.locator("booking-chat textarea").fill(text)
        await self.page.keyboard.press("Enter")
        await expect(self.answers.nth(before)).to_be_visible(timeout=ANSWER_MS)

    async def presses_first_button(self) -> None:
        """Presses the first quick reply of the newest answer."""
        before = await self.answers.count()
        await self.page.locator("booking-chat .chips:not(.examples) button:visible").first.click()
        await expect(self.answers.nth(before)).to_be_visible(timeout=ANSWER_MS)

    async def sees_booking(self) -> None:
        """The code that it is booked with, and below it what can be paid."""
        await expect(self.answers.filter(has_text=REFERENCE)).to_have_count(1, timeout=ANSWER_MS)
        await expect(self.answers.last).not_to_contain_text(REFERENCE)
        await expect(self.answers.last).to_contain_text("USD")


@pytest.mark.bot
@pytest.mark.browser
@pytest.mark.parametrize("language", ["es", "en", "pt"])
async def test_a_trip_is_booked_on_the_page(browser: Browser, assistant: Assistant, language: str) -> None:
    context = await browser.new_context(locale=LOCALE[language], viewport={"width": 1280, "height": 900})
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{assistant.settings.app_port}/")
    visitor = Visitor(page)
    await page.locator("booking-chat textarea").click()

    await visitor.says(QUOTE[language])
    await expect(visitor.answers.last).to_contain_text("USD")
    await visitor.presses_first_button()
    for line in (NAME, EMAIL, PHONE):
        await visitor.says(line[language])
    await visitor.presses_first_button()
    await visitor.sees_booking()

    await page.reload()
    await visitor.sees_booking()
    await context.close()
