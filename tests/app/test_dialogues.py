"""What a replayed dialogue is judged by: what was kept, what was asked although it was said."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.dialogues.dialogue import Dialogue, Kind, Said, Statement
from app.dialogues.figures import drops, figures
from app.dialogues.page import render
from app.dialogues.replay import Recorded, play
from app.dialogues.verdict import Verdict, judge
from texts import say

TODAY = date(2026, 11, 25)
NAMES = {"cusco": ("Cusco", "Cuzco")}
JULY = {"start": "2027-07-03", "end": "2027-07-08"}


def said(kind: str, value: str, turn: int = 0) -> Statement:
    return Statement(Kind(kind), (value,), turn, wanted=True)


def answer(asks: str | None = None, **slots: Any) -> dict[str, Any]:
    """A turn in which the trip's form asks for a slot."""
    form = ["trip_form"] if asks else []
    return {
        "replies": [{"text": "..."}],
        "actions": form,
        "slots": slots | ({"requested_slot": asks} if asks else {}),
        "intent": "inform",
    }


def judged(statements: tuple[Statement, ...], *answers: dict[str, Any]) -> Verdict:
    dialogue = Dialogue("one", ("Hotels",), tuple(Said("...") for _ in answers), statements)
    return judge(play(dialogue, Recorded(*answers)), NAMES, TODAY)


def test_what_the_slots_hold_at_once_is_kept() -> None:
    verdict = judged(
        (said("place", "Cuzco"), said("party", "3")),
        answer("travel_dates", destination="cusco", party={"adults": 2, "children": 1}),
    )

    assert verdict.complete and verdict.turns_needed == (1, 1)
    assert not verdict.asked


def test_what_is_held_one_turn_later_took_one_turn_more() -> None:
    verdict = judged((said("stars", "4"),), answer("travel_dates"), answer("travel_dates", stars=4))
    assert verdict.turns_needed == (1, 2)


def test_a_question_for_what_was_lost_asks_again() -> None:
    verdict = judged((said("party", "3"),), answer("party"))

    assert [one.slot for one in verdict.asked_again] == ["party"]
    assert not verdict.complete


def test_a_question_for_what_is_kept_already_asks_again() -> None:
    dates = (said("start", "07-03"), said("end", "07-08"))
    assert judged(dates, answer("travel_dates", travel_dates=JULY)).asked_again


def test_the_other_half_of_a_date_is_no_question_again() -> None:
    verdict = judged((said("start", "July 3rd"),), answer("travel_dates", hints={"start": "2027-07-03"}))
    assert verdict.complete and not verdict.asked


def test_a_place_that_is_not_sold_is_kept_and_another_asked_for_with_reason() -> None:
    verdict = judged(
        (said("place", "Portland, OR"),), answer("destination", wished_place={"name": "Portland"})
    )

    assert verdict.complete and not verdict.asked_again
    assert [one.reason for one in verdict.asked] == ["not sold"]


def test_a_day_that_has_passed_is_asked_again_with_reason_and_does_not_count() -> None:
    problem = {"slot": "travel_dates", "text": say("en", "problem.dates_past", date="March 1")}
    verdict = judged(
        (said("start", "1st of this month"),),
        answer("destination", turn={"problem": problem}),
        answer("travel_dates"),
    )

    assert [one.reason for one in verdict.asked] == ["past"]
    assert not verdict.measurable and not verdict.asked_again


def test_what_was_corrected_later_is_not_missed() -> None:
    verdict = judged(
        (Statement(Kind.PARTY, ("2",), 0, wanted=False), said("party", "3", turn=1)),
        answer("stars", party={"adults": 2, "children": 0}),
        answer("stars", party={"adults": 3, "children": 0}),
    )
    assert verdict.complete and not verdict.asked


def test_a_conversation_that_was_handed_over_is_taken_back() -> None:
    assistant = Recorded(answer() | {"owner": "agent"}, answer())
    play(Dialogue("one", (), (Said("help"), Said("hello")), ()), assistant)
    assert assistant.resumed == 1


def test_figures_count_what_was_said_kept_and_asked_again() -> None:
    lost = judged((said("party", "3"), said("place", "Cusco")), answer("party", destination="cusco"))
    found = figures([lost])

    assert found["said"] == 2 and found["kept"] == 0.5 and found["kept_place"] == 1
    assert found["asked_again"] == 1 and found["complete"] == 0


def test_one_more_question_for_what_was_said_is_a_drop() -> None:
    before = {"ours.asked_again": 0.0, "ours.kept": 0.95}
    assert list(drops(before, {"ours.asked_again": 1.0, "ours.kept": 0.94})) == [
        "ours.asked_again: 1.000, was 0.000"
    ]
    assert list(drops(before, {"ours.asked_again": 0.0, "ours.kept": 0.9})) == ["ours.kept: 0.900, was 0.950"]


def test_the_page_shows_both_sides_and_marks_what_was_asked_again() -> None:
    verdict = judged((said("party", "3"),), answer("party"))
    page = render({"ours": [verdict]}, ["half of it"], "today")

    assert "asks for the party again" in page and "not kept 1" in page and "half of it" in page


def test_a_place_that_another_replaced_since_is_asked_for_with_reason() -> None:
    verdict = judged(
        (said("place", "Oslo"),),
        answer("destination", wished_place={"name": "Oslo"}),
        answer("destination", wished_place={"name": "Bergen"}),
    )
    assert [one.reason for one in verdict.asked] == ["not sold", "another one was named since"]


def test_a_place_that_was_forgotten_is_asked_again() -> None:
    verdict = judged(
        (said("place", "Oslo"),), answer("destination", wished_place={"name": "Oslo"}), answer("destination")
    )
    assert [one.reason for one in verdict.asked] == ["not sold", None]
