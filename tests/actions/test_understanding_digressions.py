"""What is said in the middle of the questions of a booking: corrections, questions about it, another trip, no answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.hearing import COUPLE, MAY, heard, party, problem

TRIP = {"destination": "cusco", "travel_dates": MAY, "party": COUPLE, "child_ages": []}
ANA = {"lead_name": "Ana Torres", "lead_email": "ana@torres.example"}


def booking(
    text: str, intent: str, asked: str, known: dict[str, Any] | None = None, **said: Any
) -> dict[str, Any]:
    """A message while who travels is asked for a trip to Cusco in May."""
    return heard(text, intent, asked=asked, form="booking_form", known={**TRIP, **(known or {})}, **said)


@pytest.mark.parametrize("asked", ["lead_name", "lead_email", "lead_phone", "booking_confirmed"])
@pytest.mark.parametrize("intent", ["ask_price", "request_quote", "booking_status"])
def test_the_price_of_what_is_booked_is_no_answer_to_the_question(asked: str, intent: str) -> None:
    changes = booking("¿cuál era el total?", intent, asked)

    assert changes["turn"]["recalls"] is True
    assert changes["turn"]["problem"] is None
    assert changes[asked] is None
    assert changes["misunderstood"] == 0


def test_a_booking_that_exists_is_another_matter() -> None:
    changes = booking("¿cómo va mi reserva?", "booking_status", "lead_name", {"booking_reference": "K7PQ2M"})
    assert not changes["turn"]["recalls"]


def test_the_price_of_a_trip_half_told_is_promised_with_the_open_question() -> None:
    changes = heard("¿cuánto cuesta?", "ask_price", asked="party", known={"destination": "cusco"})
    assert changes["turn"]["recalls"] is True
    assert changes["turn"]["problem"] is None


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "me llamo Ana Ruiz"), ("en", "my name is Ana Ruiz"), ("pt", "me chamo Ana Ruiz")],
)
def test_a_name_at_the_question_for_the_phone_corrects_the_name(language: str, text: str) -> None:
    changes = heard(text, language=language, asked="lead_phone", form="booking_form", known=TRIP | ANA)

    assert changes["lead_name"] == "Ana Ruiz"
    assert changes["lead_phone"] is None
    assert changes["turn"]["problem"] is None


def test_an_email_at_the_question_for_the_phone_replaces_the_email() -> None:
    changes = booking("mejor a ruiz@correo.example", "inform", "lead_phone", ANA, email="ruiz@correo.example")

    assert changes["lead_email"] == "ruiz@correo.example"
    assert changes["turn"]["problem"] is None


@pytest.mark.parametrize(
    ("language", "text", "intent"),
    [
        ("es", "no tengo teléfono", "out_of_scope"),
        ("es", "prefiero no darlo", "stop"),
        ("en", "I don't have a phone", "out_of_scope"),
        ("en", "I'd rather not", "deny"),
        ("pt", "não tenho telefone", "request_human"),
        ("pt", "prefiro não informar", "stop"),
    ],
)
def test_who_gives_no_phone_books_without_one(language: str, text: str, intent: str) -> None:
    changes = heard(
        text, intent, language=language, asked="lead_phone", form="booking_form", known=TRIP | ANA
    )
    assert changes["lead_phone"] == ""
    assert changes["turn"]["problem"] is None


def test_without_an_email_nothing_can_be_sent_so_a_person_is_offered() -> None:
    changes = booking("no tengo correo", "out_of_scope", "lead_email")
    assert problem(changes)["buttons"][0]["payload"] == "/request_human"


@pytest.mark.parametrize(
    ("text", "intent", "said"),
    [
        ("mejor a Lima", "inform", {"destination": "lima"}),
        ("no, del 12 al 15 de mayo", "deny", {"dates": "del 12 al 15 de mayo"}),
        ("sí, pero somos 3", "affirm", {"party": party(total=3)}),
    ],
)
def test_another_trip_is_heard_among_the_questions_about_who_travels(
    text: str, intent: str, said: dict[str, Any]
) -> None:
    changes = booking(text, intent, "booking_confirmed", **said)

    assert "booking_confirmed" not in changes
    assert changes["turn"]["changed"]


def test_a_name_that_is_also_a_town_s_is_a_name() -> None:
    changes = booking("Juan Lima", "inform", "lead_name", destination="lima")
    assert changes["lead_name"] == "Juan Lima"
    assert "destination" not in changes


def test_the_same_trip_once_more_is_no_other_trip() -> None:
    changes = booking("sí, a Cusco", "affirm", "booking_confirmed", destination="cusco")
    assert changes["booking_confirmed"] is True


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "hola, soy Ana Torres, ana@torres.example, quiero ir a Cusco"),
        ("es", "quiero ir a Cusco. Soy Ana Torres y mi correo es ana@torres.example"),
        ("en", "Hi, I'm Ana Torres and I'd like to go to Cusco, ana@torres.example"),
        ("en", "this is Ana Torres, ana@torres.example, I want to visit Cusco"),
        ("pt", "oi, sou Ana Torres, ana@torres.example, quero ir para Cusco"),
        ("pt", "quero ir a Cusco, me chamo Ana Torres, e-mail ana@torres.example"),
    ],
)
def test_who_says_their_name_and_address_first_is_not_asked_again(language: str, text: str) -> None:
    changes = heard(text, "search_trip", language=language, destination="cusco", email="ana@torres.example")

    assert changes["lead_name"] == "Ana Torres"
    assert changes["lead_email"] == "ana@torres.example"
    assert changes["destination"] == "cusco"


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "soy alérgico al maní"), ("en", "I'm travelling with friends"), ("pt", "sou de Porto Alegre")],
)
def test_what_someone_is_is_not_their_name(language: str, text: str) -> None:
    assert "lead_name" not in heard(text, language=language)


@pytest.mark.parametrize(
    ("intent", "about"),
    [
        ("booking_status", "status"),
        ("ask_refund", "refund"),
        ("resend_voucher", "voucher"),
        ("request_invoice", "invoice"),
    ],
)
def test_what_they_want_to_know_of_a_booking_is_kept_while_the_code_is_asked(intent: str, about: str) -> None:
    assert heard("…", intent)["about"] == about
    assert "about" not in heard("K7PQ2M", asked="booking_reference", form="status_form", reference="K7PQ2M")


def test_another_code_at_the_question_for_the_email_replaces_the_code() -> None:
    changes = heard(
        "perdón, es K7PQ2M",
        asked="lead_email",
        form="status_form",
        known={"booking_reference": "ZZZZ99"},
        reference="K7PQ2M",
    )
    assert changes["booking_reference"] == "K7PQ2M"
    assert changes["turn"]["problem"] is None


@pytest.mark.parametrize(
    ("language", "text", "slot", "value"),
    [
        ("es", "cambia el nombre por Ana Ruiz", "lead_name", "Ana Ruiz"),
        ("en", "change the name to Ana Ruiz", "lead_name", "Ana Ruiz"),
        ("pt", "troca o nome para Ana Ruiz", "lead_name", "Ana Ruiz"),
        ("es", "quiero corregir el correo", "lead_email", None),
        ("en", "fix my phone", "lead_phone", None),
    ],
)
def test_a_detail_is_changed_by_its_name_with_the_new_one_or_asked_for(
    language: str, text: str, slot: str, value: str | None
) -> None:
    known = TRIP | ANA | {"lead_phone": "+51 984 123 456"}
    changes = heard(
        text, "change_trip", language=language, asked="booking_confirmed", form="booking_form", known=known
    )
    assert changes[slot] == value
    assert changes["turn"]["problem"] is None
