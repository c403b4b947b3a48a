"""What an agent sends of what was issued, and the books of those who lead, in a real browser."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.async_api import expect

from tests.console.agent import PHONE, AtConsole
from tests.console.fake_api import FakeApi

pytestmark = pytest.mark.browser
PDF = re.compile(r"^/console/api/documents/[0-9a-f-]{36}\.pdf$")
TABLE = re.compile(r"^/console/api/books/ledger\.csv\?from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d$")


async def test_an_agent_sends_a_receipt_from_beside_the_conversation(agent: AtConsole) -> None:
    page = await agent.sign_in()
    await agent.row("Marta").click()
    issued = page.locator(".deal").filter(has_text="Recibo R-2027-000012")
    await expect(issued).to_contain_text("USD 168.00")
    await expect(issued.get_by_role("link")).to_have_attribute("href", PDF)
    await issued.get_by_role("button", name="Enviar PDF").click()
    await expect(page.get_by_text("Aquí va: Recibo R-2027-000012.")).to_be_visible()
    assert agent.errors == []


async def test_an_agent_sends_a_link_and_gives_money_back(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in()
    await agent.row("Marta").click()
    await page.locator(".booking").get_by_role("button", name="Más").click()
    await page.get_by_role("menuitem", name="Cobrar").click()
    asked = page.get_by_role("dialog", name="Cobrar la reserva K7PQ2M")
    await asked.get_by_label("Qué", exact=True).select_option(label="Anticipo: USD 168.00")
    await asked.get_by_role("button", name="Enviar enlace").click()
    link = page.locator(".offered").get_by_role("link", name="Pagar ahora")
    await expect(link).to_have_attribute("href", "https://pay.example/1")

    money = page.locator(".deal.money")
    await expect(money).to_contain_text("Pago · PayU")
    await expect(money).to_contain_text("Confirmó la reserva")
    await expect(money).to_contain_text("Saldo · Stripe")
    await money.get_by_role("button", name="Devolver").click()
    back = page.get_by_role("dialog", name="Devolver de la reserva K7PQ2M")
    await back.get_by_label("Monto (USD)").fill("12.50")
    await back.get_by_label("Motivo").fill("cortesía")
    await back.get_by_role("button", name="Devolver").click()
    await expect(page.get_by_text("El reembolso está en camino.")).to_be_visible()
    (_, charged), (_, returned) = api.desk.written[-2:]
    assert (charged["kind"], charged["provider"]) == ("deposit", "stripe")
    assert UUID(returned.pop("client_id")) and returned == {"amount": 1_250, "reason": "cortesía"}
    assert agent.errors == []


async def test_a_leader_sees_both_sides_and_settles(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in("#/books")
    row = page.get_by_role("row").filter(has_text="pi_3Q")
    await expect(row).to_contain_text("Cobrado: USD 168.00")
    await expect(row).to_contain_text("Cobrado: USD 160.00")
    await row.get_by_role("button", name="Resolver").click()
    await page.get_by_label("Cómo se resolvió").fill("el banco lo corrigió")
    await page.get_by_role("dialog").get_by_role("button", name="Resolver").click()
    await expect(page.get_by_text("Las dos listas coinciden.")).to_be_visible()
    assert api.desk.written[-1][1]["note"] == "el banco lo corrigió"
    assert agent.errors == []


async def test_a_leader_marks_a_supplier_as_paid(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in("#/books")
    due = page.get_by_role("row").filter(has_text="sol-andino").filter(has_text="vencido")
    await expect(due).to_contain_text("USD 300.00")
    await due.get_by_role("button", name="Marcar como pagado").click()
    await page.get_by_role("dialog").get_by_role("button", name="Marcar como pagado").click()
    await expect(page.get_by_text("No hay nada por pagar.")).to_be_visible()
    ledger = page.get_by_role("link", name="Asientos")
    await expect(ledger).to_have_attribute("href", TABLE)
    assert api.desk.payables == [] and agent.errors == []


async def test_books_that_do_not_add_up_are_said_loudly(agent: AtConsole, api: FakeApi) -> None:
    api.desk.trial = {"USD": 7}
    page = await agent.sign_in("#/books")
    await expect(page.get_by_role("alert").filter(has_text="USD 7")).to_be_visible()


async def test_the_books_fit_a_phone(agent: AtConsole) -> None:
    page = await agent.sign_in("#/books", **PHONE)
    await expect(page.get_by_text("Saldos de las cuentas")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
