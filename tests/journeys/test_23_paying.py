"""From the chat to the provider's page and back: the webhook is signed and sent, and the confirmation is in the chat."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import psycopg
import pytest

import texts
from app.jobs import conninfo
from tests.assistant import Assistant, Traveller, Turn
from tests.journeys.booking import ACCEPT, EMAIL, NAME, PHONE, QUOTE, YES, book, reference_in
from tests.journeys.paying import pay_at, pay_from_page
from tests.journeys.test_20_channels import Phone, pick_up, says, theirs  # noqa: F401

pytestmark = pytest.mark.bot
BY = {"es": "stripe", "en": "mercadopago", "pt": "payu"}
ARRIVED = {"es": "¿ya llegó mi pago?", "en": "did my payment go through?", "pt": "meu pagamento caiu?"}
UNTIL = {"es": "¿hasta cuándo puedo pagar?", "en": "how long do I have?", "pt": "qual o prazo?"}
BALANCE = {
    "es": "quiero pagar el saldo con {}",
    "en": "I want to pay the balance with {}",
    "pt": "quero pagar o restante com {}",
}
CALLED = {"stripe": "Stripe", "mercadopago": "Mercado Pago", "payu": "PayU"}
LINK = re.compile(r"https?://\S+/(?:simulator|payments)/\S+")


def begins(language: str, key: str) -> str:
    """How a sentence of ours begins, up to what is filled in."""
    return texts.say(language, key, **dict.fromkeys(re.findall(r"{(\w+)}", texts.subtree(language, key)), "{")).split("{")[0]  # fmt: skip


def link_in(turn: Turn) -> str:
    (link,) = [button["payload"] for button in turn.buttons if LINK.fullmatch(button["payload"])]
    return link


def deposit_link(traveller: Traveller, language: str, provider: str) -> str:
    """Presses through the offer to the link."""
    asked = traveller.presses(texts.say(language, "button.pay_deposit"))
    assert begins(language, "pay.with") in asked.text
    return link_in(traveller.presses(texts.say(language, f"button.pay_{provider}")))


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_deposit_is_paid_from_the_chat_and_the_balance_later(traveller: Traveller, language: str) -> None:
    booked = book(traveller, language)
    reference = reference_in(booked)
    assert begins(language, "pay.offer").split(" ")[0] in booked.text
    until = begins(language, "pay.until")
    assert until in traveller.says(UNTIL[language]).text
    link = deposit_link(traveller, language, BY[language])
    limited = traveller.says(UNTIL[language])
    assert until in limited.text
    assert link_in(limited) == link
    assert begins(language, "pay.not_yet") in traveller.says(ARRIVED[language]).text

    pay_at(link)

    paid = traveller.hears(begins(language, "payment.settled"))
    assert reference in paid["text"]
    receipt = traveller.hears(texts.say(language, "document.kind_receipt"))
    assert [one["type"] for one in receipt["attachments"]] == ["application/pdf"]
    assert begins(language, "pay.arrived") in traveller.says(ARRIVED[language]).text

    balance = link_in(traveller.says(BALANCE[language].format(CALLED[BY[language]])))
    pay_at(balance)
    assert (
        texts.say(language, "payment.all_paid")
        in traveller.hears(begins(language, "payment.balance"))["text"]
    )


def test_the_deposit_is_paid_from_the_page_of_the_quote(traveller: Traveller) -> None:
    booked = book(traveller, "pt")
    page = next(one["payload"] for one in booked.buttons if "/quotes/" in one["payload"])
    pay_from_page(page, kind="deposit", provider="payu")
    assert reference_in(booked) in traveller.hears(begins("pt", "payment.settled"))["text"]
    with httpx.Client(timeout=30) as browser:
        shown = browser.get(page, params={"lang": "pt"}).text
    assert f"A reserva {reference_in(booked)} está confirmada." in shown


def test_a_card_that_is_refused_is_told_and_paid_with_the_same_link(traveller: Traveller) -> None:
    book(traveller, "es")
    link = deposit_link(traveller, "es", "stripe")
    pay_at(link, "decline")
    traveller.hears("no pasó y no se te cobró nada")
    pay_at(link)
    traveller.hears(begins("es", "payment.settled"))


def test_money_after_the_deadline_takes_the_places_again(traveller: Traveller, assistant: Assistant) -> None:
    reference = reference_in(book(traveller, "es"))
    link = deposit_link(traveller, "es", "stripe")
    with psycopg.connect(conninfo(assistant.settings.database_url or "")) as connection:
        connection.execute(
            "WITH late AS (UPDATE bookings SET expires_at = now() - interval '1 second' "
            "WHERE reference = %s RETURNING hold_id) "
            "UPDATE holds SET expires_at = now() - interval '1 second' FROM late WHERE holds.id = late.hold_id",
            [reference],
        )
    pay_at(link)
    assert reference in traveller.hears("los volví a apartar")["text"]


def test_a_deposit_is_paid_on_whatsapp_by_a_link_in_the_text(
    pick_up: Callable[[str, str], Phone],  # noqa: F811
) -> None:
    phone = pick_up("whatsapp", "es")
    for words, answer in (
        (QUOTE["es"], "Q-"),
        (ACCEPT["es"], begins("es", "ask.lead_name")),
        (NAME["es"], begins("es", "ask.lead_email")),
        (EMAIL["es"], "llamar"),
        (PHONE["es"], "Revisemos antes de reservar"),
        (YES["es"], "puedes pagar el anticipo de"),
    ):
        phone.does(do="type", text=words)
        phone.waits(says(answer))
    phone.press(texts.say("es", "button.pay_deposit"))
    phone.waits(says(begins("es", "pay.with")))
    phone.press(texts.say("es", "button.pay_payu"))
    screen = phone.waits(lambda shown: LINK.search(theirs(shown)) is not None)
    found = LINK.search(theirs(screen))
    assert found is not None
    pay_at(found.group())
    phone.waits(says(begins("es", "payment.settled")))
    # The receipt follows as a file.
    phone.waits(lambda shown: any(one["file"] for one in shown if one["sender"] == "us"))
