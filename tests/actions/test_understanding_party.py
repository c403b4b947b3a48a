"""Who travels: numbers, children, ages, and what cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.hearing import COUPLE, heard, party, problem


@pytest.mark.parametrize(
    ("language", "answer"), [("es", "dos"), ("en", "two"), ("pt", "dois"), ("es", "2"), ("pt", "2 adultos")]
)
def test_a_bare_number_answers_how_many(language: str, answer: str) -> None:
    changes = heard(answer, language=language, asked="party")

    assert changes["party"] == COUPLE
    assert changes["child_ages"] == []
    assert "travel_dates" not in changes


@pytest.mark.parametrize(
    ("language", "answer"), [("es", "8 y 5"), ("en", "8 and 5"), ("pt", "8 e 5"), ("es", "8, 5")]
)
def test_bare_numbers_answer_how_old(language: str, answer: str) -> None:
    known = {"party": {"adults": 2, "children": 2}}
    assert heard(answer, language=language, asked="child_ages", known=known)["child_ages"] == [8, 5]


@pytest.mark.parametrize("answer", ["7", "siete", "tiene 7"])
def test_one_number_answers_how_old_the_one_child_is(answer: str) -> None:
    changes = heard(answer, asked="child_ages", known={"party": {"adults": 2, "children": 1}})
    assert changes["child_ages"] == [7]


def test_children_join_the_adults_who_were_there() -> None:
    changes = heard("y 2 niños", known={"party": COUPLE, "child_ages": []}, party=party(children=2))

    assert changes["party"] == {"adults": 2, "children": 2}
    assert changes["child_ages"] is None


def test_children_before_adults_are_kept_until_the_adults_are_known() -> None:
    first = heard("con 2 niños de 4 y 7", "search_trip", party=party(children=2, ages=(4, 7)))
    assert problem(first)["text"] == "¿Y cuántos adultos viajan con 2 niños?"

    then = heard("2", asked="party", known={"hints": first["hints"]})
    assert then["party"] == {"adults": 2, "children": 2}
    assert then["child_ages"] == [4, 7]


def test_a_total_counts_everybody() -> None:
    changes = heard(
        "y si somos 6?", "change_trip", known={"party": COUPLE, "child_ages": []}, party=party(total=6)
    )
    assert changes["party"] == {"adults": 6, "children": 0}


def test_a_total_leaves_the_children_who_were_named() -> None:
    known = {"party": {"adults": 2, "children": 1}, "child_ages": [8]}
    changes = heard("ahora somos 4", "change_trip", known=known, party=party(total=4))

    assert changes["party"] == {"adults": 3, "children": 1}
    assert changes.get("child_ages", [8]) == [8]


@pytest.mark.parametrize(
    ("language", "answer", "said", "says"),
    [
        ("es", "0 personas", party(0), "al menos una persona"),
        ("en", "300 people", party(total=300), "groups of more than 40"),
        ("pt", "300 pessoas", party(total=300), "mais de 40"),
    ],
)
def test_parties_that_cannot_be_are_explained(
    language: str, answer: str, said: dict[str, Any], says: str
) -> None:
    changes = heard(answer, language=language, asked="party", party=said)

    assert changes["party"] is None
    assert says in problem(changes)["text"]


def test_a_large_group_is_offered_a_person() -> None:
    changes = heard("300 personas", asked="party", party=party(total=300))
    assert [button["payload"] for button in problem(changes)["buttons"]] == ["/request_human", "/deny"]
    assert changes["pending"] == "human"


def test_a_large_group_said_twice_is_offered_a_person_twice() -> None:
    known = {"pending": "human"}
    assert heard("somos 50", asked="party", known=known, party=party(total=50))["pending"] == "human"


def test_more_ages_than_children_are_asked_again() -> None:
    changes = heard(
        "8, 5 y 3", asked="child_ages", known={"party": {"adults": 2, "children": 2}}, ages=[8, 5, 3]
    )

    assert changes["child_ages"] is None
    assert "2 niños" in problem(changes)["text"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "kids r 6 and 9"), ("es", "los niños tienen 6 y 9"), ("pt", "as crianças têm 6 e 9")],
)
def test_how_old_the_children_are_makes_them_part_of_those_counted(language: str, text: str) -> None:
    known = {"destination": "cusco", "party": {"adults": 4, "children": 0}, "child_ages": []}
    changes = heard(text, language=language, known=known, party=party(None, 2, (6, 9)))

    assert changes["party"] == {"adults": 2, "children": 2}
    assert changes["child_ages"] == [6, 9]


def test_children_told_beside_come_along() -> None:
    known = {"destination": "cusco", "party": {"adults": 4, "children": 0}, "child_ages": []}
    changes = heard("and with 2 kids, 5 and 8", language="en", known=known, party=party(None, 2, (5, 8)))
    assert changes["party"] == {"adults": 4, "children": 2}
