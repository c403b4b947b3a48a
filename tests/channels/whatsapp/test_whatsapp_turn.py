"""From a signed webhook to what the phone shows: Twilio's SDK against the emulator, a fake bot, the real database."""

from __future__ import annotations

import asyncio
import json

import pytest

import texts
from channels.whatsapp.content import QUICK_REPLY, fill
from conversations.bot_client import FakeBot
from conversations.models import Delivery, Kind
from conversations.schemas import Button, Card
from tests.channels.whatsapp.conftest import PUBLIC_URL, Phone, says


def buttons(count: int) -> list[Button]:
    """So many that can be told apart."""
    return [
        Button(title=f"Opción {place}", payload=f'/choose_option{{"product": "{place}"}}')
        for place in range(count)
    ]


def offers(bot: FakeBot, *, below: list[Button] | None = None, cards: list[Card] | None = None) -> None:
    """The bot offers something once, and then says back what it hears."""
    bot.answer = lambda request: (
        says(request.payload) if request.payload else says(buttons=below, cards=cards)
    )


CARDS = [
    Card(
        number=number,
        title=name,
        subtitle="Hotel · 4 estrellas",
        image="/photos/inti.svg",
        price="USD 1,234.00",
        rating=4.6,
        buttons=[Button(title="Elegir", payload=f'/choose_option{{"product": "{number}"}}')],
    )
    for number, name in enumerate(
        ["Casa del Inti", "Hostal Ñusta de los Andes Sagrados", "Posada", "Mirador"], start=1
    )
]


async def test_a_message_is_answered_on_the_phone_and_twilio_is_told_where_to_report(phone: Phone) -> None:
    response = await phone.types("hola")
    assert (response.status_code, response.text) == (200, "<Response/>")
    assert [shown.text for shown in await phone.waits()] == ["hola"]
    (sent,) = phone.sent().values()
    assert (sent["From"], sent["To"]) == ("whatsapp:+12025550100", f"whatsapp:{phone.number}")
    answer = (await phone.log())[-1]
    assert sent["StatusCallback"] == f"{PUBLIC_URL}/channels/whatsapp/status?part={answer.id}.1"


async def test_three_buttons_are_quick_replies_and_a_press_is_what_was_offered(
    phone: Phone, bot: FakeBot
) -> None:
    offers(bot, below=buttons(3))
    await phone.types("hola")
    (shown,) = await phone.waits()
    assert [tap.title for tap in shown.buttons] == ["Opción 0", "Opción 1", "Opción 2"]
    await phone.emulator.press(phone.number, shown.buttons[1].data, shown.buttons[1].title)
    assert (await phone.waits(2))[-1].text == '/choose_option{"product": "1"}'


async def test_more_buttons_are_a_list_and_a_row_is_what_was_offered(phone: Phone, bot: FakeBot) -> None:
    offers(bot, below=buttons(10))
    await phone.types("hola")
    (shown,) = await phone.waits()
    assert shown.list and shown.list.title == texts.say("es", "whatsapp.open")
    assert len(shown.list.rows) == 10
    await phone.emulator.press(phone.number, shown.list.rows[7].data, shown.list.rows[7].title)
    assert (await phone.waits(2))[-1].text == '/choose_option{"product": "7"}'


async def test_over_ten_buttons_are_numbers_and_a_typed_number_chooses(phone: Phone, bot: FakeBot) -> None:
    offers(bot, below=buttons(12))
    await phone.types("hola")
    (shown,) = await phone.waits()
    assert not shown.list and shown.text.endswith("12. Opción 11")
    await phone.types("11")
    assert (await phone.waits(2))[-1].text == '/choose_option{"product": "10"}'


async def test_cards_are_lines_and_a_list_that_names_them(phone: Phone, bot: FakeBot) -> None:
    offers(bot, cards=CARDS)
    await phone.types("hola")
    (shown,) = await phone.waits()
    assert "*1. Casa del Inti*\nHotel · 4 estrellas\nUSD 1,234.00 · ★ 4.6" in shown.text
    assert shown.list
    rows = [(row.title, row.description) for row in shown.list.rows]
    assert rows[:2] == [
        ("1. Casa del Inti", "Elegir · USD 1,234.00"),
        ("2. Hostal Ñusta de los…", "Hostal Ñusta de los Andes Sagrados · Elegir · USD 1,234.00"),
    ]
    await phone.emulator.press(phone.number, shown.list.rows[1].data, shown.list.rows[1].title)
    assert (await phone.waits(2))[-1].text == '/choose_option{"product": "2"}'
    chosen = next(message for message in await phone.log() if message.payload)
    assert chosen.text == "Elegir: Hostal Ñusta de los Andes Sagrados"


async def test_a_template_is_made_once_for_each_shape(phone: Phone, bot: FakeBot) -> None:
    bot.answer = lambda request: says(f"¿{request.text}?\n\nElige:", buttons=buttons(2))
    for number in range(3):
        await phone.types(f"pregunta {number}")
        await phone.waits(number + 1)
    assert phone.texts()[-1] == "¿pregunta 2?\n\nElige:"
    assert len(phone.emulator.contents.templates) == 1
    bot.answer = lambda _: says("Elige:", buttons=buttons(2))
    await phone.types("otra")
    await phone.waits(4)
    assert len(phone.emulator.contents.templates) == 2


@pytest.mark.parametrize("deleted", [False, True])
async def test_where_twilio_takes_no_template_the_words_choose(
    phone: Phone, bot: FakeBot, deleted: bool
) -> None:
    offers(bot, below=buttons(2))
    if deleted:
        await phone.types("hola")
        await phone.waits()
        phone.emulator.contents.templates.clear()
    phone.emulator.contents.refusing = True
    await phone.types("hola otra vez")
    shown = (await phone.waits(1 + deleted))[-1]
    assert (shown.text, shown.buttons) == ("¿Qué prefieres?\n\n• Opción 0\n• Opción 1", ())
    await phone.types("opcion 1")
    assert (await phone.waits(2 + deleted))[-1].text == '/choose_option{"product": "1"}'


async def test_a_long_answer_arrives_in_pieces_in_order_with_its_buttons_last(
    phone: Phone, bot: FakeBot
) -> None:
    long = " ".join(f"Frase número {number}." for number in range(200))
    bot.answer = lambda _: says(long, buttons=buttons(2))
    await phone.types("hola")
    shown = await phone.waits(3)
    assert " ".join(one.text for one in shown) == long
    assert [bool(one.buttons) for one in shown] == [False, False, True]


async def test_three_deliveries_of_one_message_at_once_are_one_message(phone: Phone, bot: FakeBot) -> None:
    form = phone.emulator.forms.text(phone.number, "una vez")
    answers = await asyncio.gather(
        *(phone.emulator.deliver("/channels/whatsapp/webhook", form) for _ in range(3))
    )
    assert [answer.status_code for answer in answers] == [200] * 3
    await phone.waits()
    assert [request.text for request in bot.requests].count("una vez") == 1


@pytest.mark.parametrize(("kind", "stored"), [("photo", Kind.IMAGE), ("voice", Kind.AUDIO)])
async def test_a_file_is_answered_kindly_and_fetched_with_the_account_s_password(
    phone: Phone, kind: str, stored: Kind
) -> None:
    await phone.emulator.send_file(phone.number, "photo" if kind == "photo" else "voice")
    assert [one.text for one in await phone.waits()] == [texts.say("es", f"media.{stored}")]
    arrived = (await phone.log())[0]
    (attachment,) = arrived.attachments
    assert (arrived.kind, attachment["mime"]) == (stored, phone.emulator.media[kind][0])
    access = phone.emulator.access
    assert (await phone.http.get(attachment["handle"])).status_code == 401
    opened = await phone.http.get(
        attachment["handle"], auth=(access.account_sid, access.auth_token), follow_redirects=True
    )
    assert opened.content == phone.emulator.media[kind][1]


async def test_a_place_is_kept_with_its_coordinates(phone: Phone) -> None:
    await phone.emulator.send_location(phone.number, -0.22, -78.51)
    assert [one.text for one in await phone.waits()] == [texts.say("es", "media.location")]
    assert (await phone.log())[0].text == "-0.22, -78.51"


async def test_what_comes_too_fast_or_meets_trouble_is_sent_when_it_can_be(phone: Phone) -> None:
    phone.emulator.limit(after=1)
    phone.emulator.fail(503)
    phone.emulator.hang()
    await phone.types("hola")
    await phone.waits()
    log = await phone.until(lambda log: log[-1].delivery == Delivery.SENT)
    assert phone.texts() == ["hola"]
    assert len(log[-1].parts_sent) == 1


async def test_reports_come_in_any_order_and_the_furthest_one_stands(phone: Phone) -> None:
    await phone.types("hola")
    await phone.waits()
    await phone.until(lambda log: bool(log[-1].parts_sent))
    (sid,) = phone.sent()
    for status in ("read", "delivered", "sent", "queued"):
        assert (await phone.emulator.report(sid, status)).status_code == 200
    assert (await phone.until(lambda log: log[-1].delivery != Delivery.SENDING))[-1].delivery == Delivery.READ
    await phone.emulator.report(sid, "failed", 63016)
    assert (await phone.log())[-1].delivery == Delivery.READ


async def test_a_failure_that_is_reported_later_is_shown_with_its_reason(phone: Phone) -> None:
    await phone.types("hola")
    await phone.waits()
    await phone.until(lambda log: log[-1].delivery == Delivery.SENT)
    (sid,) = phone.sent()
    await phone.emulator.report(sid, "undelivered", 63024)
    failed = (await phone.until(lambda log: log[-1].delivery == Delivery.FAILED))[-1]
    assert failed.failure == "unknown_address"


async def test_what_twilio_took_without_our_hearing_of_it_is_not_sent_again(phone: Phone) -> None:
    phone.emulator.reports = ("queued", "sent", "delivered")
    phone.emulator.lose()
    await phone.types("hola")
    log = await phone.until(lambda log: log[-1].delivery == Delivery.DELIVERED)
    assert phone.texts() == ["hola"]
    assert log[-1].parts_sent == list(phone.sent())


async def test_without_a_report_it_is_sent_again(phone: Phone) -> None:
    phone.emulator.lose()
    await phone.types("hola")
    await phone.until(lambda log: log[-1].delivery == Delivery.SENT)
    assert phone.texts() == ["hola", "hola"]


def test_variables_are_json_that_no_apostrophe_can_break() -> None:
    filled = fill(QUICK_REPLY, "I'm here,\tall   ears", [{"id": "1.0", "title": "Let's go"}], "")
    assert "'" not in filled.variables
    assert list(json.loads(filled.variables).values()) == ["I'm here, all ears", "Let's go", "1.0"]
