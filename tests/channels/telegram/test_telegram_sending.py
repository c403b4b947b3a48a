"""Files, places and signals on their way to the phone: the real SDK against the emulator."""

from __future__ import annotations

import pytest

from channels.samples import PHOTO, VOICE
from channels.telegram.files import method_for
from channels.telegram.keyboard import markup_of, rows_of
from channels.telegram.send import TelegramSender
from conversations.ports import Signal
from conversations.schemas import Attachment, Button, Location
from tests.channels.outbound import PDF
from tests.channels.telegram.conftest import Phone
from tests.files import no_files

BEACH = ("playa.jpg", "image/jpeg", PHOTO)
VOUCHER = ("voucher.pdf", "application/pdf", PDF)


async def test_a_picture_is_shown_with_its_words_below(phone: Phone) -> None:
    sent = await phone.settles(await phone.is_sent(BEACH, text="Así es la playa"))
    assert (sent.delivery, len(sent.parts_sent)) == ("sent", 1)
    (shown,) = phone.screen()
    assert shown.text == "Así es la playa"
    assert shown.image is not None
    assert (await phone.http.get(shown.image)).content == PHOTO


async def test_a_document_keeps_its_name_and_arrives_byte_by_byte(phone: Phone) -> None:
    await phone.settles(await phone.is_sent(VOUCHER))
    (shown,) = phone.screen()
    assert shown.file is not None
    assert (shown.file.name, shown.file.mime, shown.file.size) == (
        "voucher.pdf",
        "application/pdf",
        len(PDF),
    )
    assert (await phone.http.get(shown.file.address)).content == PDF


async def test_an_address_that_telegram_refuses_in_a_button_stands_in_the_text(phone: Phone) -> None:
    buttons = [
        ("Reservar", "/book"),
        ("Pagar", "http://localhost:8080/pay"),
        ("Ver", "https://altamar.example/q"),
    ]
    given = tuple(Button(title=title, payload=payload) for title, payload in buttons)
    assert (await phone.settles(await phone.is_sent(text="Aquí está", buttons=given))).delivery == "sent"
    (shown,) = phone.screen()
    assert shown.text == "Aquí está\n\nPagar: http://localhost:8080/pay"
    assert [tap.title for tap in shown.buttons] == ["Reservar", "Ver"]


async def test_words_too_long_for_a_caption_are_said_first(phone: Phone) -> None:
    words = "Esto es largo. " * 80
    sent = await phone.settles(await phone.is_sent(BEACH, VOUCHER, text=words))
    first, second, third = phone.screen()
    assert (first.text, second.text, third.text) == (words.strip(), "", "")
    assert second.image and third.file
    assert len(sent.parts_sent) == 3


async def test_each_part_is_sent_once_though_the_next_fails(phone: Phone) -> None:
    message = await phone.is_sent(BEACH, VOUCHER, ("nota.ogg", "audio/ogg", VOICE))
    phone.emulator.fail()
    sent = await phone.settles(message)
    assert len(sent.parts_sent) == len(phone.screen()) == 3


async def test_a_picture_that_telegram_cannot_show_goes_as_a_document(phone: Phone) -> None:
    broken = ("foto.jpg", "image/jpeg", b"no picture at all")
    assert (await phone.settles(await phone.is_sent(broken))).delivery == "sent"
    assert phone.screen()[0].file is not None


async def test_a_file_that_is_not_kept_any_more_has_failed_visibly(phone: Phone) -> None:
    message = await phone.is_sent(BEACH)
    phone.store.files.clear()
    sent = await phone.settles(message)
    assert (sent.delivery, sent.failure) == ("failed", "file_missing")


@pytest.mark.parametrize(
    ("where", "name", "address"),
    [
        (Location(latitude=-13.5167, longitude=-71.9788), "", ""),
        (Location(latitude=-13.5167, longitude=-71.9788, name="Casa"), "Casa", "-13.5167, -71.9788"),
        (
            Location(latitude=-13.5167, longitude=-71.9788, name="Casa", address="Calle 1"),
            "Casa",
            "Calle 1",
        ),
    ],
)
async def test_a_place_is_a_pin_and_with_a_name_a_venue(
    phone: Phone, where: Location, name: str, address: str
) -> None:
    await phone.settles(await phone.is_sent(text="Nos vemos aquí", location=where))
    words, pin = phone.screen()
    assert words.text == "Nos vemos aquí"
    assert pin.spot is not None
    assert (pin.spot.latitude, pin.spot.name, pin.spot.address) == (-13.5167, name, address)


async def test_typing_is_shown_until_something_is_said_and_reading_has_no_sign(phone: Phone) -> None:
    sender = TelegramSender(phone.access, no_files())
    await sender.signal(Signal.READ, address=phone.address, inbound_id="update:1")
    assert phone.emulator.actions == []
    await sender.signal(Signal.TYPING, address=phone.address, inbound_id="update:1")
    assert phone.emulator.signs.typing_until(phone.address) > 0
    await phone.settles(await phone.is_sent(text="hola"))
    assert phone.emulator.signs.typing_until(phone.address) == 0
    await sender.aclose()


@pytest.mark.parametrize(
    ("mime", "size", "method"),
    [
        ("image/png", 1000, "sendPhoto"),
        ("image/png", 11 * 1024 * 1024, "sendDocument"),
        ("image/gif", 1000, "sendDocument"),
        ("application/pdf", 1000, "sendDocument"),
        ("audio/mpeg", 1000, "sendAudio"),
        ("audio/ogg", 1000, "sendVoice"),
        ("video/mp4", 1000, "sendVideo"),
        (None, 1000, "sendDocument"),
    ],
)
def test_every_file_goes_by_the_method_that_shows_it_best(mime: str | None, size: int, method: str) -> None:
    assert method_for(Attachment(type=mime, size=size)) == method


def test_a_button_that_opens_a_page_is_one_on_telegram_too() -> None:
    markup = markup_of(rows_of([("Pagar", "https://pay.example/1"), ("No", "7.1")]))
    assert markup is not None
    ((pay, no),) = markup.inline_keyboard
    assert (pay.url, pay.callback_data) == ("https://pay.example/1", None)
    assert (no.url, no.callback_data) == (None, "7.1")
