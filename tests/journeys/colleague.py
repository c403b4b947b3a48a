"""A colleague of the house at the console's page, in a real browser, on the whole assistant."""

from __future__ import annotations

from playwright.async_api import Browser, Locator, Page, expect

import texts
from app.agents import invite_agent
from tests.assistant import Assistant

PASSWORD = "un camino de tres lagos"
PATIENCE_MS = 30_000


def words(key: str, **values: object) -> str:
    """What the page says, in Spanish."""
    return texts.say("es", f"console_page.{key}", **values)


class Colleague:
    """Somebody who signed in and is on duty."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name

    @classmethod
    async def arrive(cls, browser: Browser, assistant: Assistant, name: str) -> Colleague:
        """Takes an invitation in a browser of their own, and goes on duty."""
        url, address = assistant.settings.database_url, f"http://127.0.0.1:{assistant.settings.app_port}"
        email = f"{name.split()[0].lower()}.{assistant.settings.app_port}@altamar.example"
        told = await invite_agent(str(url), address, email=email, name=name)
        page = await (await browser.new_context(locale="es-PE", reduced_motion="reduce")).new_page()
        await page.goto(told.split()[-1])
        await page.get_by_label(words("door.new_password")).fill(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page.locator(".shell")).to_be_visible()
        await page.get_by_role("button", name=words("nav.off_duty")).click()
        await expect(page.get_by_role("button", name=words("nav.on_duty"))).to_be_visible()
        return cls(page, name)

    async def leave(self) -> None:
        """Goes off duty, so that nothing is offered to nobody, and closes the browser."""
        await self.page.get_by_role("button", name=words("nav.on_duty")).click()
        await expect(self.page.get_by_role("button", name=words("nav.off_duty"))).to_be_visible()
        await self.page.context.close()

    async def view(self, name: str) -> None:
        """Looks at a part of the inbox."""
        await self.page.get_by_role("link", name=words(f"inbox.view.{name}")).click()

    async def opens(self, said: str) -> None:
        """Searches for what was said and opens the newest conversation in which it was: lists move while others write."""
        await self.page.get_by_role("combobox", name=words("search.label")).fill(said)
        await self.page.locator("#search-hits").get_by_role("option").filter(has_text=said).first.click()
        await expect(self.entry(said)).to_have_count(1, timeout=PATIENCE_MS)

    def button(self, key: str) -> Locator:
        """A button of the conversation's head."""
        return self.page.locator(".talk-head").get_by_role("button", name=words(key))

    async def takes(self) -> None:
        """Takes what is open, or accepts it where it was offered."""
        ours = self.button("verb.take").or_(self.button("verb.accept"))
        await ours.first.click()
        await expect(self.page.locator(".owner-mark")).to_have_text(words("owner.mine"))

    async def writes(self, text: str) -> None:
        """Answers the traveller."""
        await self.page.locator("#composer-input").fill(text)
        await self.page.locator("#composer-input").press("Enter")
        await expect(self.entry(text)).to_have_count(1)

    def entry(self, text: str) -> Locator:
        """An entry of the conversation."""
        return self.page.locator(".log > li").filter(has_text=text)

    def aside(self, key: str) -> Locator:
        """A button beside the conversation."""
        return self.page.locator(".side").get_by_role("button", name=words(key)).first

    async def quotes(self, destination: str, start: str, end: str) -> None:
        """Searches a trip for two and quotes the first that is found."""
        await self.aside("trip.find").click()
        dialog = self.page.get_by_role("dialog")
        await dialog.get_by_label(words("trip.destination")).select_option(label=destination)
        await dialog.get_by_label(words("trip.start")).fill(start)
        await dialog.get_by_label(words("trip.end")).fill(end)
        await dialog.get_by_label(words("trip.how_many")).fill("2")
        await dialog.get_by_role("button", name=words("trip.search")).click()
        await dialog.get_by_role("button", name=words("trip.quote")).first.click()
        await expect(self.page.locator(".side .deal").first).to_be_visible(timeout=PATIENCE_MS)

    async def books(self, name: str, email: str, phone: str) -> str:
        """Holds the newest quote's places, books them, and gives the reference back."""
        await self.aside("trip.hold").click()
        await self.aside("trip.book").click(timeout=PATIENCE_MS)
        dialog = self.page.get_by_role("dialog")
        await dialog.get_by_label(words("trip.name")).fill(name)
        await dialog.get_by_label(words("trip.email")).fill(email)
        await dialog.get_by_label(words("trip.phone")).fill(phone)
        await dialog.get_by_role("button", name=words("trip.book")).click()
        booking = self.page.locator(".side .deal.booking").first
        await expect(booking).to_be_visible(timeout=PATIENCE_MS)
        return await booking.locator("code").inner_text()
