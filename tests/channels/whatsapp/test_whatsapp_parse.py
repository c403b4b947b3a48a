"""Twilio's documented forms as events."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from channels.inbound import Arrived, Ignored, StatusChanged
from channels.whatsapp.forms import Form
from channels.whatsapp.parse import read_message, read_status
from conversations.models import Delivery, Kind

FIXTURES = Path(__file__).parent / "fixtures"


def form(name: str) -> Form:
    """A fixture."""
    fields: Form = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return fields


def arrived(name: str) -> Arrived:
    """A fixture that is a message."""
    event = read_message(form(name))
    assert isinstance(event, Arrived)
    return event


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("text", Kind.TEXT, "hola, quiero ir a cusco 🦙 con mi esposa"),
        ("forwarded", Kind.TEXT, "mira este hotel"),
        ("reply_to_message", Kind.TEXT, "este"),
        ("location", Kind.LOCATION, "Plaza Grande · García Moreno, Quito · -0.220164, -78.512327"),
        ("live_location", Kind.LOCATION, "-13.516, -71.978"),
        ("image", Kind.IMAGE, "¿es este?"),
        ("voice_note", Kind.AUDIO, ""),
        ("document", Kind.DOCUMENT, "pasaporte.pdf"),
        ("sticker", Kind.STICKER, ""),
        ("contact", Kind.CONTACT, ""),
        ("reaction", Kind.REACTION, "👍"),
    ],
)
def test_every_documented_message_is_what_it_is(name: str, kind: Kind, text: str) -> None:
    event = arrived(name)
    assert (event.kind, event.text, event.choice) == (kind, text, None)
    assert (event.address, event.name) == ("+593990000101", "Lucía Ramos")
    assert event.provider_message_id == form(name)["MessageSid"]


@pytest.mark.parametrize(("name", "choice"), [("quick_reply", "12.0"), ("list_reply", "12.1")])
def test_a_press_names_its_button(name: str, choice: str) -> None:
    assert arrived(name).choice == choice


@pytest.mark.parametrize("name", ["image", "voice_note", "document", "sticker", "contact"])
def test_a_file_is_fetched_from_twilio(name: str) -> None:
    (attachment,) = arrived(name).attachments
    assert attachment.handle == form(name)["MediaUrl0"]
    assert attachment.mime == form(name)["MediaContentType0"]


@pytest.mark.parametrize(
    ("number", "language"),
    [
        ("+5511900000000", "pt"),
        ("+351900000000", "pt"),
        ("+12025550100", "en"),
        ("+593990000101", None),
        ("+5491100000000", None),
    ],
)
def test_a_number_s_country_is_a_guess_at_the_language(number: str, language: str | None) -> None:
    event = read_message({**form("text"), "From": f"whatsapp:{number}"})
    assert isinstance(event, Arrived) and event.language == language


def test_other_channels_of_the_account_are_left_alone() -> None:
    assert read_message(form("sms")) == Ignored("not_whatsapp")


@pytest.mark.parametrize(
    ("name", "delivery", "reason"),
    [
        ("status_sent", Delivery.SENT, None),
        ("status_delivered", Delivery.DELIVERED, None),
        ("status_read", Delivery.READ, None),
        ("status_undelivered", Delivery.FAILED, "outside_window"),
        ("status_failed", Delivery.FAILED, "media_not_fetched"),
    ],
)
def test_every_documented_status_is_told(name: str, delivery: Delivery, reason: str | None) -> None:
    assert read_status(form(name)) == StatusChanged(form(name)["MessageSid"], delivery, reason)


def test_a_status_that_nobody_knows_changes_nothing() -> None:
    assert read_status({**form("status_sent"), "MessageStatus": "teleported"}) == Ignored("unknown_status")
