"""What was booked on one channel is seen on another: after a code sent by e-mail, or its reference and e-mail."""

from __future__ import annotations

import email
import email.policy
import re
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

import texts
from tests.assistant import Assistant, Traveller
from tests.journeys.booking import ACCEPT, NAME, PHONE, QUOTE, REFERENCE, YES, reference_in
from tests.journeys.test_20_channels import Phone, pick_up, says, theirs

__all__ = ["pick_up"]
pytestmark = pytest.mark.bot
MINE = {"es": "quiero ver mis reservas", "en": "I want to see my bookings", "pt": "quero ver minhas reservas"}
NO_CODE = {"es": "no tengo el código", "en": "I don't have the code", "pt": "não tenho o código"}
CHANNELS = {"es": "whatsapp", "en": "telegram", "pt": "messenger"}
PATIENCE = 30.0


def lines(language: str, address: str) -> list[str]:
    """What somebody with an e-mail of their own writes until it is booked."""
    said = (QUOTE, ACCEPT, NAME)
    return [*(one[language] for one in said), address, PHONE[language], YES[language]]


def code_sent_to(assistant: Assistant, address: str) -> str:
    """What the mail to an address says, as soon as the job has sent it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for path in sorted((assistant.settings.data_dir / "mail").glob("*.eml"), reverse=True):
            if (code := _code_in(path, address)) is not None:
                return code
        time.sleep(0.1)
    raise AssertionError("no mail came")


def _code_in(path: Path, address: str) -> str | None:
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if letter["To"] != address:
        return None
    found = re.search(r"\b\d{6}\b", letter.get_content())
    return found.group() if found else None


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_code_by_email_shows_on_the_phone_what_was_booked_on_the_web(
    assistant: Assistant, traveller: Traveller, pick_up: Callable[[str, str], Phone], language: str
) -> None:
    address = f"{uuid.uuid4().hex[:10]}@journey.example"
    for line in lines(language, address):
        booked = traveller.says(line)
    reference = reference_in(booked)

    phone = pick_up(CHANNELS[language], language)
    phone.does(do="type", text=MINE[language])
    phone.waits(says(texts.say(language, "ask.reference", length=6, example="K7PQ2M")))
    phone.does(do="type", text=NO_CODE[language])
    phone.waits(says(texts.say(language, "ask.code_email", digits=6)))
    phone.does(do="type", text=address.upper())
    phone.waits(lambda screen: "15 min" in theirs(screen))
    assert reference not in theirs(phone.waits(bool))
    phone.does(do="type", text=code_sent_to(assistant, address))

    phone.waits(says(reference))


def test_the_web_sees_what_the_phone_booked_after_its_reference_and_email(
    traveller: Traveller, pick_up: Callable[[str, str], Phone]
) -> None:
    address = f"{uuid.uuid4().hex[:10]}@journey.example"
    phone = pick_up("whatsapp", "es")
    asked = (texts.say("es", f"ask.lead_{detail}") for detail in ("name", "email"))
    marks = ("Q-", *asked, "código de país", "Revisemos antes de reservar", "¡Reservado!")
    for line, mark in zip(lines("es", address), marks, strict=True):
        phone.does(do="type", text=line)
        phone.waits(says(mark))
    found = REFERENCE.search(theirs(phone.waits(says("¡Reservado!"))).split("¡Reservado!")[1])
    assert found
    reference = found.group()

    assert reference not in traveller.says("quiero ver mis reservas").text
    traveller.says(reference)
    assert reference in traveller.says(address).text
    traveller.says("empecemos de nuevo")
    assert reference in traveller.says("quiero ver mis reservas").text
