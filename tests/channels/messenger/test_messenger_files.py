"""Pictures, documents, sounds, films and places of ours on the phone, uploaded with their message; what Meta took is known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from channels.phones import Shown
from channels.samples import PHOTO
from conversations.bot_client import FakeBot
from conversations.models import Delivery, Message
from conversations.ports import SendRefused, Signal
from conversations.schemas import Attachment
from tests.channels.messenger.conftest import Phone
from tests.files import GIF, MP4, OGG, PDF, enclose, say_with


@pytest.fixture
async def known(phone: Phone) -> Phone:
    """Somebody who has written and was answered."""
    await phone.sends("hola")
    await phone.waits()
    await phone.until(lambda log: log[-1].delivery == Delivery.SENT)
    return phone


async def enclosed(phone: Phone, content: bytes, name: str, mime: str, size: int | None = None) -> Attachment:
    """A file of ours for this person."""
    return enclose(phone.store, (await phone.conversation()).id, content, name, mime, size)


async def told(phone: Phone, *attachments: Attachment, **more: Any) -> tuple[Message, list[Shown]]:
    """What became of a message of an agent's, and what the phone shows of it."""
    before = len(phone.emulator.shown(phone.id))
    await say_with(phone.sessions, (await phone.conversation()).id, *attachments, **more)
    log = await phone.until(lambda log: log[-1].delivery not in (Delivery.QUEUED, Delivery.SENDING))
    return log[-1], phone.emulator.shown(phone.id)[before:]


async def test_a_picture_is_uploaded_after_its_text(known: Phone) -> None:
    picture = await enclosed(known, PHOTO, "vista.jpg", "image/jpeg")
    message, (words, shown) = await told(known, picture, text="La vista desde el hotel")
    assert message.delivery == Delivery.SENT
    assert words.text == "La vista desde el hotel"
    assert shown.image and (await known.http.get(shown.image)).content == PHOTO
    assert known.chat[-1]["attachment"]["type"] == "image"
    assert message.parts_sent == [one["mid"] for one in known.chat[-2:]]


@pytest.mark.parametrize(
    ("content", "name", "mime", "kind"),
    [
        (PDF, "Váucher K7PQ2M.pdf", "application/pdf", "file"),
        (OGG, "nota.ogg", "audio/ogg", "audio"),
        (MP4, "paseo.mp4", "video/mp4", "video"),
        (b"RIFF" + bytes(4) + b"WEBP", "foto.webp", "image/webp", "file"),
    ],
)
async def test_other_files_keep_their_names(
    known: Phone, content: bytes, name: str, mime: str, kind: str
) -> None:
    message, (shown,) = await told(known, await enclosed(known, content, name, mime))
    assert message.delivery == Delivery.SENT
    assert known.chat[-1]["attachment"]["type"] == kind
    assert shown.file and (shown.file.name, shown.file.mime) == (name, mime)
    assert (await known.http.get(shown.file.address)).content == content


async def test_a_picture_that_is_too_large_for_one_is_a_file(known: Phone) -> None:
    await told(known, await enclosed(known, PHOTO, "cartel.jpg", "image/jpeg", size=9_000_000))
    assert known.chat[-1]["attachment"]["type"] == "file"


async def test_a_place_is_a_link_to_a_map(known: Phone) -> None:
    place = {"latitude": -13.5171, "longitude": -71.9785, "name": "Plaza de Armas", "address": "Cusco"}
    _, (shown,) = await told(known, text="Nos vemos aquí:", location=place)
    assert shown.text == (
        "Nos vemos aquí:\n\n📍 Plaza de Armas · Cusco\n"
        "https://www.google.com/maps/search/?api=1&query=-13.517100%2C-71.978500"
    )


async def test_buttons_are_below_the_last_file(known: Phone) -> None:
    gif = await enclosed(known, GIF, "baile.gif", "image/gif")
    await told(known, gif, text="¿Te gusta?", buttons=[{"title": "Sí", "payload": "/affirm"}])
    assert known.chat[-1]["attachment"]["type"] == "image"
    assert [reply["title"] for reply in known.quick_replies()] == ["Sí"]


async def test_a_file_that_was_erased_meanwhile_is_a_failure_that_the_agent_sees(known: Phone) -> None:
    voucher = await enclosed(known, PDF, "voucher.pdf", "application/pdf")
    known.store.files.clear()
    message, shown = await told(known, voucher)
    assert (message.delivery, message.failure, shown) == (Delivery.FAILED, "file_gone", [])


async def test_a_file_that_is_not_what_it_is_sent_as_is_refused(known: Phone) -> None:
    wrong = await enclosed(known, b"", "vacio.jpg", "image/jpeg")
    message, _ = await told(known, wrong)
    assert (message.delivery, message.failure) == (Delivery.FAILED, "rejected")


async def test_after_a_day_an_agent_s_file_goes_out_as_a_person_s(known: Phone) -> None:
    known.clock.ahead = timedelta(hours=25)
    known.emulator.closed.add(known.id)
    message, _ = await told(known, await enclosed(known, PDF, "voucher.pdf", "application/pdf"))
    assert (message.delivery, known.chat[-1]["tag"]) == (Delivery.SENT, "HUMAN_AGENT")


async def test_they_see_that_they_were_read_and_are_being_answered(known: Phone) -> None:
    assert not known.emulator.shown(known.id)[0].read
    for signal in (Signal.READ, Signal.TYPING):
        await known.sender.signal(signal, address=known.id, inbound_id=None)
    assert known.emulator.signs.typing_until(known.id) > 0
    known.emulator.blocked.add(known.id)
    with pytest.raises(SendRefused):
        await known.sender.signal(Signal.READ, address=known.id, inbound_id=None)


async def test_what_meta_took_without_our_hearing_of_it_is_not_sent_again(phone: Phone) -> None:
    phone.emulator.echoes = True
    phone.emulator.lose()
    await phone.sends("hola")
    log = await phone.until(lambda log: log[-1].delivery == Delivery.SENT)
    assert phone.texts() == ["hola"]
    assert log[-1].parts_sent == [phone.chat[0]["mid"]]


async def test_a_link_to_a_quote_opens_it_and_an_advertisement_greets(phone: Phone, bot: FakeBot) -> None:
    await phone.does(phone.meta.referral(phone.id, "Q-K7PQ2M"))
    await phone.waits()
    await phone.does(phone.meta.referral(phone.id, None, source="ADS"))
    await phone.waits(2)
    assert [request.payload for request in bot.requests] == ['/see_options{"quote": "Q-K7PQ2M"}', "/greet"]


async def test_reports_that_are_earlier_than_our_own_knowledge_count(phone: Phone) -> None:
    echo = phone.meta.echo(phone.id, "Soy Mariana")
    await phone.sends("hola")
    await phone.waits()
    await phone.does(phone.meta.delivered(phone.id, echo["message"]["mid"]))
    await phone.does(echo)
    assert (await phone.log())[-1].delivery == Delivery.DELIVERED
