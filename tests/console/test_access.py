"""The console for everybody: phones, contrast, names, three languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.console.agent import PHONE, AtConsole
from tests.console.fake_api import FakeApi

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parents[1] / "channels" / "widget" / "audit.js").read_text(encoding="utf-8")
PAGES = ("inbox/all", "board", "reports", "audit", "canned", "team", "hours", "books")


async def complaints(page: Page) -> Any:
    """What is wrong with what is shown."""
    return await page.evaluate(AUDIT.strip().rstrip(";"), "body")


async def settled(page: Page) -> None:
    """Everything that was asked for has come."""
    await page.wait_for_load_state("networkidle")
    await expect(page.get_by_text("Cargando…")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_can_be_read_and_every_control_has_a_name(agent: AtConsole, scheme: str) -> None:
    page = await agent.sign_in(color_scheme=scheme)
    await settled(page)
    for name in ("Marta", "João"):
        await agent.opens(name)
        await settled(page)
        assert await complaints(page) == []
    await agent.opens("Marta")
    await agent.button("Tomar").click()
    await expect(agent.input).to_be_focused()
    assert await complaints(page) == []
    for name in PAGES[1:]:
        await page.evaluate(f"location.hash = '#/{name}'")
        await expect(page.locator(f".rail a[href='#/{name}']")).to_have_attribute("aria-current", "page")
        await settled(page)
        assert (name, await complaints(page)) == (name, [])


@pytest.mark.parametrize("width", [820, 1280, 1440])
async def test_beside_the_list_there_is_room_to_read_and_to_write(agent: AtConsole, width: int) -> None:
    page = await agent.sign_in(viewport={"width": width, "height": 800})
    await agent.opens("João")
    await settled(page)
    heights = {
        part: await page.locator(part).evaluate("one => one.getBoundingClientRect().height")
        for part in (".talk-head", ".log-scroll")
    }
    assert heights[".talk-head"] < 90 and heights[".log-scroll"] > 300
    await expect(page.get_by_role("button", name="Enviar", exact=True)).to_be_in_viewport(ratio=1)
    views = page.locator(".views")
    assert width < 1000 or await views.evaluate("one => one.scrollWidth <= one.clientWidth")


@pytest.mark.parametrize("path", PAGES)
async def test_on_a_phone_nothing_scrolls_sideways(agent: AtConsole, path: str) -> None:
    page = await agent.sign_in(f"#/{path}", **PHONE)
    await settled(page)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")


async def test_on_a_phone_there_is_one_pane_and_a_way_back(agent: AtConsole) -> None:
    page = await agent.sign_in(**PHONE)
    await agent.row("Marta").tap()
    await expect(agent.row("Marta")).to_be_hidden()
    await expect(agent.entry("sí, por favor")).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.get_by_role("button", name="Viajero y viaje").tap()
    await expect(page.locator(".booking")).to_be_visible()
    await page.locator(".side").get_by_role("button", name="Volver", exact=True).tap()
    await page.locator(".talk-head").get_by_role("button", name="Volver").tap()
    await expect(agent.row("Marta")).to_be_visible()


@pytest.mark.parametrize(("language", "heading"), [("es", "Bandeja"), ("en", "Inbox"), ("pt", "Caixa")])
async def test_every_page_opens_in_every_language(
    agent: AtConsole, api: FakeApi, language: str, heading: str
) -> None:
    api.desk.agent["language"] = language
    page = await agent.sign_in()
    await expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    for name in ("Marta", "João", "Visitante"):
        await agent.opens(name)
    for path in PAGES:
        await page.evaluate(f"location.hash = '#/{path}'")
        await expect(page.locator(f".rail a[href='#/{path.partition('/')[0]}']")).to_have_attribute(
            "aria-current", "page"
        )
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_a_chart_says_its_numbers_as_a_table_too(agent: AtConsole) -> None:
    page = await agent.sign_in("#/reports")
    await expect(page.get_by_role("img", name="Conversaciones por día")).to_be_visible()
    await page.locator(".as-table summary").first.click()
    await expect(page.locator(".as-table table").first.get_by_role("row")).to_have_count(31)
