"""Our page that leads to PayU."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from backend.payments.providers.pages import FILES
from tests.backend.payments.providers.cases import PAYU
from tests.backend.payments.providers.conftest import Stage, form_of


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with PAYU.staged() as stage:
        yield stage


@pytest.fixture
async def payer() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(follow_redirects=True) as payer:
        yield payer


async def test_our_page_is_a_form_without_scripts_and_may_post_to_payu_only(
    stage: Stage, payer: httpx.AsyncClient
) -> None:
    wish = stage.wish(language="en", title='Cusco <b>"4 days"</b>')
    page = await payer.get((await stage.provider.create_link(wish)).url)
    assert page.headers["content-security-policy"].split("; ")[:3] == [
        "default-src 'none'",
        "style-src 'self'",
        f"form-action {stage.address}",
    ]
    assert "<script" not in page.text and "<b>" not in page.text
    assert "Go to PayU and pay" in page.text
    _, fields = form_of(page.text)
    assert (fields["amount"], fields["currency"], fields["lng"]) == ("750000", "COP", "en")
    assert (await payer.get(f"{stage.address}{FILES}/pay.css")).status_code == 200


async def test_a_link_that_is_over_or_guessed_leads_nowhere(stage: Stage, payer: httpx.AsyncClient) -> None:
    wish = stage.wish()
    link = await stage.provider.create_link(wish)
    assert (await payer.get(link.url)).status_code == 200
    for guessed in (f"{link.url}0", link.url.split("?")[0], link.url[:-1] + "é"):
        assert (await payer.get(guessed)).status_code == 410
    stage.wishes.clear()
    over = await payer.get(link.url)
    assert over.status_code == 410 and "ya no está activo" in over.text


async def test_payu_takes_no_form_that_somebody_touched(stage: Stage, payer: httpx.AsyncClient) -> None:
    wish = stage.wish()
    action, fields = form_of((await payer.get((await stage.provider.create_link(wish)).url)).text)
    for touched in ({"amount": "1"}, {"currency": "USD"}, {"merchantId": "1"}, {"signature": ""}):
        assert (await payer.post(action, data=fields | touched)).status_code == 400
    assert not stage.emulator.shop.orders
