"""What an agent sends of what was issued, and the books of those who lead, in a real browser."""

from __future__ import annotations

import re

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
