"""The page on the real app: the first administrator comes in by a link, invites a colleague, and shuts them out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

import texts
from app.agents import invite_agent
from app.main import create_app
from app.settings import Settings
from tests.databases import scratch_database
from tests.logs import logging_kept
from tests.serving import serving

pytestmark = pytest.mark.browser
CHOSEN = "un camino de tres lagos"


def words(key: str) -> str:
    """What the page says."""
    said: str = texts.subtree("es", f"console_page.{key}")
    return said


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[tuple[str, str]]:
    """The running app's address and its database, in which nobody works yet."""
    with scratch_database() as url, logging_kept():
        settings = Settings(data_dir=tmp_path, worker_in_app=False, simulator=False)
        async with serving(create_app(settings, url)) as address:
            yield f"http://{address}", url


async def arrive(browser: Browser, link: str, name: str) -> Page:
    """Opens an invitation in a browser of one's own, chooses a password, and is in."""
    page = await (await browser.new_context(locale="es-PE", reduced_motion="reduce")).new_page()
    await page.goto(link)
    await expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    await page.get_by_label(words("door.new_password")).fill(CHOSEN)
    await page.keyboard.press("Enter")
    await expect(page.locator(".shell")).to_be_visible()
    return page


async def test_the_first_administrator_invites_a_colleague_and_can_shut_them_out_at_once(
    browser: Browser, house: tuple[str, str]
) -> None:
    address, url = house
    told = await invite_agent(url, address, email="ana@altamar.pe", name="Ana Ríos")
    ana = await arrive(browser, told.split()[-1], "Ana Ríos")
    await ana.goto(f"{address}/console#/team")
    await ana.get_by_role("button", name=words("team.invite")).click()
    dialog = ana.get_by_role("dialog")
    await dialog.get_by_label(words("team.name"), exact=True).fill("Luis Paz")
    await dialog.get_by_label(words("door.email")).fill("luis@altamar.pe")
    await dialog.get_by_role("button", name=words("team.make_link")).click()
    link = await ana.get_by_role("dialog").get_by_label(words("team.link"), exact=True).input_value()
    await ana.get_by_role("dialog").get_by_role("button", name=words("close")).first.click()
    await expect(ana.get_by_role("dialog")).to_have_count(0)

    luis = await arrive(browser, f"{address}/console#{link.partition('#')[2]}", "Luis Paz")
    await expect(luis.get_by_role("link", name=words("nav.team"))).to_have_count(0)
    await expect(luis.get_by_role("heading", level=1, name=words("nav.inbox"))).to_be_visible()

    row = ana.get_by_role("row").filter(has_text="luis@altamar.pe")
    await row.get_by_role("button").click()
    await ana.get_by_role("menuitem", name=words("team.disable")).click()
    await ana.get_by_role("dialog").get_by_role("button", name=words("team.disable")).click()
    await expect(row).to_contain_text(words("team.states.disabled"))
    await expect(luis.get_by_label(words("door.password"))).to_be_visible()
    for page in (ana, luis):
        await page.context.close()
