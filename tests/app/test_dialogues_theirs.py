"""How dialogues of other people are read: their slots as ours, and where each was said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.dialogues.days import means
from app.dialogues.dialogue import Kind
from app.dialogues.theirs import NoDialogues, dialogue_of, read_theirs

TODAY = date(2026, 11, 25)


def theirs(*user: tuple[str, list[str]], state: dict[str, Any], calls: Any = ()) -> dict[str, Any]:
    turns: list[dict[str, Any]] = []
    for text, acts in user:
        turns += [{"speaker": "user", "text": text, "acts": acts}, {"speaker": "system", "text": "Sure."}]
    return {
        "id": "x",
        "domains": ["Hotels"],
        "turns": turns,
        "final_state": state,
        "service_calls": list(calls),
    }


def test_a_slot_of_theirs_is_a_piece_of_a_trip_said_in_the_turn_that_informs_of_it() -> None:
    dialogue = dialogue_of(
        theirs(
            ("Find me a house", []),
            ("For two of us in Big Harbour", ["INFORM:number_of_adults", "INFORM:where_to"]),
            state={"Hotels_2": {"number_of_adults": ["2"], "where_to": ["Big Harbour"], "rating": ["3.7"]}},
            calls=[{"method": "SearchHouse", "parameters": {"where_to": "Great Harbour"}}],
        )
    )

    found = {statement.kind: statement for statement in dialogue.statements}
    assert found.keys() == {Kind.PARTY, Kind.PLACE}
    assert found[Kind.PARTY].turn == found[Kind.PLACE].turn == 1
    assert found[Kind.PLACE].accepted == ("Big Harbour", "Great Harbour")
    assert dialogue.turns[0].their_reply == "Sure."


def test_what_the_traveller_never_said_is_left_out() -> None:
    state = {"Hotels_4": {"check_in_date": ["March 4th"], "location": ["Big Harbour"]}}
    dialogue = dialogue_of(theirs(("Yes, that is right", ["AFFIRM"]), state=state))
    assert dialogue.statements == ()


def test_what_was_said_first_and_changed_later_stands_with_any_value() -> None:
    dialogue = dialogue_of(
        theirs(
            ("On March 4th", ["INFORM:check_in_date"]),
            ("No, March 6th", ["INFORM:check_in_date"]),
            state={"Hotels_4": {"check_in_date": ["March 6th"]}},
        )
    )

    assert [(one.turn, one.accepted, one.wanted) for one in dialogue.statements] == [
        (0, (), False),
        (1, ("March 6th",), True),
    ]


def test_where_acts_are_not_marked_a_day_is_found_by_its_words() -> None:
    state = {"hotel_book": {"StartDate": '"12th"', "EndDate": 'api.is_equal_to("15th")', "Name": '"The Inn"'}}
    raw = theirs(("a room for 1 from May 12", []), ("until the 15th", []), state=state)

    assert [(one.kind, one.turn) for one in dialogue_of(raw).statements] == [(Kind.START, 0), (Kind.END, 1)]


def test_four_days_are_three_nights_or_four() -> None:
    state = {"Hotels_4": {"stay_length": ["4"]}}
    dialogue = dialogue_of(theirs(("four days", ["INFORM:stay_length"]), state=state))
    assert dialogue.statements[0].accepted == ("4", "3")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("4th of March", date(2027, 3, 4)),
        ("March 4th", date(2031, 3, 4)),
        ("the 4th", date(2026, 12, 4)),
        ("next Monday", date(2026, 11, 30)),
        ("later today", TODAY),
        ("day after tomorrow", date(2026, 11, 27)),
        ("07-03", date(2027, 7, 3)),
    ],
)
def test_a_day_is_right_in_what_the_words_fix(words: str, day: date) -> None:
    assert means(words, day, TODAY)


@pytest.mark.parametrize("words", ["5th of March", "4th of May", "the 5th", "next Tuesday", "tomorrow"])
def test_a_day_is_wrong_where_the_words_fix_another(words: str) -> None:
    assert not means(words, date(2027, 3, 4), TODAY)


def test_without_the_folder_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoDialogues, match="make dialogue-report ARGS"):
        read_theirs(tmp_path)
