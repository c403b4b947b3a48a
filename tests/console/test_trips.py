"""Beside the conversation: a trip is found, quoted, held and sent, and a booking is cancelled."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.console.agent import AtConsole
from tests.console.fake_api import FakeApi

pytestmark = pytest.mark.browser


async def trip_dialog(agent: AtConsole) -> Locator:
    """Where a trip is asked for."""
    await agent.page.get_by_role("button", name="Buscar un viaje").click()
    return agent.page.get_by_role("dialog")


async def find_and_quote(dialog: Locator) -> None:
    """Four nights in Cusco in the first hotel."""
    await dialog.get_by_label("Destino").select_option("cusco")
    await dialog.get_by_label("Desde").fill("2027-05-10")
    await dialog.get_by_label("Hasta").fill("2027-05-14")
    await dialog.get_by_role("button", name="Buscar").click()
    await dialog.get_by_role("article").filter(has_text="Posada Qori").get_by_role("button").click()
    await expect(dialog).to_be_hidden()


async def test_a_trip_is_found_quoted_held_and_sent(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in()
    await agent.opens("João")
    dialog = await trip_dialog(agent)
    await expect(dialog.get_by_label("Revendedor")).to_have_count(0)
    await find_and_quote(dialog)
    quote = page.locator(".deal", has_text="Posada Qori")
    await expect(quote).to_contain_text("Neto")
    await quote.get_by_role("button", name="Bloquear").click()
    await expect(quote.locator(".hold time")).to_contain_text(":")
    await quote.get_by_role("button", name="Enviar ficha").click()
    await expect(page.locator(".log .card")).to_have_count(1)


async def test_what_is_open_beside_the_conversation_stays_open_when_something_changes(
    agent: AtConsole, api: FakeApi
) -> None:
    page = await agent.sign_in()
    await agent.opens("Marta")
    talk = api.desk.by_name("Marta")
    quote = page.locator(".deal", has_text="Q7KM2P").last
    await quote.locator("summary").click()
    await expect(quote.get_by_text("Neto")).to_be_hidden()
    await quote.get_by_role("button", name="Enviar ficha").focus()
    talk["trips"]["holds"].clear()
    talk["trips"]["bookings"].clear()
    await api.happen("hold.released", talk["row"])
    await expect(quote.get_by_role("button", name="Bloquear")).to_be_visible()
    await expect(quote.get_by_text("Neto")).to_be_hidden()
    await expect(quote.get_by_role("button", name="Enviar ficha")).to_be_focused()


async def test_money_is_written_as_the_agents_language_does(agent: AtConsole, api: FakeApi) -> None:
    api.desk.agent["language"] = "pt"
    page = await agent.sign_in()
    await agent.opens("Marta")
    quote = page.locator(".deal", has_text="Q7KM2P").last
    await expect(quote.locator(".amount")).to_have_text("USD 1.234,00")


async def test_what_cancelling_costs_is_said_first(agent: AtConsole) -> None:
    page = await agent.sign_in()
    await agent.opens("Marta")
    await page.locator(".booking").get_by_role("button", name="Más acciones").click()
    await page.get_by_role("menuitem", name="Cancelar reserva").click()
    await expect(page.get_by_role("dialog", name="¿Cancelar K7PQ2M?")).to_contain_text(
        "Penalidad: USD 120.00."
    )


async def test_a_quote_is_for_a_reseller_where_one_is_chosen(agent: AtConsole, api: FakeApi) -> None:
    api.desk.resellers.append({"code": "agencia-brisa", "name": "Agencia Brisa"})
    await agent.sign_in()
    await agent.opens("João")
    await find_and_quote(await trip_dialog(agent))
    dialog = await trip_dialog(agent)
    await dialog.get_by_label("Revendedor").select_option(label="Agencia Brisa")
    await find_and_quote(dialog)
    (_, direct), (_, resold) = api.desk.written[-2:]
    assert "reseller" not in direct
    assert resold["reseller"] == "agencia-brisa"


async def test_a_revised_quote_stays_with_its_reseller(agent: AtConsole, api: FakeApi) -> None:
    api.desk.resellers.append({"code": "agencia-brisa", "name": "Agencia Brisa"})
    (quote,) = api.desk.by_name("Marta")["trips"]["quotes"]
    quote["reseller"] = "agencia-brisa"
    page = await agent.sign_in()
    await agent.opens("Marta")
    await page.locator(".deal", has_text="Q7KM2P").first.get_by_role("button", name="Más acciones").click()
    await page.get_by_role("menuitem", name="Cambiar esta cotización").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Revendedor")).to_have_value("agencia-brisa")
    await find_and_quote(dialog)
    written = api.desk.written[-1][1]
    assert written["previous"] == quote["id"]
    assert "reseller" not in written
