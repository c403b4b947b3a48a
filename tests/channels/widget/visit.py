"""A visitor of a page that shows the chat, in a real browser."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from tests.channels.widget.fake_gateway import FakeGateway

PHONE: dict[str, Any] = {"viewport": {"width": 375, "height": 667}, "is_mobile": True, "has_touch": True}


class Visit:
    """One visitor's browser, and what they see of the chat."""

    def __init__(self, browser: Browser, gateway: FakeGateway) -> None:
        self._browser = browser
        self._gateway = gateway
        self._contexts: list[BrowserContext] = []
        self.errors: list[str] = []
        self.page: Page

    async def arrive(self, path: str = "/", script: str = "", **options: Any) -> Page:
        """Opens the page in a fresh profile, on a desktop and in Spanish unless told otherwise."""
        settings: dict[str, Any] = {
            "viewport": {"width": 1280, "height": 800},
            "locale": "es-PE",
            "reduced_motion": "reduce",
            **options,
        }
        context = await self._browser.new_context(**settings)
        self._contexts.append(context)
        if script:
            await context.add_init_script(script)
        self.page = await context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        await self.page.goto(urljoin(self._gateway.url, path))
        await expect(self.page.locator(".launcher, .panel").first).to_be_attached()
        return self.page

    async def leave(self) -> None:
        """Closes everything."""
        for context in self._contexts:
            await context.close()

    @property
    def input(self) -> Locator:
        """Where the traveller writes."""
        return self.page.locator("booking-chat textarea")

    async def says(self, text: str) -> None:
        """Types a message and sends it by Enter."""
        await self.input.fill(text)
        await self.input.press("Enter")

    def bubble(self, text: str, who: str = "theirs") -> Locator:
        """A message that is shown, of the operator's side or the traveller's own."""
        return self.page.locator(f".{who} .bubble", has_text=text)

    def button(self, name: str, *, exact: bool = False) -> Locator:
        """A button of the chat."""
        return self.page.locator("booking-chat").get_by_role("button", name=name, exact=exact)

    async def focused(self) -> str:
        """What has the keyboard, inside the chat: its tag and its accessible words."""
        return str(
            await self.page.evaluate(
                "() => { const e = document.querySelector('booking-chat').shadowRoot.activeElement;"
                " return e ? `${e.tagName.toLowerCase()} ${e.ariaLabel ?? e.labels?.[0]?.textContent ?? e.textContent}`.trim() : '' }"
            )
        )
