"""An agent at the console's page, in a real browser."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.console.fake_api import FakeApi

PHONE: dict[str, Any] = {"viewport": {"width": 375, "height": 667}, "is_mobile": True, "has_touch": True}
PASSWORD = "correct horse battery"


class AtConsole:
    """One agent's browser, and what they see."""

    def __init__(self, browser: Browser, api: FakeApi) -> None:
        self._browser = browser
        self._api = api
        self._contexts: list[BrowserContext] = []
        self.errors: list[str] = []
        self.page: Page

    async def arrive(self, path: str = "", **options: Any) -> Page:
        """Opens the page in a fresh profile, on a desktop and in Spanish unless told otherwise."""
        settings: dict[str, Any] = {
            "viewport": {"width": 1360, "height": 820},
            "locale": "es-PE",
            "reduced_motion": "reduce",
            **options,
        }
        context = await self._browser.new_context(**settings)
        self._contexts.append(context)
        self.page = await context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self._note(said.type, said.text))
        await self.page.goto(f"{self._api.url}/console{path}")
        return self.page

    def _note(self, kind: str, text: str) -> None:
        # Whatever the policy refuses is a mistake of the page; refused requests are what tests ask for.
        if kind == "error" and "Failed to load resource" not in text and "WebSocket" not in text:
            self.errors.append(text)

    async def sign_in(self, path: str = "", **options: Any) -> Page:
        """Arrives already signed in, with the list shown and the line open."""
        self._api.signed_in = True
        page = await self.arrive(path or "#/inbox/all", **options)
        await expect(page.locator(".panel, .row").first).to_be_visible()
        return page

    async def leave(self) -> None:
        """Closes everything."""
        for context in self._contexts:
            await context.close()

    def row(self, name: str) -> Locator:
        """The conversation with a traveller, in the list."""
        return self.page.get_by_role("option").filter(has_text=name)

    async def opens(self, name: str) -> None:
        """Opens a conversation and waits for what was said in it."""
        await self.row(name).click()
        await expect(self.page.get_by_role("heading", level=2, name=name)).to_be_visible()
        await expect(self.page.locator(".log .entry").first).to_be_attached()

    def button(self, name: str) -> Locator:
        """A button of the conversation's head."""
        return self.page.locator(".talk-head").get_by_role("button", name=name)

    @property
    def input(self) -> Locator:
        """Where the agent writes."""
        return self.page.locator("#composer-input")

    def entry(self, text: str) -> Locator:
        """An entry of the conversation."""
        return self.page.locator(".log > li").filter(has_text=text)
