"""The list of conversations: live, searched, filtered, by keyboard."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.console.agent import AtConsole
from tests.console.desk import later
from tests.console.fake_api import FakeApi

pytestmark = pytest.mark.browser


async def test_a_row_says_what_an_agent_must_know(agent: AtConsole) -> None:
    await agent.sign_in("#/inbox/unassigned")
    row = agent.row("Marta")
    for word in ("WhatsApp", "ES", "Pidió una persona", "Prioridad", "7 min, tarde", "sí, por favor"):
        await expect(row).to_contain_text(word)
    await expect(agent.page.get_by_role("option")).to_have_count(2)
    await expect(agent.page.locator(".views")).to_contain_text("Sin asignar2")


async def test_what_is_said_stands_in_the_list_at_once(agent: AtConsole, api: FakeApi) -> None:
    await agent.sign_in()
    await expect(agent.row("Visitante")).to_be_visible()
    await api.says("Visitante", "¿Y para el sábado?")
    await expect(agent.row("Visitante")).to_contain_text("¿Y para el sábado?")
    await expect(agent.row("Visitante").locator(".badge")).to_contain_text("1")


async def test_after_a_broken_line_nothing_is_missing(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in()
    await agent.opens("John")
    api.sockets_refused = True
    await api.cut()
    await api.says("John", "Are you there?")
    await expect(page.get_by_text("Se perdió la conexión.")).to_be_visible()
    api.sockets_refused = False
    await expect(page.get_by_text("Se perdió la conexión.")).to_be_hidden(timeout=15_000)
    await expect(agent.entry("Are you there?")).to_have_count(1)


async def test_a_line_that_comes_back_leaves_the_reader_where_they_read(
    agent: AtConsole, api: FakeApi
) -> None:
    page = await agent.sign_in()
    talk = api.desk.by_name("John")
    for number in range(40):
        api.desk.write(talk, f"Line {number} of many", sender="traveller")
    await agent.opens("John")
    await agent.entry("Line 2 of many").scroll_into_view_if_needed()
    await api.cut()
    await api.says("John", "Are you there?")
    await expect(agent.entry("Are you there?")).to_have_count(1, timeout=15_000)
    await expect(page.get_by_role("button", name="1 mensaje nuevo")).to_be_visible()
    await expect(agent.entry("Line 2 of many")).to_be_in_viewport()


async def test_what_the_server_cannot_recover_is_loaded_anew(agent: AtConsole, api: FakeApi) -> None:
    await agent.sign_in()
    await agent.opens("John")
    api.recovers = False
    talk = api.desk.by_name("John")
    api.desk.write(talk, "said while nobody listened", sender="traveller")
    await api.cut()
    await expect(agent.entry("said while nobody listened")).to_have_count(1)


async def test_what_failed_at_the_server_is_not_called_a_lost_connection(
    agent: AtConsole, api: FakeApi
) -> None:
    api.refusals["canned"] = (500, "internal", "")
    page = await agent.sign_in("#/canned")
    await expect(page.get_by_text("No funcionó.")).to_be_visible()


async def test_a_search_leads_to_the_words(agent: AtConsole) -> None:
    page = await agent.sign_in()
    await page.keyboard.press("/")
    await page.keyboard.type("cunas")
    await expect(page.get_by_role("option").filter(has_text="cunas").locator("mark")).to_have_text("cunas")
    await page.keyboard.press("Enter")
    await expect(agent.entry("¿El hotel tiene cunas para bebés?")).to_have_class(
        r"entry theirs traveller found"
    )
    assert await page.evaluate("document.querySelector('.rail').getBoundingClientRect().top") == 0


async def test_filters_narrow_the_list(agent: AtConsole) -> None:
    page = await agent.sign_in()
    await expect(page.get_by_role("option")).to_have_count(4)
    await page.get_by_role("button", name="Filtrar").click()
    await page.get_by_label("Canal").select_option("messenger")
    await expect(page.get_by_role("option").filter(has_text="João")).to_be_visible()
    await expect(page.locator(".rows .row")).to_have_count(1)


async def test_the_keyboard_is_enough(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in("#/inbox/unassigned")
    await expect(agent.row("Marta")).to_be_visible()
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=2, name="Marta")).to_be_visible()
    await page.keyboard.press("t")
    await expect(agent.input).to_be_focused()
    await page.keyboard.type("Hola, Marta")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("soy Lucía.")
    await page.keyboard.press("Enter")
    await expect(agent.entry("soy Lucía.")).to_have_count(1)
    await page.keyboard.press("Escape")
    await page.keyboard.press("n")
    await page.keyboard.type("Pide cuna")
    await page.keyboard.press("Enter")
    await expect(agent.entry("Pide cuna")).to_contain_text("Interna")
    await page.keyboard.press("Escape")
    await page.keyboard.press("e")
    asked = page.get_by_role("dialog", name="¿Cerrar esta conversación?")
    await expect(asked.get_by_role("button", name="Cerrar").last).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("h")
    await expect(page.locator(".owner-mark")).to_have_text("Responde el bot")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Atajos de teclado")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("Elige una conversación")).to_be_visible()


async def test_an_offer_calls_wherever_the_agent_is(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in("#/reports")
    row = api.desk.by_name("John")["row"]
    row["handoff"] |= {"offered_to": api.desk.agent["id"], "offered_until": later(45)}
    await api.happen("handoff.offered", row)
    notice = page.get_by_role("log", name="Avisos").get_by_role("listitem")
    await expect(notice).to_contain_text("Se te ofrece John Whitfield: No se entendió")
    await notice.get_by_role("button", name="Aceptar").click()
    await expect(page.get_by_role("heading", level=2, name="John")).to_be_visible()
    await expect(notice).to_have_count(0)


async def test_a_mention_calls_and_leads_to_its_conversation(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in("#/board")
    talk = api.desk.by_name("Visitante")
    note = api.desk.note(talk, "a-note", "@Lucía.Paredes mira esto", [api.desk.agent["id"]])
    note["agent"] = {"id": api.desk.agents[1]["id"], "name": "Bruno Okafor"}
    await api.happen("note.added", talk["row"], note=note)
    await expect(page.get_by_text("Bruno Okafor te mencionó:")).to_be_visible()
    await page.get_by_role("button", name="Abrir").click()
    await expect(agent.entry("mira esto")).to_be_visible()
