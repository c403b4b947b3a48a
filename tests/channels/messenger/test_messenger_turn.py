"""From a signed webhook to what the phone shows, and back by its buttons."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from conversations.bot_client import FakeBot
from conversations.models import Delivery, Kind, Owner
from conversations.ports import Signal
from conversations.schemas import Button, Card, Reply, TurnRequest, TurnResult
from tests.channels.messenger.conftest import Phone


def says(bot: FakeBot, *replies: Reply) -> None:
    """The bot says this to words, and names the payload of a button."""

    def answer(request: TurnRequest) -> TurnResult:
        said = [Reply(text=f"{request.text} → {request.payload}")] if request.payload else list(replies)
        return TurnResult(replies=said, language="es")

    bot.answer = answer


def buttons(count: int, title: str = "Opción") -> list[Button]:
    return [Button(title=f"{title} {n}", payload=f"/choose_{n}") for n in range(1, count + 1)]


def card(number: int, **more: Any) -> Card:
    choose = Button(title="Elegir", payload=f'/choose_option{{"number": {number}}}')
    return Card(
        number=number,
        title=f"Hotel {number}",
        subtitle="Centro de Cusco",
        price="USD 1,234.00",
        rating=4.6,
        buttons=[choose],
        **more,
    )


async def test_a_message_is_answered_on_the_phone(phone: Phone) -> None:
    assert (await phone.sends("¿Hay tours a Machu Picchu? 🙂")).status_code == 200
    assert await phone.waits() == ["¿Hay tours a Machu Picchu? 🙂"]
    assert phone.chat[0]["type"] == "RESPONSE"


async def test_buttons_are_quick_replies_and_come_back_by_their_token(phone: Phone, bot: FakeBot) -> None:
    long = Button(title="Hablar con una persona del equipo", payload="/request_human")
    says(bot, Reply(text="¿Reservamos?", buttons=[Button(title="Sí", payload="/book"), long]))
    await phone.sends("hola")
    await phone.waits()
    yes, person = phone.quick_replies()
    assert (yes["title"], person["title"]) == ("Sí", "Hablar con una…")
    await phone.does(phone.meta.quick_reply(phone.id, person["title"], person["payload"]))
    assert (await phone.waits(2))[-1] == "Hablar con una persona del equipo → /request_human"


async def test_cards_are_a_carousel_and_their_buttons_name_the_card(phone: Phone, bot: FakeBot) -> None:
    cards = [card(1, image="https://example.com/a.jpg?w=600"), card(2, image="/photos/b.svg"), card(3)]
    says(bot, Reply(text="Mira:", cards=cards, buttons=buttons(1)))
    await phone.sends("hoteles en Cusco")
    await phone.waits(2)
    carousel = phone.chat[1]["attachment"]["payload"]
    first, second, _ = carousel["elements"]
    assert carousel["template_type"] == "generic"
    assert first["title"] == "1. Hotel 1"
    assert first["subtitle"] == "USD 1,234.00 · ★ 4.6 · Centro de Cusco"
    assert first["image_url"] == "https://example.com/a.jpg?w=600"
    assert "image_url" not in second
    assert [reply["title"] for reply in phone.quick_replies()] == ["Opción 1"]
    pressed = second["buttons"][0]
    assert pressed["type"] == "postback"
    await phone.does(phone.meta.postback(phone.id, pressed["title"], pressed["payload"]))
    assert (await phone.waits(3))[-1] == 'Elegir: Hotel 2 → /choose_option{"number": 2}'


async def test_a_card_with_many_buttons_goes_on_in_the_next_element(phone: Phone, bot: FakeBot) -> None:
    says(bot, Reply(cards=[Card(number=1, title="T" * 100, buttons=buttons(4)), card(2)]))
    await phone.sends("hola")
    await phone.waits()
    elements = phone.chat[0]["attachment"]["payload"]["elements"]
    assert [len(element["buttons"]) for element in elements] == [3, 1, 1]
    assert [len(element["title"]) for element in elements] == [80, 80, 10]
    fourth = elements[1]["buttons"][0]
    await phone.does(phone.meta.postback(phone.id, fourth["title"], fourth["payload"]))
    assert (await phone.waits(2))[-1].endswith("→ /choose_4")


async def test_more_cards_than_a_carousel_takes_are_two(phone: Phone, bot: FakeBot) -> None:
    says(bot, Reply(text="Todos:", cards=[card(number) for number in range(1, 13)]))
    await phone.sends("hola")
    await phone.waits(3)
    assert [len(shown["attachment"]["payload"]["elements"]) for shown in phone.chat[1:]] == [10, 2]


async def test_more_buttons_than_fit_are_numbered_and_chosen_by_typing_one(
    phone: Phone, bot: FakeBot
) -> None:
    says(bot, Reply(text="¿A dónde?", buttons=buttons(14, "Destino")))
    await phone.sends("hola")
    (shown,) = await phone.waits()
    assert shown.endswith("13. Destino 13\n14. Destino 14")
    assert phone.quick_replies() == []
    await phone.sends("14")
    assert (await phone.waits(2))[-1] == "14 → /choose_14"


async def test_buttons_without_words_get_some(phone: Phone, bot: FakeBot) -> None:
    says(bot, Reply(buttons=buttons(2)))
    await phone.sends("hola")
    assert await phone.waits() == ["Estas son las opciones:"]
    assert len(phone.quick_replies()) == 2


async def test_a_long_answer_arrives_in_pieces_in_order_with_its_buttons_last(
    phone: Phone, bot: FakeBot
) -> None:
    long = " ".join(f"Frase número {number}." for number in range(300))
    says(bot, Reply(text=long, buttons=buttons(2)))
    await phone.sends("hola")
    await phone.waits(3)
    log = await phone.until(lambda log: log[-1].delivery == Delivery.SENT)
    assert " ".join(phone.texts()) == long
    assert all(len(text) <= 2000 and text.endswith(".") for text in phone.texts())
    assert [len(shown.get("quick_replies") or ()) for shown in phone.chat] == [0, 0, 2]
    assert log[-1].parts_sent == [shown["mid"] for shown in phone.chat]


async def test_the_pages_own_buttons_speak_to_the_bot(phone: Phone, bot: FakeBot) -> None:
    says(bot)
    await phone.does(phone.meta.postback(phone.id, "Empezar", "GET_STARTED"))
    await phone.does(phone.meta.postback(phone.id, "Una persona", "AGENT"))
    assert await phone.waits(2) == ["Empezar → /greet", "Una persona → /request_human"]


async def test_a_payload_that_nobody_offered_is_read_as_its_words(phone: Phone, bot: FakeBot) -> None:
    await phone.does(phone.meta.postback(phone.id, "Comprar", "/book"))
    await phone.does(phone.meta.quick_reply(phone.id, "Sí", "99.3"))
    assert await phone.waits(2) == ["Comprar", "Sí"]
    assert [request.payload for request in bot.requests] == [None, None]


async def test_what_the_bot_cannot_read_is_answered_kindly_and_kept(phone: Phone, bot: FakeBot) -> None:
    meta = phone.meta
    await phone.does(
        meta.attachment(phone.id, "audio", "https://cdn.example/voice.mp4"),
        meta.location(phone.id, -13.5171, -71.9785),
        meta.sticker(phone.id, 767226160478561),
        meta.attachment(phone.id, "image", "https://cdn.example/a.jpg", text="¿dónde es esto?"),
    )
    shown = await phone.waits(4)
    assert [text.partition(",")[0].partition(".")[0] for text in shown] == [
        "Recibí el audio",
        "Recibí la ubicación",
        "¡Qué buen sticker! Por escrito respondo enseguida",
        "¿dónde es esto?",
    ]
    heard = [message for message in await phone.log() if message.direction == "in"]
    assert heard[0].attachments[0]["handle"] == "https://cdn.example/voice.mp4"
    assert heard[1].text == "-13.5171, -71.9785"
    assert len(bot.requests) == 1


async def test_reactions_are_kept_and_edits_are_answered_anew(phone: Phone, bot: FakeBot) -> None:
    wrote = phone.meta.text(phone.id, "2 adultos")
    await phone.does(wrote)
    await phone.waits()
    await phone.does(phone.meta.reaction(phone.id, phone.chat[0]["mid"], "❤️"))
    await phone.does(phone.meta.edit(phone.id, wrote["message"]["mid"], "3 adultos"))
    assert await phone.waits(2) == ["2 adultos", "3 adultos"]
    kinds = [message.kind for message in await phone.log() if message.direction == "in"]
    assert kinds == [Kind.TEXT, Kind.REACTION, Kind.EDITED]


async def test_delivered_and_read_are_kept_on_the_message(phone: Phone) -> None:
    await phone.sends("hola")
    await phone.waits()
    await phone.until(lambda log: log[-1].delivery == Delivery.SENT)
    await phone.does(phone.meta.delivered(phone.id, phone.chat[0]["mid"]))
    assert (await phone.log())[-1].delivery == Delivery.DELIVERED
    await phone.does(phone.meta.read(phone.id))
    await phone.does(phone.meta.delivered(phone.id))
    assert (await phone.log())[-1].delivery == Delivery.READ


async def test_what_was_read_before_says_nothing_of_what_came_after(phone: Phone) -> None:
    await phone.sends("hola")
    await phone.waits()
    await phone.until(lambda log: log[-1].delivery == Delivery.SENT)
    await phone.does(phone.meta.read(phone.id, until=1458668856253))
    await phone.does(phone.meta.read(phone.another().id))
    assert (await phone.log())[-1].delivery == Delivery.SENT


async def test_three_deliveries_at_once_are_one_message(phone: Phone, bot: FakeBot) -> None:
    delivery = phone.meta.signed(phone.meta.text(phone.id, "una vez"))
    answers = await asyncio.gather(*(phone.deliver(delivery) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    await phone.waits()
    await phone.sends("y otra")
    assert await phone.waits(2) == ["una vez", "y otra"]
    assert len(bot.requests) == 2


async def test_of_a_batch_of_many_each_message_is_answered_once_and_in_order(phone: Phone) -> None:
    people = [phone, *(phone.another() for _ in range(7))]
    batch = [someone.meta.text(someone.id, f"mensaje {number}") for number in range(25) for someone in people]
    assert (await phone.does(*batch)).status_code == 200
    for someone in people:
        assert await someone.waits(25, seconds=90) == [f"mensaje {number}" for number in range(25)]


async def test_an_agent_in_the_page_inbox_takes_the_conversation_from_the_bot(
    phone: Phone, bot: FakeBot
) -> None:
    await phone.sends("hola")
    await phone.waits()
    echo = phone.meta.echo(phone.id, "Hola, soy Mariana")
    await phone.does(echo)
    await phone.does(echo)
    assert (await phone.conversation()).owner == Owner.AGENT
    await phone.sends("¡Hola, Mariana!")
    log = await phone.until(lambda log: log[-1].turn == "silent")
    assert [(message.sender, message.text) for message in log] == [
        ("traveller", "hola"),
        ("bot", "hola"),
        ("agent", "Hola, soy Mariana"),
        ("traveller", "¡Hola, Mariana!"),
    ]
    assert log[2].delivery == Delivery.SENT
    await phone.does(phone.meta.delivered(phone.id, echo["message"]["mid"]))
    assert (await phone.log())[2].delivery == Delivery.DELIVERED
    assert len(bot.requests) == 1


async def test_echoes_of_our_own_messages_change_nothing(phone: Phone) -> None:
    await phone.sends("hola")
    await phone.waits()
    await phone.does(phone.meta.echo(phone.id, "hola", app_id=1))
    assert len(await phone.log()) == 2
    assert (await phone.conversation()).owner == Owner.BOT


async def test_the_person_sees_that_they_were_read(phone: Phone) -> None:
    await phone.sender.signal(Signal.READ, address=phone.id, inbound_id=None)
    await phone.sender.signal(Signal.TYPING, address=phone.id, inbound_id=None)
    assert phone.emulator.signals[phone.id] == ["mark_seen", "typing_on"]


async def test_the_simulators_phone_shows_what_was_said_and_presses_for_real(
    phone: Phone, bot: FakeBot
) -> None:
    says(bot, Reply(text="Mira:", cards=[card(1)], buttons=buttons(1)))
    emulator, person = phone.emulator, phone.emulator.new_person("es")
    someone = phone.another(person)
    assert (await emulator.type(person, "hoteles")).status_code == 200
    await someone.waits(2)
    asked, words, carousel = emulator.shown(person)
    assert (asked.sender, asked.text, words.sender, words.text) == ("person", "hoteles", "us", "Mira:")
    quick, choose = carousel.buttons[0], carousel.carousel[0].buttons[0]
    await emulator.press(person, choose.data, choose.title)
    await someone.waits(3)
    assert emulator.shown(person)[-1].text == 'Elegir: Hotel 1 → /choose_option{"number": 1}'
    assert emulator.shown(person)[2].buttons == ()
    await emulator.type(person, "más")
    await someone.waits(5)
    again = emulator.shown(person)[-1].buttons[0]
    assert again.title == quick.title
    await emulator.press(person, again.data, again.title)
    assert (await someone.waits(6))[-1] == "Opción 1 → /choose_1"
    assert emulator.wire.webhook is not None
    assert '"quick_reply"' in emulator.wire.webhook.body
    assert emulator.wire.request is not None
    assert "Opci\u00f3n 1" in json.loads(emulator.wire.request.body)["message"]["text"]


async def test_the_simulators_phone_sends_places_and_files(phone: Phone) -> None:
    person = phone.emulator.new_person("es")
    someone = phone.another(person)
    await phone.emulator.send_location(person, -13.5, -71.9)
    await phone.emulator.send_file(person, "photo")
    await phone.emulator.send_file(person, "voice")
    await someone.waits(3)
    heard = [message for message in await someone.log() if message.direction == "in"]
    assert [message.kind for message in heard] == [Kind.LOCATION, Kind.IMAGE, Kind.AUDIO]
    types = [
        (await phone.http.get(message.attachments[0]["handle"])).headers["content-type"]
        for message in heard[1:]
    ]
    assert types == ["image/jpeg", "audio/ogg"]


async def test_a_button_that_opens_a_page_is_a_template_and_a_plain_address_is_a_line(
    phone: Phone, bot: FakeBot
) -> None:
    pay = Button(title="Pagar", payload="https://pay.example/1")
    says(bot, Reply(text="Aquí está tu enlace.", buttons=[pay, *buttons(1)]))
    await phone.sends("quiero pagar")
    await phone.waits()
    shown = phone.chat[-1]["attachment"]["payload"]
    assert (shown["template_type"], shown["text"]) == ("button", "Aquí está tu enlace.")
    assert shown["buttons"] == [{"type": "web_url", "url": "https://pay.example/1", "title": "Pagar"}]
    assert [reply["title"] for reply in phone.quick_replies()] == ["Opción 1"]
    says(bot, Reply(text="Aquí.", buttons=[Button(title="Pagar", payload="http://pay.example/1")]))
    await phone.sends("otra vez")
    assert (await phone.waits(2))[-1] == "Aquí.\n\nPagar: http://pay.example/1"
