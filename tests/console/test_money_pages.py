"""What an agent sends of what was issued, and the books of those who lead, in a real browser."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from playwright.async_api import expect

from tests.console.agent import PHONE, AtConsole
from tests.console.desk import later, money
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
    asked = page.get_by_role("dialog")
    choices = await asked.get_by_label("El dinero").locator("option").all_inner_texts()
    assert choices == ["Queda como está", "Se devuelve a quien pagó"], "it is a booking's already"
    await asked.get_by_label("Cómo se resolvió").fill("el banco lo corrigió")
    await asked.get_by_role("button", name="Resolver").click()
    await expect(page.get_by_text("Las dos listas coinciden.")).to_be_visible()
    assert api.desk.written[-1][1] == {"note": "el banco lo corrigió", "refund": False, "booking": None}
    assert agent.errors == []


async def test_a_leader_gives_money_of_nobody_known_to_its_booking(agent: AtConsole, api: FakeApi) -> None:
    api.desk.discrepancies[0]["kind"] = "theirs_only"
    page = await agent.sign_in("#/books")
    await page.get_by_role("row").filter(has_text="pi_3Q").get_by_role("button", name="Resolver").click()
    asked = page.get_by_role("dialog")
    await expect(asked.get_by_label("Código de la reserva")).to_be_hidden()
    await asked.get_by_label("El dinero").select_option(label="Es de una reserva")
    await asked.get_by_label("Código de la reserva").fill("K7PQ2M")
    await asked.get_by_label("Cómo se resolvió").fill("por su correo")
    await asked.get_by_role("button", name="Resolver").click()
    await expect(page.get_by_text("Las dos listas coinciden.")).to_be_visible()
    assert api.desk.written[-1][1] == {"note": "por su correo", "refund": False, "booking": "K7PQ2M"}


async def test_a_leader_marks_a_supplier_as_paid(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in("#/books")
    due = page.get_by_role("row").filter(has_text="sol-andino").filter(has_text="vencido")
    await expect(due).to_contain_text("USD 300.00")
    await due.get_by_role("button", name="Marcar como pagado").click()
    asked = page.get_by_role("dialog")
    await asked.get_by_label("Fecha del pago").fill("2026-03-02")
    await asked.get_by_role("button", name="Marcar como pagado").click()
    await expect(page.get_by_text("No hay nada por pagar.")).to_be_visible()
    assert api.desk.written[-1] == ("paid", {"paid_on": "2026-03-02"})
    ledger = page.get_by_role("link", name="Asientos")
    await expect(ledger).to_have_attribute("href", TABLE)
    assert api.desk.payables == [] and agent.errors == []


async def test_a_leader_marks_money_as_given_back_by_hand(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in("#/books")
    due = page.get_by_role("region", name="Por devolver a mano").get_by_role("row").filter(has_text="K7PQ2M")
    await expect(due).to_contain_text("USD 120.00")
    await due.get_by_role("button", name="Marcar como devuelto").click()
    await page.get_by_role("dialog").get_by_role("button", name="Marcar como devuelto").click()
    await expect(page.get_by_text("Devolución anotada.")).to_be_visible()
    await expect(page.get_by_role("region", name="Por devolver a mano")).to_have_count(0)
    assert api.desk.refunds == [] and agent.errors == []


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("es", ["COP 1.250.000", "USD 9,300.50"]),
        ("en", ["COP 1,250,000", "USD 9,300.50"]),
        ("pt", ["COP 1.250.000", "USD 9.300,50"]),
    ],
)
async def test_amounts_are_written_as_who_reads_them_writes_them(
    agent: AtConsole, api: FakeApi, language: str, shown: list[str]
) -> None:
    api.desk.agent["language"] = language
    pesos = {"minor": 125_000_000, "currency": "COP", "text": "COP 1,250,000"}
    api.desk.payables[0]["amount"] = pesos
    api.desk.payables.append({**api.desk.payables[0], "id": str(uuid4()), "amount": money(930_050)})
    page = await agent.sign_in("#/books")
    for text in shown:
        await expect(page.get_by_role("cell", name=text)).to_be_visible()


async def test_a_comparison_that_has_not_come_for_long_is_said(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in("#/books")
    late = page.get_by_text("hace más de un día")
    await expect(page.get_by_text("412 pagos")).to_be_visible()
    await expect(late).to_have_count(0)
    api.desk.runs[0]["ran_at"] = later(-200_000)
    await page.reload()
    await expect(late).to_be_visible()


async def test_the_board_says_how_much_money_waits_for_a_person(agent: AtConsole) -> None:
    page = await agent.sign_in("#/board")
    waiting = page.get_by_role("link").filter(has_text="Dinero por revisar")
    await expect(waiting).to_contain_text("3")
    await waiting.click()
    await expect(page.get_by_role("region", name="Por devolver a mano")).to_be_visible()


async def test_books_that_do_not_add_up_are_said_loudly(agent: AtConsole, api: FakeApi) -> None:
    api.desk.trial = {"USD": 7}
    page = await agent.sign_in("#/books")
    await expect(page.get_by_role("alert").filter(has_text="USD 7")).to_be_visible()


async def test_the_books_fit_a_phone(agent: AtConsole) -> None:
    page = await agent.sign_in("#/books", **PHONE)
    await expect(page.get_by_text("Saldos de las cuentas")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in ("Resolver", "Marcar como devuelto", "Marcar como pagado"):
        button = await page.get_by_role("button", name=name).bounding_box()
        assert button and button["x"] + button["width"] <= PHONE["viewport"]["width"], "without scrolling"
