"""A booking that is paid: as an agent marks it in the console, or by a link at the provider's page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

import httpx

from tests.assistant import Assistant


def pay(assistant: Assistant, reference: str) -> None:
    """Confirms a booking on hold."""
    answer = httpx.post(
        f"http://127.0.0.1:{assistant.settings.app_port}/console/bookings/{reference}/mark-paid",
        headers={"Authorization": f"Bearer {assistant.settings.secrets['console_token']}"},
        timeout=30,
    )
    answer.raise_for_status()


def pay_at(link: str, doing: str = "pay") -> None:
    """Opens a payment link as a browser does, and presses a button on the page where one pays."""
    with httpx.Client(follow_redirects=True, timeout=30) as browser:
        page = browser.get(link)
        if 'name="do"' not in page.text:
            # A page of ours that leads there by a form.
            form = Form.on(page.text)
            page = browser.post(form.action, data=form.fields)
        pressed = browser.post(page.url, data={"do": doing})
        assert pressed.is_success, pressed.text


def pay_from_page(page: str, **choice: str) -> None:
    """Sends the form of a quote's page, goes where it leads, and pays there."""
    with httpx.Client(timeout=30) as browser:
        answer = browser.post(page, data=choice)
    leads_to = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.text)
    assert leads_to is not None, answer.text
    pay_at(unescape(leads_to.group(1)))


@dataclass
class Form(HTMLParser):
    """The form of a page, with what is hidden in it."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    @classmethod
    def on(cls, markup: str) -> Form:
        """The one that a page has."""
        form = cls()
        form.feed(markup)
        return form

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See `HTMLParser`."""
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = named["action"]
        elif tag == "input":
            self.fields[named["name"]] = named["value"]
