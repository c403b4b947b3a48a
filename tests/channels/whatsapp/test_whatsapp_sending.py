"""What the sender makes of a message, of the window, and of Twilio's answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

import texts
from channels.samples import PHOTO
from channels.whatsapp.content import LIST_PICKER, QUICK_REPLY
from channels.whatsapp.render import LONGEST_BODY, LONGEST_TEXT, TEMPLATE, TEXT, parts_of
from channels.whatsapp.send import WINDOW, WhatsAppSender
from channels.whatsapp.twilio_api import error
from conversations.models import Delivery
from conversations.ports import Outgoing, Part, SendDelayed, SendRefused
from conversations.schemas import Button, Card, MessageView
from tests.channels.whatsapp.conftest import PUBLIC_URL, Phone
from tests.files import no_files

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
PERSON = "+593000000001"


def outgoing(text: str = "", *, language: str = "es", last: datetime | None = None, **more: Any) -> Outgoing:
    """A message of the bot's."""
    fields = dict.fromkeys(MessageView.model_fields) | {
        "id": uuid4(),
        "offset": 7,
        "direction": "out",
        "sender": "bot",
        "text": text,
        "buttons": [],
        "cards": [],
        "kind": "text",
        "attachments": [],
        "parts_sent": [],
        "created_at": NOW,
    }
    return Outgoing(MessageView.model_validate(fields | more), PERSON, language, last)


def buttons(*titles: str) -> list[Button]:
    """With made-up payloads."""
    return [Button(title=title, payload=f"/{place}") for place, title in enumerate(titles)]


def test_the_same_message_is_always_the_same_parts() -> None:
    message = outgoing("Hola. " * 900, buttons=buttons("Sí", "No"))
    assert parts_of(message, PUBLIC_URL) == parts_of(message, PUBLIC_URL)
    assert [part.key for part in parts_of(message, "")] == [
        f"{message.message.id}:{place}" for place in range(1, 5)
    ]


def test_a_piece_that_is_too_long_for_buttons_has_them_below_a_line_of_their_own() -> None:
    text, close = parts_of(outgoing("a" * (LONGEST_BODY + 1), buttons=buttons("Sí")), "")
    assert (text.method, len(text.fields["body"])) == (TEXT, LONGEST_BODY + 1)
    assert (close.method, close.fields["body"]) == (QUICK_REPLY, texts.say("es", "whatsapp.choose"))


def test_a_text_of_many_lines_has_its_buttons_below_a_line_of_their_own() -> None:
    parts = parts_of(outgoing("\n".join("abcdefghij"[:9] for _ in range(60)), buttons=buttons("Sí")), "")
    assert [part.method for part in parts] == [TEXT, QUICK_REPLY]


def test_buttons_without_a_text_have_a_line_above_them() -> None:
    (part,) = parts_of(outgoing("", buttons=buttons("Sí", "No")), "")
    assert part.fields["body"] == texts.say("es", "whatsapp.choose")


def test_a_long_title_is_shortened_on_a_button_and_whole_in_a_row() -> None:
    (few,) = parts_of(outgoing("?", buttons=buttons("Hablar con una persona")), "")
    assert [one["title"] for one in few.fields["choices"]] == ["Hablar con alguien"]
    many = buttons("Uno", "Dos", "Tres", "Hablar con una persona del equipo")
    (part,) = parts_of(outgoing("?", buttons=many), "")
    assert part.method == LIST_PICKER
    assert part.fields["choices"][3] == {
        "id": "7.3",
        "title": "Hablar con una persona…",
        "description": "Hablar con una persona del equipo",
    }


def test_buttons_that_would_read_the_same_are_rows() -> None:
    titles = buttons("Traslado al aeropuerto de Quito", "Traslado al aeropuerto de Lima")
    (part,) = parts_of(outgoing("?", buttons=titles), "")
    assert part.method == LIST_PICKER
    assert [row["description"] for row in part.fields["choices"]] == [one.title for one in titles]


@pytest.mark.parametrize("text", ["", "¿Cuál? " * 300])
def test_no_piece_is_longer_than_whatsapp_takes(text: str) -> None:
    numbered = buttons(*(f"Opción {place} " + "x" * 150 for place in range(20)))
    parts = parts_of(outgoing(text, buttons=numbered), "")
    assert parts and all(0 < len(part.fields["body"]) <= LONGEST_TEXT for part in parts)


def test_a_picture_that_whatsapp_shows_comes_with_its_card_and_vector_graphics_do_not() -> None:
    cards = [
        Card(
            number=1,
            title="Mirador",
            image="/photos/mirador.JPG",
            price="USD 90.00",
            buttons=buttons("Elegir"),
        ),
        Card(number=2, title="Posada", image="/photos/posada.svg", buttons=buttons("Elegir")),
    ]
    text, first, second, close = parts_of(outgoing("Mira:", cards=cards), PUBLIC_URL)
    assert text.fields["body"] == "Mira:"
    assert first.fields["media"] == f"{PUBLIC_URL}/photos/mirador.JPG"
    assert first.fields["body"] == "*1. Mirador*\nUSD 90.00"
    assert "media" not in second.fields
    assert [one["title"] for one in close.fields["choices"]] == ["1 · Elegir", "2 · Elegir"]
    (without,) = parts_of(outgoing("Mira:", cards=cards), "")
    assert without.method == QUICK_REPLY


@pytest.fixture
def sender(idle_phone: Phone) -> WhatsAppSender:
    """A sender for whom it is always `NOW`."""
    return WhatsAppSender(idle_phone.emulator.access, no_files(), clock=lambda: NOW, timeout=1.0)


@pytest.mark.parametrize("ago", [timedelta(0), WINDOW - timedelta(seconds=1)])
async def test_inside_the_window_anything_is_said(sender: WhatsAppSender, ago: timedelta) -> None:
    assert [part.method for part in sender.parts(outgoing("hola", last=NOW - ago))] == [TEXT]


@pytest.mark.parametrize("last", [None, NOW - WINDOW, NOW - timedelta(days=30)])
async def test_outside_the_window_an_approved_template_says_its_beginning(
    idle_phone: Phone, sender: WhatsAppSender, last: datetime | None
) -> None:
    (part,) = sender.parts(outgoing("Una línea.\n\nOtra.\t" + "a" * 700, last=last))
    assert (part.method, part.fields["sid"]) == (TEMPLATE, idle_phone.emulator.access.templates["es"])
    assert part.fields["said"].startswith("Una línea. Otra. aaa")
    assert len(part.fields["said"]) == 600


async def test_outside_the_window_without_a_template_for_the_language_nothing_is_said(
    sender: WhatsAppSender,
) -> None:
    with pytest.raises(SendRefused, match="outside_window"):
        sender.parts(outgoing("hello", language="en"))


async def test_what_was_begun_inside_the_window_is_not_said_again_from_the_start(
    sender: WhatsAppSender,
) -> None:
    with pytest.raises(SendRefused, match="outside_window"):
        sender.parts(outgoing("hola", parts_sent=["SM1"]))


async def test_a_template_is_sent_as_twilio_keeps_it(idle_phone: Phone, sender: WhatsAppSender) -> None:
    said = {"twilio/text": {"body": "Viajes Altamar: {{1}}. Responde aquí."}}
    sid = idle_phone.emulator.access.templates["es"]
    idle_phone.emulator.contents.add(sid, {"friendly_name": "aviso", "types": said})
    (part,) = sender.parts(outgoing("Tu reserva\nestá lista"))
    await sender.send(part)
    shown = idle_phone.emulator.shown(PERSON)
    assert [one.text for one in shown] == ["Viajes Altamar: Tu reserva está lista. Responde aquí."]
    await sender.aclose()


async def test_a_template_that_was_made_earlier_is_found_by_its_name(
    idle_phone: Phone, sender: WhatsAppSender
) -> None:
    (part,) = parts_of(outgoing("¿Sí?", buttons=buttons("Sí", "No")), "")
    for one in (sender, idle_phone.sender):
        await one.send(part)
    assert len(idle_phone.emulator.contents.templates) == 1
    assert len(idle_phone.emulator.sent) == 2
    await sender.aclose()


async def test_a_picture_is_sent_by_its_address(idle_phone: Phone, sender: WhatsAppSender) -> None:
    conversation, media = uuid4(), uuid4()
    idle_phone.store.files[conversation, media] = PHOTO
    address = idle_phone.files.link(conversation, media, name="mirador", mime="image/jpeg")
    await sender.send(Part("1", TEXT, {"to": f"whatsapp:{PERSON}", "body": "Mirador", "media": address}))
    (shown,) = idle_phone.emulator.shown(PERSON)
    assert (shown.text, shown.image) == ("Mirador", address)
    await sender.aclose()


@pytest.mark.parametrize(
    ("status", "code", "failure", "reason"),
    [
        (400, 63016, SendRefused, "outside_window"),
        (400, 63024, SendRefused, "unknown_address"),
        (400, 21211, SendRefused, "unknown_address"),
        (400, 21614, SendRefused, "unknown_address"),
        (400, 21610, SendRefused, "blocked"),
        (400, 21617, SendRefused, "rejected"),
        (404, 20404, SendRefused, "rejected"),
        (401, 20003, SendDelayed, "wrong_credentials"),
        (429, 20429, SendDelayed, "rate_limited"),
        (400, 63018, SendDelayed, "rate_limited"),
        (500, 20500, SendDelayed, "status_500"),
        (503, 20503, SendDelayed, "status_503"),
    ],
)
async def test_every_refusal_is_passing_or_final(
    idle_phone: Phone,
    sender: WhatsAppSender,
    status: int,
    code: int,
    failure: type[SendDelayed | SendRefused],
    reason: str,
) -> None:
    idle_phone.emulator.troubles.append(error(status, code, f"The number {PERSON} is not right"))
    with pytest.raises(failure) as raised:
        await sender.send(Part("1", TEXT, {"to": f"whatsapp:{PERSON}", "body": "hola"}))
    assert str(raised.value) == reason
    assert raised.value.__cause__ is None
    await sender.aclose()


async def test_twilio_says_how_long_to_wait(idle_phone: Phone, sender: WhatsAppSender) -> None:
    idle_phone.emulator.limit(after=7)
    with pytest.raises(SendDelayed) as raised:
        await sender.send(Part("1", TEXT, {"to": f"whatsapp:{PERSON}", "body": "hola"}))
    assert raised.value.after == 7
    await sender.aclose()


async def test_twilio_that_hangs_or_is_not_there_is_tried_again(
    idle_phone: Phone, sender: WhatsAppSender
) -> None:
    idle_phone.emulator.hang()
    part = Part("1", TEXT, {"to": f"whatsapp:{PERSON}", "body": "hola"})
    with pytest.raises(SendDelayed, match="ReadTimeout"):
        await sender.send(part)
    nowhere = idle_phone.emulator.access.model_copy(update={"api": "http://127.0.0.1:1"})
    away = WhatsAppSender(nowhere, no_files())
    with pytest.raises(SendDelayed, match="ConnectError"):
        await away.send(part)
    await away.aclose()
    await sender.aclose()


async def test_who_is_blocked_or_unknown_is_shown_as_such(phone: Phone) -> None:
    await phone.types("hola")
    await phone.waits()
    for people, reason in ((phone.emulator.blocked, "blocked"), (phone.emulator.unknown, "unknown_address")):
        people.add(phone.number)
        await phone.is_told("¿Sigues ahí?")
        failed = (await phone.until(lambda log: log[-1].delivery == Delivery.FAILED))[-1]
        assert failed.failure == reason


async def test_a_day_later_a_message_fails_where_no_template_may_say_it(phone: Phone) -> None:
    await phone.types("hola")
    await phone.waits()
    phone.clock.ahead = timedelta(hours=25)
    phone.emulator.access.templates.clear()
    await phone.is_told("¿Sigues ahí?")
    failed = (await phone.until(lambda log: log[-1].delivery == Delivery.FAILED))[-1]
    assert failed.failure == "outside_window"
    assert phone.texts() == ["hola"]


def test_a_button_that_opens_a_page_is_a_link_in_the_text() -> None:
    pay = Button(title="Pagar", payload="https://pay.example/1")
    (alone,) = parts_of(outgoing("Aquí está tu enlace.", buttons=[pay]), "")
    said = "Aquí está tu enlace.\n\nPagar: https://pay.example/1"
    assert (alone.method, alone.fields["body"]) == (TEXT, said)
    (beside,) = parts_of(outgoing("Aquí está tu enlace.", buttons=[pay, *buttons("No")]), "")
    assert (beside.method, beside.fields["body"]) == (QUICK_REPLY, said)
    assert beside.fields["choices"] == [{"id": "7.1", "title": "No"}]
