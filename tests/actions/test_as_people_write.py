"""What people write on a phone, several things in one message and not in our order: each is heard where it is said."""

from __future__ import annotations

from typing import Any

import pytest

from actions.telephone import read_phone
from actions.understanding.besides import says_to_book
from actions.understanding.paying import read_pay_wish, speaks_of_paying
from tests.actions.conftest import Conversation, payloads_of, text_of
from tests.actions.hearing import MAY, heard, problem
from tests.actions.test_booking import ANA, held
from tests.actions.test_paying import Make, executor, link_of, mine, payu, press, stripe

__all__ = ["executor", "mine", "payu", "stripe"]
STARS: dict[str, Any] = {"asked": "stars"}
SUMMED: dict[str, Any] = {"form": "booking_form", "asked": "booking_confirmed"}


@pytest.mark.parametrize(
    ("language", "text", "intent"),
    [
        ("es", "algo no tan caro", "deny"),
        ("en", "not too expensive", "deny"),
        ("pt", "nada muito caro", "ask_price"),
        ("es", "dale reservala", "book"),
    ],
)
def test_who_wants_it_cheap_or_booked_is_shown_every_category(language: str, text: str, intent: str) -> None:
    assert heard(text, intent, language=language, **STARS)["stars"] == "any"


@pytest.mark.parametrize(
    ("language", "text"), [("es", "uno lindo"), ("en", "a nice one"), ("pt", "um bonito")]
)
def test_the_category_is_asked_for_twice_and_then_left_open(language: str, text: str) -> None:
    first = heard(text, language=language, **STARS)
    assert problem(first)["slot"] == "stars"
    second = heard(text, language=language, known={"turn": first["turn"]}, **STARS)
    assert second["stars"] == "any"


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "ok book it pls. John Smith, john@mail.example, 415 555 2671", "John Smith"),
        ("es", "dale reservala\nMarcela de la Cruz\nmarcela@correo.example", "Marcela de la Cruz"),
        ("es", "ok reservo. ana torres, ana@torres.example", "Ana Torres"),
        ("pt", "quero fechar. Paulo Ferreira Lima, paulo@correio.example", "Paulo Ferreira Lima"),
    ],
)
def test_a_name_is_heard_beside_an_address(language: str, text: str, name: str) -> None:
    email = next(word.strip(",") for word in text.split() if "@" in word)
    changes = (
        heard(
            text,
            language=language,
            email=email,
            known={"pending": "book", "destination": "rio"},
            destination="lima",
        )
        if "Lima" in text
        else heard(text, language=language, email=email)
    )
    assert (changes["lead_name"], changes["lead_email"]) == (name, email)
    assert "destination" not in changes


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "no tengo teléfono"),
        ("en", "I don't have a phone"),
        ("pt", "sem telefone"),
    ],
)
def test_who_says_early_that_they_have_no_telephone_is_not_asked_for_it(language: str, text: str) -> None:
    changes = heard(text, "out_of_scope", language=language, form="booking_form", asked="lead_name")
    assert changes["lead_phone"] == ""
    assert changes["turn"]["filled"] == ["lead_phone"]
    assert changes["turn"]["problem"] is None


@pytest.mark.parametrize(
    ("language", "text"),
    [("pt", "pode ser, quero fechar"), ("es", "listo, cerramos"), ("en", "ok let's do it")],
)
def test_more_words_take_a_quote(language: str, text: str) -> None:
    assert says_to_book(text, language)


def test_countries_with_one_calling_code_share_no_number() -> None:
    assert read_phone("415 555 2671", "en", "PE") == "+1 415-555-2671"
    assert read_phone("809 555 1234", "es", "DO") == "+1 809-555-1234"


@pytest.mark.parametrize(
    ("language", "text", "intent"),
    [
        ("es", "quiero pagar la seña con mercado pago", "pay_part"),
        ("en", "lets pay the deposit", "pay_part"),
        ("pt", "manda o link do mercado pago", "pay"),
    ],
)
def test_who_wants_to_pay_what_is_summed_up_agrees_to_it(language: str, text: str, intent: str) -> None:
    assert heard(text, intent, language=language, **SUMMED)["booking_confirmed"] is True


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "¿puedo pagar una parte?"),
        ("en", "how do I pay"),
        ("pt", "quanto é o sinal"),
        ("es", "tarjeta"),
    ],
)
def test_who_only_asks_about_paying_does_not_yet(language: str, text: str) -> None:
    assert "booking_confirmed" not in heard(text, "pay", language=language, **SUMMED)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "pásame el link de stripe para el anticipo"),
        ("en", "I'll pay the deposit with stripe"),
        ("pt", "quero pagar o sinal com stripe"),
    ],
)
async def test_it_is_booked_then_and_the_link_is_there(conversation: Make, language: str, text: str) -> None:
    trip = await held(conversation)
    trip.slots |= {**ANA, "booking_confirmed": True, "language": language}
    said = await trip.run("action_create_booking", text, "pay")
    assert trip.slots["booking_reference"] in text_of(said)
    assert link_of(said).startswith("https://stripe.example/")


@pytest.mark.parametrize(
    ("language", "short"),
    [("es", "¿Están bien los datos?"), ("en", "Are the details right?"), ("pt", "Os dados estão certos?")],
)
async def test_after_a_question_in_between_the_summary_is_not_told_again(
    conversation: Make, language: str, short: str
) -> None:
    trip = await held(conversation)
    trip.slots |= {**ANA, "language": language, "turn": {"requested": "lead_phone", "filled": ["lead_phone"]}}
    trip.form = "booking_form"
    [summed] = await trip.run("action_ask_booking_confirmed", "+51 987 654 321")
    assert "ana@torres.example" in summed["text"]

    trip.slots["turn"] = {"requested": "booking_confirmed", "filled": []}
    [again] = await trip.run("action_ask_booking_confirmed", "visa?", "ask_visa")
    assert again["text"].startswith(short)
    assert payloads_of([again]) == ["/affirm", "/deny"]
    [in_full] = await trip.run("action_ask_booking_confirmed", "?", "repeat")
    assert in_full["text"] == summed["text"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "me rechazó la tarjeta"), ("en", "my card got declined"), ("pt", "o cartão foi recusado")],
)
async def test_a_refused_card_is_looked_up_whatever_it_was_taken_for(
    mine: Conversation, language: str, text: str
) -> None:
    link = link_of(await press(mine, kind="deposit", provider="stripe"))
    mine.slots["language"] = language
    assert speaks_of_paying(text)
    assert link_of(await mine.run("action_answer", text, "out_of_scope")) == link


@pytest.mark.parametrize(
    ("language", "text"), [("es", "con tarjeta"), ("en", "card"), ("pt", "cartão de crédito")]
)
async def test_a_card_is_the_button_that_says_card(mine: Conversation, language: str, text: str) -> None:
    mine.slots["language"] = language
    await press(mine, kind="deposit")
    given = await mine.run("action_explain_payment", text, "pay")
    assert link_of(given).startswith("https://stripe.example/")
    assert not read_pay_wish("me rechazó la tarjeta", None).card


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "no espera, cuanto sale con traslado?"),
        ("en", "no wait, how much is it with a transfer?"),
        ("pt", "não, espera, quanto fica com traslado?"),
    ],
)
async def test_with_is_not_without(conversation: Make, language: str, text: str) -> None:
    trip = conversation(stars=4, language=language, interest="hotel", travel_dates=MAY)
    await trip.run("action_present_trip")
    await trip.run("action_remove_service", text, "remove_service")
    assert trip.followed_by == "action_add_service"


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("es", "¿cuál me recomiendas?", "De estas opciones, la mejor puntuada es esta:"),
        ("en", "which one do you recommend?", "Of these options, this one is rated best:"),
        ("pt", "qual vc recomenda?", "Destas opções, a mais bem avaliada é esta:"),
    ],
)
async def test_who_asks_which_of_the_options_gets_the_best_rated(
    conversation: Make, language: str, text: str, told: str
) -> None:
    trip = conversation(stars="any", language=language)
    await trip.run("action_present_trip")
    best = max(trip.slots["offered"], key=lambda one: one["rating"] or 0)
    await trip.run("action_recommend", text, "ask_recommendation")
    assert trip.followed_by == "action_choose_option"
    said = text_of(await trip.run_again("action_choose_option", text, "ask_recommendation"))
    assert told in said
    assert trip.slots["product"] == best["product"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "¿qué me recomiendas hacer?"),
        ("en", "what places do you recommend?"),
        ("pt", "o que recomenda fazer?"),
    ],
)
async def test_who_asks_what_to_do_is_shown_that(conversation: Make, language: str, text: str) -> None:
    trip = conversation(stars="any", language=language)
    await trip.run("action_present_trip")
    await trip.run("action_recommend", text, "ask_recommendation")
    assert trip.followed_by is None
