"""What is served as the page, and what a browser may do with it."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

import texts
from conversations.console.pages import STATIC, install_console_page


@pytest.fixture
def browser_of() -> httpx.AsyncClient:
    """Asks an app that serves nothing but the page."""
    app = FastAPI()
    install_console_page(app, operator="Viajes Altamar")
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://console.test")


@pytest.mark.parametrize("path", ["/console", "/console/static/main.js", "/console/static/base.css"])
async def test_nothing_runs_that_is_not_ours_and_nobody_frames_it(
    browser_of: httpx.AsyncClient, path: str
) -> None:
    answer = await browser_of.get(path)
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert "script-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("language", texts.LANGUAGES)
async def test_the_words_come_with_the_operators_name(browser_of: httpx.AsyncClient, language: str) -> None:
    answer = (await browser_of.get(f"/console/texts/{language}")).json()
    assert answer["operator"] == "Viajes Altamar"
    assert answer["words"]["nav"]["inbox"] == texts.say(language, "console_page.nav.inbox")


async def test_a_language_that_we_do_not_speak_has_no_words(browser_of: httpx.AsyncClient) -> None:
    assert (await browser_of.get("/console/texts/de")).status_code == 404


def test_every_style_sheet_and_module_of_the_page_is_there() -> None:
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    named = [part.split('"')[0] for part in page.split("/console/static/")[1:]]
    assert len(named) > 5
    assert [name for name in named if not (STATIC / name).exists()] == []
    assert "<style" not in page and "onclick" not in page
