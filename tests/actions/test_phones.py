"""A telephone number without its country is of the country they come from, or only the country is asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions.executor import build_executor
from actions.telephone import country_by_code, possible_numbers, read_phone
from tests.actions.conftest import Clock, Conversation, payloads_of
from tests.actions.hearing import heard, problem
from tests.actions.test_booking import held

Make = Callable[..., Conversation]
LOCAL, PERU, CHILE = "987 654 321", "+51 987 654 321", "+56 9 8765 4321"
ASKED = {"form": "booking_form", "asked": "lead_phone"}


def test_a_local_number_is_one_of_home_whatever_else_it_may_be() -> None:
    assert read_phone(LOCAL, "es") is None
    assert read_phone(LOCAL, "es", home="CL") == CHILE
    assert list(possible_numbers(LOCAL, "es", "PE"))[:2] == ["PE", "CL"]
    assert country_by_code(51) == "PE"
    assert country_by_code(999) is None


async def test_a_number_of_several_countries_asks_for_the_country_alone(conversation: Make) -> None:
    trip = await held(conversation)
    await trip.validate("booking_form", lead_phone=LOCAL)

    [asked] = await trip.run_again("action_ask_lead_phone")

    assert asked["text"] == f"¿De qué país es el número {LOCAL}?"
    titles = {button["title"]: button["payload"] for button in asked["buttons"]}
    assert PERU in titles["Perú"]
    assert CHILE in titles["Chile"]
    assert trip.slots["hints"]["phone"] == LOCAL


@pytest.mark.parametrize(
    ("said", "entities"),
    [
        ("Perú", {"place": {"name": "Perú", "kind": "country", "country": "PE"}}),
        ("de Cusco", {"destination": "cusco"}),
        ("+51", {}),
        ("51", {}),
    ],
)
def test_the_country_completes_the_number(said: str, entities: dict[str, object]) -> None:
    changes = heard(said, "search_trip", known={"hints": {"phone": LOCAL}}, **ASKED, **entities)  # type: ignore[arg-type]
    assert changes["lead_phone"] == PERU
    assert changes["hints"] is None
    assert "destination" not in changes


@pytest.mark.parametrize(
    ("language", "said", "asked"),
    [
        ("es", "sí", "Solo me falta el país del número 987 654 321. ¿De cuál es?"),
        ("en", "yes", "All I need is the country of the number 987 654 321. Which one is it?"),
        ("pt", "sim", "Só falta o país do número 987 654 321. De qual é?"),
    ],
)
def test_a_yes_to_the_country_leaves_that_alone_to_be_said(language: str, said: str, asked: str) -> None:
    known = {"hints": {"phone": LOCAL, "own_number": CHILE}}
    changes = heard(said, "affirm", language=language, known=known, **ASKED)  # type: ignore[arg-type]
    assert changes["lead_phone"] is None
    assert problem(changes)["text"] == asked
    assert "hints" not in changes


async def test_the_country_stays_the_question_until_there_is_a_number(conversation: Make) -> None:
    trip = await held(conversation)
    await trip.validate("booking_form", lead_phone=LOCAL)
    trip.slots["turn"] = heard("sí", "affirm", known=trip.slots, **ASKED)["turn"]  # type: ignore[arg-type]
    [doubted] = await trip.run("action_ask_lead_phone", "sí", "affirm")
    assert "Perú" in [button["title"] for button in doubted["buttons"]]

    trip.slots["turn"] = {}
    [again] = await trip.run("action_ask_lead_phone", "¿necesito visa?", "ask_visa")
    assert again["text"] == f"¿De qué país es el número {LOCAL}?"

    await trip.validate("booking_form", lead_phone="12")
    assert trip.slots["hints"] is None
    [invalid] = await trip.run_again("action_ask_lead_phone")
    assert "No pude reconocer ese número" in invalid["text"]
    assert payloads_of([invalid]) == []


def test_a_country_where_it_is_no_number_is_said() -> None:
    uruguay = {"name": "Uruguay", "kind": "country", "country": "UY"}
    changes = heard("Uruguay", known={"hints": {"phone": "300 123 4567"}}, place=uruguay, **ASKED)  # type: ignore[arg-type]
    assert changes["lead_phone"] is None
    assert "código de país" in problem(changes)["text"]


async def test_the_country_they_come_from_is_not_asked_for(conversation: Make) -> None:
    trip = await held(conversation)
    trip.slots["hints"] = {"home": "CL"}
    await trip.validate("booking_form", lead_phone=LOCAL)
    assert trip.slots["lead_phone"] == CHILE


@pytest.fixture
def writing(desk_sessions: async_sessionmaker[AsyncSession], clock: Clock) -> Callable[[str | None], Make]:
    """Makes conversations that are held with a number."""

    def of(number: str | None) -> Make:
        async def numbers(conversation_id: UUID) -> str | None:
            return number

        known: Callable[[UUID], Awaitable[str | None]] = numbers
        executor = build_executor(desk_sessions, clock=clock, operator_name="Viajes Altamar", numbers=known)
        dates = {"start": "2027-05-10", "end": "2027-05-14"}
        party = {"adults": 2, "children": 0}

        def make(**slots: object) -> Conversation:
            trip = {"language": "es", "destination": "cusco", "travel_dates": dates, "party": party}
            return Conversation(executor, {**trip, "child_ages": [], **slots})

        return make

    return of


async def test_whoever_writes_with_a_number_is_asked_whether_to_be_called_there(
    writing: Callable[[str | None], Make],
) -> None:
    trip = await held(writing("+56987654321"))
    [asked] = await trip.run("action_ask_lead_phone")

    assert CHILE in asked["text"]
    assert payloads_of([asked]) == [f'/inform{{"phone": "{CHILE}"}}']
    changes = heard("sí", "affirm", known=trip.slots, **ASKED)  # type: ignore[arg-type]
    assert changes["lead_phone"] == CHILE

    await trip.validate("booking_form", lead_phone="961 234 567")
    assert trip.slots["lead_phone"] == "+56 9 6123 4567"


async def test_where_the_channel_has_no_numbers_the_question_is_as_ever(
    writing: Callable[[str | None], Make],
) -> None:
    trip = await held(writing(None))
    [asked] = await trip.run("action_ask_lead_phone")
    assert "código de país" in asked["text"]
    assert payloads_of([asked]) == []
