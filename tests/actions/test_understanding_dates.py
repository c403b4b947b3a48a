"""When: days, months and lengths as they are said, corrected and asked again."""

from __future__ import annotations

import pytest

from tests.actions.hearing import COUPLE, MAY, heard, party, problem


@pytest.mark.parametrize(
    ("language", "dates"),
    [("es", "del 10 al 14 de mayo"), ("en", "from 10 to 14 May"), ("pt", "de 10 a 14 de maio")],
)
def test_days_answer_the_question_when(language: str, dates: str) -> None:
    assert heard(dates, language=language, asked="travel_dates", dates=dates)["travel_dates"] == MAY


@pytest.mark.parametrize(
    ("language", "words"), [("es", "mejor en junio"), ("en", "make it June"), ("pt", "melhor em junho")]
)
def test_another_month_keeps_the_days(language: str, words: str) -> None:
    changes = heard(
        words, "change_trip", language=language, known={"travel_dates": MAY, "offered": [{}]}, dates=words
    )

    assert changes["travel_dates"] == {"start": "2027-06-10", "end": "2027-06-14"}
    assert changes["offered"] is None


def test_a_month_alone_asks_for_its_days_and_the_days_then_fall_in_it() -> None:
    first = heard("en julio", asked="travel_dates", dates="en julio")
    assert "julio de 2027" in problem(first)["text"]

    then = heard("del 3 al 8", asked="travel_dates", known={"hints": first["hints"]}, dates="del 3 al 8")
    assert then["travel_dates"] == {"start": "2027-07-03", "end": "2027-07-08"}


def test_a_first_day_alone_asks_how_long_and_nights_complete_it() -> None:
    first = heard("el 3 de julio", asked="travel_dates", dates="el 3 de julio")
    assert first["travel_dates"] is None
    assert "3 de julio de 2027" in problem(first)["text"]

    then = heard("5 noches", asked="travel_dates", known={"hints": first["hints"]}, dates="5 noches")
    assert then["travel_dates"] == {"start": "2027-07-03", "end": "2027-07-08"}


def test_a_single_day_is_enough_for_a_tour() -> None:
    changes = heard("el 3 de julio", asked="travel_dates", known={"interest": "tour"}, dates="el 3 de julio")
    assert changes["travel_dates"] == {"start": "2027-07-03", "end": "2027-07-03"}


def test_a_date_that_could_be_two_is_asked_with_two_buttons() -> None:
    found = problem(heard("5/9", asked="travel_dates", dates="5/9"))

    assert [button["payload"] for button in found["buttons"]] == [
        '/inform{"dates": "2027-09-05"}',
        '/inform{"dates": "2027-05-09"}',
    ]


def test_a_pressed_day_is_a_first_day() -> None:
    changes = heard('/inform{"dates": "2027-09-05"}', asked="travel_dates", dates="2027-09-05")
    assert changes["hints"]["start"] == "2027-09-05"


@pytest.mark.parametrize(
    ("language", "dates", "says"),
    [
        ("es", "el 3 de enero de 2020", "ya pasó"),
        ("en", "January 3rd 2020", "already passed"),
        ("pt", "3 de janeiro de 2020", "já passou"),
        ("es", "del 20 de mayo de 2027 al 14 de mayo de 2027", "antes que la ida"),
        ("en", "from 1 May to 30 August 2027", "60 nights"),
        ("pt", "maio de 2031", "distante"),
    ],
)
def test_days_that_cannot_be_are_explained(language: str, dates: str, says: str) -> None:
    changes = heard(dates, language=language, asked="travel_dates", dates=dates)

    assert changes["travel_dates"] is None
    assert says in problem(changes)["text"]


def test_another_month_moves_a_day_that_was_said() -> None:
    known = {"destination": "cusco", "hints": {"start": "2026-12-02"}}
    changes = heard("mejor en agosto", "change_trip", asked="travel_dates", known=known, dates="en agosto")

    assert changes["hints"] == {"month": "2027-08"}
    assert "agosto" in problem(changes)["text"]


def test_a_length_is_understood_by_the_word_before_its_mention() -> None:
    known = {"destination": "cusco", "hints": {"start": "2027-06-03"}}
    changes = heard("for a week", language="en", asked="travel_dates", known=known, dates="a week")
    assert changes["travel_dates"] == {"start": "2027-06-03", "end": "2027-06-10"}


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "no wait 12-16"), ("es", "perdón, del 12 al 16"), ("pt", "não, de 12 a 16")],
)
def test_two_bare_days_correct_the_days_that_are_known(language: str, text: str) -> None:
    known = {"destination": "cusco", "travel_dates": MAY, "party": COUPLE}
    changes = heard(text, language=language, known=known)
    assert changes["travel_dates"] == {"start": "2027-05-12", "end": "2027-05-16"}


def test_two_numbers_that_count_people_are_no_days() -> None:
    known = {"destination": "cusco", "travel_dates": MAY, "party": COUPLE}
    changes = heard("no, 2 y 12", known=known, party=party(2, 1, (12,)))
    assert "travel_dates" not in changes


def test_days_that_are_corrected_while_people_are_asked_count_nobody() -> None:
    known = {"destination": "cusco", "travel_dates": MAY}
    changes = heard("no wait 5-9", "change_trip", language="en", asked="party", known=known)

    assert changes["travel_dates"] == {"start": "2027-05-05", "end": "2027-05-09"}
    assert changes.get("party") is None


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        ("es", "la primera semana", ("2027-01-01", "2027-01-07")),
        ("en", "the last week", ("2027-01-25", "2027-01-31")),
        ("pt", "a primeira semana", ("2027-01-01", "2027-01-07")),
        ("en", "10th for a week, 2 adults", ("2027-01-10", "2027-01-17")),
    ],
)
def test_part_of_an_answer_may_be_the_days_of_the_month_that_was_said(
    language: str, text: str, dates: tuple[str, str]
) -> None:
    known = {"hints": {"month": "2027-01"}}
    changes = heard(text, language=language, asked="travel_dates", known=known)
    assert changes["travel_dates"] == {"start": dates[0], "end": dates[1]}


def test_the_same_dates_before_there_are_any_are_no_wrong_date() -> None:
    changes = heard(
        "same dates but in Lima",
        "change_trip",
        language="en",
        asked="travel_dates",
        known={"hints": {"month": "2027-01"}},
        dates="same dates",
        destination="lima",
    )
    assert changes["destination"] == "lima"
    assert changes["turn"]["problem"] is None
