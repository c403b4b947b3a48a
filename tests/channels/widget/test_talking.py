"""Talking to the chat: writing, quick replies, cards, what is shown of it all."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.channels.widget.fake_gateway import FakeGateway
from tests.channels.widget.script import CARDS
from tests.channels.widget.visit import PHONE, Visit

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> javascript:alert(1) "&amp;"'


async def test_the_keyboard_alone_opens_the_chat_sends_a_message_and_closes_it(visit: Visit) -> None:
    page = await visit.arrive(**PHONE | {"has_touch": False, "is_mobile": False})
    await visit.button("Abrir el chat").focus()
    await page.keyboard.press("Enter")
    await expect(visit.input).to_be_focused()
    await page.keyboard.type("dos líneas")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("y ya")
    await page.keyboard.press("Enter")
    await expect(visit.bubble("Dijiste: dos líneas")).to_be_visible()
    await expect(visit.input).to_have_value("")
    await page.keyboard.press("Escape")
    await expect(visit.button("Abrir el chat")).to_be_focused()


async def test_a_quick_reply_sends_its_payload_and_goes_away(visit: Visit, gateway: FakeGateway) -> None:
    await visit.arrive()
    await visit.says("hola")
    await visit.button("Sí").click()
    await expect(visit.bubble("¿A nombre de quién")).to_be_visible()
    await expect(visit.button("No", exact=True)).to_be_hidden()
    await expect(visit.input).to_be_focused()
    assert gateway.talk.messages[2]["text"] == "Sí"
    assert gateway.talk.messages[2]["payload"] == "/affirm"


async def test_cards_are_named_and_the_second_one_is_chosen_by_arrow_key(
    visit: Visit, gateway: FakeGateway
) -> None:
    page = await visit.arrive()
    await visit.says("Cusco")
    cards = page.get_by_role("list", name="3 opciones").get_by_role("listitem")
    await expect(cards).to_have_count(3)
    await expect(cards.nth(0)).to_contain_text("Opción 1")
    await expect(cards.nth(0)).to_contain_text("Calificación 4,6 de 5")
    await visit.button("Elegir: Hotel Casa del Inti").focus()
    await page.keyboard.press("ArrowRight")
    await expect(visit.button("Elegir: Posada Qori")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(visit.bubble("Tu cotización K7PQ2M")).to_be_visible()
    chosen = next(message for message in gateway.talk.messages if message.get("payload"))
    assert chosen["payload"] == CARDS[1]["buttons"][0]["payload"]


async def test_bot_text_keeps_lists_bold_and_links(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    await visit.says("Cusco")
    await visit.button("Elegir: Hotel").click()
    quote = visit.bubble("Tu cotización")
    await expect(quote.locator("ul li")).to_have_count(3)
    await expect(quote.locator("strong").first).to_have_text("K7PQ2M")
    await expect(quote.get_by_role("link")).to_have_attribute(
        "href", "https://altamar.example/cotizaciones/K7PQ2M"
    )
    await expect(quote).to_have_attribute("lang", "es")
    await gateway.say("The trip is for you and the children, with breakfast")
    await expect(page.locator("[lang=en]", has_text="breakfast")).to_be_visible()


async def test_while_the_bot_thinks_it_is_seen_typing(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    gateway.may_answer.clear()
    await visit.says("¿hay lugar?")
    status = page.get_by_role("status").filter(has_text="Viajes Altamar está escribiendo…")
    await expect(status).to_be_visible()
    gateway.may_answer.set()
    await expect(visit.bubble("Dijiste: ¿hay lugar?")).to_be_visible()
    await expect(status).to_have_count(0)


async def test_just_looking_opens_no_conversation(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    await expect(page.get_by_text("Puedes empezar así")).to_be_visible()
    assert gateway.talks == {}


async def test_hostile_text_is_text(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    await visit.says(HOSTILE)
    await expect(visit.bubble(HOSTILE, "own")).to_be_visible()
    button = {"title": HOSTILE, "payload": "/x"}
    card = {
        "number": 1,
        "title": HOSTILE,
        "subtitle": HOSTILE,
        "price": HOSTILE,
        "image": "javascript:hacked=1",
        "buttons": [button],
    }
    await gateway.say(HOSTILE, (HOSTILE, "/x"), cards=[card])
    await expect(page.get_by_role("list", name="1 opción")).to_be_visible()
    await expect(visit.bubble(HOSTILE)).to_have_count(2)
    assert await page.evaluate("window.hacked") is None
    assert (
        await page.locator("booking-chat script, booking-chat .bubble img, booking-chat .bubble a").count()
        == 0
    )


async def test_messages_to_a_closed_chat_are_counted(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    await visit.says("hola")
    await expect(visit.button("Sí")).to_be_visible()
    await visit.button("Cerrar el chat").click()
    await gateway.say("uno")
    await gateway.say("dos")
    await expect(visit.button("Abrir el chat, 2 mensajes nuevos")).to_be_visible()
    await page.reload()
    await visit.button("Abrir el chat, 2 mensajes nuevos").click()
    await expect(visit.bubble("dos")).to_be_visible()
    await visit.button("Cerrar el chat").click()
    await expect(visit.button("Abrir el chat", exact=True)).to_be_visible()


async def test_scrolled_up_a_pill_tells_of_new_messages(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit.arrive()
    await visit.says("hola")
    await expect(visit.button("Sí")).to_be_visible()
    for number in range(14):
        await gateway.say(f"mensaje {number}\ncon otra línea")
    await expect(visit.bubble("mensaje 13")).to_be_attached()
    await page.locator(".log").evaluate("log => { log.scrollTop = 0 }")
    await gateway.say("el último")
    await visit.button("mensajes nuevos").click()
    await expect(visit.bubble("el último")).to_be_in_viewport()
    await expect(page.locator(".pill")).to_be_hidden()


async def test_ten_thousand_characters_are_sent_and_one_more_is_not(
    visit: Visit, gateway: FakeGateway
) -> None:
    page = await visit.arrive()
    await visit.says("a" * 10_001)
    await expect(page.get_by_text("el máximo es 10.000")).to_be_visible()
    assert gateway.received == []
    await visit.says("a" * 10_000)
    await expect(visit.input).to_have_value("")
    await expect(visit.bubble("Dijiste: a")).to_be_attached()


async def test_an_example_on_the_page_opens_the_chat_and_says_itself(
    visit: Visit, gateway: FakeGateway
) -> None:
    page = await visit.arrive(**PHONE)
    example = page.locator("main .examples button").first
    text = await example.inner_text()
    await example.tap()
    await expect(visit.bubble(text, "own")).to_be_visible()
    await expect(visit.bubble("Encontré 3 opciones")).to_be_visible()
    assert gateway.received == [text]
