"""A conversation: taking it, answering, notes, canned answers, files."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.async_api import Route, expect

from tests.console.agent import AtConsole
from tests.console.desk import later
from tests.console.fake_api import FakeApi

pytestmark = pytest.mark.browser


async def test_an_agent_takes_it_and_answers(agent: AtConsole, api: FakeApi) -> None:
    await agent.sign_in()
    await agent.opens("Marta")
    await expect(agent.page.locator(".banner.summary")).to_contain_text("2 adultos y 1 niño (8)")
    await agent.button("Tomar").click()
    await expect(agent.page.locator(".owner-mark")).to_have_text("Contigo")
    await agent.input.fill("Sí, tiene cunas sin costo.")
    await agent.input.press("Enter")
    await expect(agent.entry("Sí, tiene cunas sin costo.")).to_have_count(1)
    await expect(agent.entry("Sí, tiene cunas sin costo.").locator(".delivery")).to_contain_text("Enviado")
    await expect(agent.input).to_have_value("")


async def test_whoever_else_was_faster_is_said_and_the_words_are_kept(agent: AtConsole, api: FakeApi) -> None:
    await agent.sign_in()
    await agent.opens("João")
    api.refusals["/messages"] = (409, "taken_by_another", "La tiene Bruno.")
    await agent.input.fill("Já vi com o hotel")
    await agent.input.press("Enter")
    await expect(agent.page.locator(".toast")).to_contain_text("La tiene Bruno.")
    await expect(agent.input).to_have_value("Já vi com o hotel")


async def test_what_is_sent_without_a_line_goes_once_it_is_back(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in()
    await agent.opens("João")
    await page.context.set_offline(True)
    await api.cut()
    await agent.input.fill("Um momento")
    await agent.input.press("Enter")
    await expect(agent.entry("Um momento")).to_contain_text("En espera de envío")
    await page.context.set_offline(False)
    await expect(agent.entry("Um momento")).to_contain_text("Enviado", timeout=15_000)
    await expect(agent.entry("Um momento")).to_have_count(1)


async def test_without_a_net_it_is_said_and_what_was_written_goes_by_itself_in_its_order(
    agent: AtConsole, api: FakeApi
) -> None:
    page = await agent.sign_in()
    await agent.opens("João")
    await page.context.set_offline(True)
    await expect(page.get_by_text("Se perdió la conexión.")).to_be_visible()
    for text in ("Primero esto", "Después esto"):
        await agent.input.fill(text)
        await agent.input.press("Enter")
        await expect(agent.entry(text)).to_contain_text("En espera de envío")
    await page.context.set_offline(False)
    await expect(agent.entry("Después esto")).to_contain_text("Enviado", timeout=15_000)
    await expect(page.get_by_text("Se perdió la conexión.")).to_be_hidden()
    said = [entry["message"]["text"] for entry in api.desk.by_name("João")["entries"] if "message" in entry]
    assert said[-2:] == ["Primero esto", "Después esto"]


async def test_what_could_not_be_sent_is_sent_again_by_itself(agent: AtConsole) -> None:
    page = await agent.sign_in()
    await agent.opens("João")
    await page.route("**/messages", lambda route: route.abort(), times=1)
    await agent.input.fill("Un momento")
    await agent.input.press("Enter")
    await expect(agent.entry("Un momento")).to_contain_text("Enviado", timeout=15_000)
    await expect(agent.entry("Un momento")).to_have_count(1)


async def test_a_note_whose_answer_was_lost_is_sent_again_and_stands_once(
    agent: AtConsole, api: FakeApi
) -> None:
    page = await agent.sign_in()
    await agent.opens("Marta")
    lost = []

    async def lose_the_answer(route: Route) -> None:
        lost.append(await route.fetch())
        await route.abort()

    await page.route("**/notes", lose_the_answer, times=1)
    await page.keyboard.press("n")
    for _ in range(2):
        await agent.input.fill("Viaja con un bebé")
        await agent.input.press("Enter")
        await expect(page.get_by_role("button", name="Guardar nota")).to_be_enabled()
    await agent.input.fill("Viaja con un bebé")
    await agent.input.press("Enter")
    await expect(agent.entry("Viaja con un bebé")).to_have_count(2)
    notes = [entry for entry in api.desk.by_name("Marta")["entries"] if entry["type"] == "note"]
    assert (len(lost), len(notes)) == (1, 2)


async def test_a_canned_answer_is_filled_in(agent: AtConsole) -> None:
    page = await agent.sign_in()
    await agent.opens("Marta")
    await agent.button("Tomar").click()
    await agent.input.press_sequentially("/")
    await expect(page.get_by_role("listbox", name="Sugerencias").get_by_role("option").first).to_contain_text(
        "/hola"
    )
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(agent.input).to_have_value("El anticipo de la reserva K7PQ2M se paga con este enlace.")


async def test_a_note_mentions_a_colleague_and_stays_inside(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in()
    await agent.opens("Visitante")
    await page.keyboard.press("n")
    await page.keyboard.type("Mira esto @bru")
    await expect(page.get_by_role("option", name="Bruno Okafor")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(agent.entry("Mira esto")).to_contain_text("@Bruno.Okafor")
    entries = api.desk.by_name("Visitante")["entries"]
    assert [entry["note"]["mentions"] for entry in entries if entry["type"] == "note"] == [
        [api.desk.agents[1]["id"]]
    ]


async def test_a_note_under_way_never_becomes_an_answer(agent: AtConsole) -> None:
    page = await agent.sign_in()
    await agent.opens("Marta")
    await page.keyboard.press("n")
    await page.keyboard.type("Ojo: pide descuento")
    await agent.button("Tomar").click()
    await expect(agent.page.locator(".owner-mark")).to_have_text("Contigo")
    await expect(agent.input).to_have_value("")
    await agent.opens("João")
    await agent.opens("Marta")
    await expect(agent.input).to_have_value("")
    await page.get_by_role("button", name="Nota", exact=True).click()
    await expect(agent.input).to_have_value("Ojo: pide descuento")


async def test_an_answer_may_become_a_note(agent: AtConsole) -> None:
    page = await agent.sign_in()
    await agent.opens("João")
    await agent.input.fill("Preguntar al hotel")
    await page.get_by_role("button", name="Nota", exact=True).click()
    await expect(agent.input).to_have_value("Preguntar al hotel")
    await page.get_by_role("button", name="Respuesta", exact=True).click()
    await expect(agent.input).to_have_value("")


async def test_what_travellers_write_is_never_markup(agent: AtConsole, api: FakeApi) -> None:
    await agent.sign_in()
    await agent.opens("John")
    evil = '<img src=x onerror="document.title=1"><b>hi</b> https://example.org/a *bold*'
    await api.says("John", evil)
    entry = agent.entry("onerror")
    await expect(entry.locator(".text")).to_have_text(evil.replace("*bold*", "bold"))
    await expect(entry.locator("img, b")).to_have_count(0)
    await expect(entry.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")


async def test_the_bots_understanding_is_shown_on_demand(agent: AtConsole) -> None:
    page = await agent.sign_in()
    await agent.opens("Marta")
    await expect(page.get_by_text("94")).to_be_hidden()
    await page.locator(".understanding summary").first.click()
    await expect(page.locator(".understood").first).to_contain_text("94")
    await expect(page.locator(".understood").first).to_contain_text("cusco")


async def test_pictures_are_shown_and_files_kept(agent: AtConsole) -> None:
    page = await agent.sign_in()
    await agent.opens("João")
    picture = page.locator("img.picture")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_attribute("src", re.compile("^blob:"))
    async with page.expect_download() as kept:
        await page.get_by_role("button", name="Descargar visto.pdf").click()
    assert (await kept.value).suggested_filename == "visto.pdf"


async def test_a_file_that_is_dropped_or_pasted_goes_along_with_an_answer_and_with_no_note(
    agent: AtConsole, api: FakeApi
) -> None:
    page = await agent.sign_in()
    await agent.opens("João")
    give = """(kind) => {
        const given = new DataTransfer();
        given.items.add(new File(["x"], `${kind}.txt`, { type: "text/plain" }));
        const facts = { bubbles: true, cancelable: true };
        const event = kind === "drop" ? new DragEvent("drop", { ...facts, dataTransfer: given })
            : new ClipboardEvent("paste", { ...facts, clipboardData: given });
        document.querySelector("#composer-input").dispatchEvent(event);
    }"""
    for kind in ("drop", "paste"):
        await page.evaluate(give, kind)
        await expect(page.locator(".tray .chip", has_text=f"{kind}.txt")).to_be_visible()
    await page.get_by_role("button", name="Nota", exact=True).click()
    await page.evaluate(give, "paste")
    await expect(page.locator(".tray .chip")).to_have_count(2)


async def test_the_traveller_is_shown_that_an_answer_is_written_and_not_a_note(
    agent: AtConsole, api: FakeApi
) -> None:
    page = await agent.sign_in()
    await agent.opens("João")
    shown = {"type": "typing", "conversation_id": api.desk.by_name("João")["row"]["id"], "on": True}
    await page.get_by_role("button", name="Nota", exact=True).click()
    await agent.input.press_sequentially("nota")
    await agent.input.press("Enter")
    await expect(agent.entry("nota").last).to_contain_text("Interna")
    assert shown not in api.frames
    await agent.input.press_sequentially("já vi")
    await agent.input.press("Enter")
    await expect(agent.entry("já vi")).to_contain_text("Enviado")
    assert [frame for frame in api.frames if frame["type"] == "typing"] == [shown, {**shown, "on": False}]


async def test_colleagues_and_the_traveller_are_seen_writing(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in()
    await agent.opens("Marta")
    talk = api.desk.by_name("Marta")["row"]
    viewers = [{"id": api.desk.agents[1]["id"], "name": "Bruno Okafor", "typing": True}]
    frame = {"type": "presence", "conversation_id": talk["id"]}
    await api.tell({**frame, "viewers": viewers, "traveller_typing": True})
    await expect(page.get_by_text("Bruno Okafor está escribiendo aquí")).to_be_visible()
    await expect(page.get_by_text("El viajero está escribiendo…")).to_be_visible()
    assert {"type": "viewing", "conversation_id": talk["id"]} in api.frames


async def test_whoever_opens_a_conversation_before_the_line_stands_hears_of_it_all_the_same(
    agent: AtConsole, api: FakeApi
) -> None:
    row = api.desk.by_name("Marta")["row"]
    api.may_welcome.clear()
    await agent.sign_in(f"#/inbox/all/{row['id']}")
    await expect(agent.entry("sí, por favor")).to_be_visible()
    api.may_welcome.set()
    async with asyncio.timeout(20):
        await api.joined[f"conversation:{row['id']}"].wait()


async def test_the_keyboard_stays_where_it_was_whatever_happens_meanwhile(
    agent: AtConsole, api: FakeApi
) -> None:
    page = await agent.sign_in()
    await agent.opens("João")
    back = agent.button("Devolver al bot")
    await back.focus()
    await api.says("João", "Alguma novidade?")
    await expect(agent.entry("Alguma novidade?")).to_be_visible()
    await page.wait_for_load_state("networkidle")
    await expect(back).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=2, name="João")).to_be_focused()
    duty = page.get_by_role("button", name="En turno")
    await duty.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Fuera de turno")).to_be_focused()


async def test_a_closed_window_says_what_may_be_sent(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in()
    api.desk.by_name("João")["window"] = {"kind": "closed", "until": later(-60)}
    await agent.opens("João")
    await expect(page.get_by_text("El plazo de Messenger terminó.")).to_be_visible()
    await expect(page.get_by_role("button", name="Respuesta", exact=True)).to_be_disabled()


async def test_an_offer_runs_and_is_accepted(agent: AtConsole, api: FakeApi) -> None:
    page = await agent.sign_in()
    row = api.desk.by_name("John")["row"]
    row["handoff"] |= {"offered_to": api.desk.agent["id"], "offered_until": later(45)}
    await agent.opens("John")
    offer = page.get_by_role("region", name="Se te ofrece esta conversación.")
    await expect(offer.locator("time")).to_contain_text("0:4")
    await offer.get_by_role("button", name="Aceptar").click()
    await expect(page.locator(".owner-mark")).to_have_text("Contigo")
