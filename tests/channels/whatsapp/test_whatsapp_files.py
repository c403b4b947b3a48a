"""Pictures, documents, sounds, films and places of ours on the phone; that we read and write; and what cannot be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from channels.phones import Shown
from channels.samples import PHOTO
from channels.whatsapp.files import REFUSED
from channels.whatsapp.render import TEXT
from channels.whatsapp.send import WhatsAppSender
from channels.whatsapp.webhook import NAME
from conversations.delivering import deliver_conversation
from conversations.media.links import FileLinks
from conversations.models import Delivery, Message
from conversations.ports import SendRefused, Signal
from conversations.schemas import Attachment
from tests.channels.whatsapp.conftest import Phone
from tests.channels.whatsapp.test_whatsapp_sending import outgoing
from tests.files import GIF, MP4, OGG, PDF, enclose, say_with

PLACE = {
    "latitude": -13.5171,
    "longitude": -71.9785,
    "name": "Plaza de Armas",
    "address": "Portal de Panes | Cusco",
}


@pytest.fixture
async def known(phone: Phone) -> Phone:
    """Somebody who has written and was answered."""
    await phone.types("hola")
    await phone.waits()
    await phone.until(lambda log: log[-1].delivery == Delivery.SENT)
    return phone


async def enclosed(phone: Phone, content: bytes, name: str, mime: str, size: int | None = None) -> Attachment:
    """A file of ours for this person."""
    return enclose(phone.store, (await phone.conversation()).id, content, name, mime, size)


async def told(
    phone: Phone, *attachments: Attachment, text: str = "", location: dict[str, object] | None = None
) -> tuple[Message, list[Shown]]:
    """What became of a message of an agent's, and what the phone shows of it."""
    before = len(phone.got())
    await say_with(
        phone.sessions, (await phone.conversation()).id, *attachments, text=text, location=location
    )
    log = await phone.until(lambda log: log[-1].delivery not in (Delivery.QUEUED, Delivery.SENDING))
    return log[-1], phone.got()[before:]


async def test_a_picture_has_the_text_below_it(known: Phone) -> None:
    picture = await enclosed(known, PHOTO, "vista.jpg", "image/jpeg")
    message, (shown,) = await told(known, picture, text="La vista desde el hotel")
    assert message.delivery == Delivery.SENT
    assert shown.text == "La vista desde el hotel"
    assert shown.image and shown.image.endswith("/vista.jpg")
    assert (await known.http.get(shown.image)).content == PHOTO


async def test_a_document_keeps_its_name_and_comes_after_the_text(known: Phone) -> None:
    voucher = await enclosed(known, PDF, "Voucher K7PQ2M.pdf", "application/pdf")
    _, (words, shown) = await told(known, voucher, text="Aquí está tu voucher:")
    assert words.text == "Aquí está tu voucher:"
    assert shown.file and (shown.file.name, shown.file.mime) == ("Voucher K7PQ2M.pdf", "application/pdf")
    assert shown.text == ""


async def test_a_sound_and_a_film_are_messages_of_their_own(known: Phone) -> None:
    sound = await enclosed(known, OGG, "nota.ogg", "audio/ogg")
    film = await enclosed(known, MP4, "paseo.mp4", "video/mp4")
    _, shown = await told(known, sound, film)
    assert [one.file and one.file.mime for one in shown] == ["audio/ogg", "video/mp4"]
    assert all("Body" not in form for form in list(known.sent().values())[-2:])


async def test_a_place_is_a_pin_with_its_name(known: Phone) -> None:
    message, (words, shown) = await told(known, text="Nos vemos aquí:", location=PLACE)
    assert words.text == "Nos vemos aquí:"
    assert shown.spot
    assert (shown.spot.latitude, shown.spot.longitude) == (-13.5171, -71.9785)
    assert (shown.spot.name, shown.spot.address) == ("Plaza de Armas", "Portal de Panes Cusco")
    assert message.parts_sent == list(known.sent())[-2:]


async def test_a_place_without_a_name_is_called_by_where_it_is(known: Phone) -> None:
    _, (shown,) = await told(known, location={"latitude": 0.5, "longitude": -78.0})
    assert shown.spot and (shown.spot.name, shown.spot.address) == ("0.500000, -78.000000", "")


async def test_files_come_before_a_text_with_buttons(known: Phone) -> None:
    picture = await enclosed(known, PHOTO, "a.jpg", "image/jpeg")
    before = len(known.got())
    await say_with(
        known.sessions,
        (await known.conversation()).id,
        picture,
        text="¿Te gusta?",
        buttons=[{"title": "Sí", "payload": "/affirm"}],
    )
    first, second = (await known.waits(before + 2))[before:]
    assert first.image and (second.text, second.buttons[0].title) == ("¿Te gusta?", "Sí")


@pytest.mark.parametrize(
    ("name", "mime", "size"), [("baile.gif", "image/gif", None), ("foto.jpg", "image/jpeg", 6_000_000)]
)
async def test_what_whatsapp_does_not_show_is_a_link(
    known: Phone, name: str, mime: str, size: int | None
) -> None:
    file = await enclosed(known, GIF, name, mime, size)
    message, (shown,) = await told(known, file, text="Mira:")
    assert message.delivery == Delivery.SENT
    words, named, link = shown.text.replace("\n\n", "\n").split("\n")
    assert (words, named) == ("Mira:", f"📎 {name}")
    assert (await known.http.get(link)).content == GIF


async def test_without_a_public_address_the_name_is_said_and_the_agent_sees_that_the_file_is_not_sent(
    idle_phone: Phone,
) -> None:
    await idle_phone.types("hola")
    conversation = (await idle_phone.conversation()).id
    voucher = await enclosed(idle_phone, PDF, "voucher.pdf", "application/pdf")
    await say_with(idle_phone.sessions, conversation, voucher, text="Aquí está:")
    files = FileLinks(idle_phone.store, secret="of tests", address=None)
    sender = WhatsAppSender(idle_phone.emulator.access, files)
    await deliver_conversation(conversation, sessions=idle_phone.sessions, senders={NAME: sender})
    message = (await idle_phone.log())[-1]
    assert (message.delivery, message.failure) == (Delivery.FAILED, "no_public_address")
    assert idle_phone.texts() == ["Aquí está:\n\n📎 voucher.pdf"]
    await sender.aclose()


async def test_twilio_itself_is_given_no_address_of_this_machine(idle_phone: Phone) -> None:
    real = idle_phone.emulator.access.model_copy(update={"api": ""})
    sender = WhatsAppSender(real, idle_phone.files)
    file = enclose(idle_phone.store, conversation := uuid4(), PDF, "voucher.pdf", "application/pdf")
    message = outgoing(attachments=[file.model_dump()], last=datetime.now(UTC))
    parts = sender.parts(replace(message, conversation_id=conversation))
    assert [part.method for part in parts] == [TEXT, REFUSED]
    await sender.aclose()


async def test_a_file_that_twilio_cannot_fetch_is_a_failure_that_the_agent_sees(known: Phone) -> None:
    voucher = await enclosed(known, PDF, "voucher.pdf", "application/pdf")
    known.store.files.clear()
    await say_with(known.sessions, (await known.conversation()).id, voucher)
    failed = (await known.until(lambda log: log[-1].delivery == Delivery.FAILED))[-1]
    assert failed.failure == "media_not_fetched"


async def test_outside_the_window_no_file_is_sent(known: Phone) -> None:
    known.clock.ahead = timedelta(hours=25)
    picture = await enclosed(known, PHOTO, "a.jpg", "image/jpeg")
    message, shown = await told(known, picture, text="Mira:")
    assert (message.delivery, message.failure, shown) == (Delivery.FAILED, "outside_window", [])


async def test_they_see_that_they_were_read_and_are_being_answered(known: Phone) -> None:
    sid = (await known.log())[0].provider_message_id
    assert not known.emulator.shown(known.number)[0].read
    await known.sender.signal(Signal.READ, address=known.number, inbound_id=sid)
    assert known.emulator.signs.typing_until(known.number) == 0
    await known.sender.signal(Signal.TYPING, address=known.number, inbound_id=sid)
    assert known.emulator.shown(known.number)[0].read
    assert known.emulator.signs.typing_until(known.number) > 0
    await known.is_told("Aquí estoy")
    await known.waits(2)
    assert known.emulator.signs.typing_until(known.number) == 0


async def test_nobody_is_written_to_about_a_message_that_is_not_twilio_s(known: Phone) -> None:
    for inbound_id in (None, "", "edited:1"):
        await known.sender.signal(Signal.TYPING, address=known.number, inbound_id=inbound_id)
    with pytest.raises(SendRefused):
        await known.sender.signal(Signal.TYPING, address=known.number, inbound_id=f"SM{'0' * 32}")
