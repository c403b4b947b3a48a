"""What one message changes, in three languages: entities as the bot gives them, words, and what was said before."""

from __future__ import annotations

from tests.actions.hearing import COUPLE, MAY, heard, party, problem


def test_everything_in_one_message() -> None:
    changes = heard(
        "hola, quiero cotizar Cusco para 2 adultos y un niño de 8 del 10 al 14 de mayo, hotel 4 estrellas",
        "request_quote",
        destination="cusco",
        dates="del 10 al 14 de mayo",
        party=party(2, 1, (8,)),
        stars=4,
    )

    assert changes["destination"] == "cusco"
    assert changes["travel_dates"] == MAY
    assert changes["party"] == {"adults": 2, "children": 1}
    assert changes["child_ages"] == [8]
    assert changes["stars"] == 4
    assert changes["turn"]["problem"] is None


def test_an_email_in_the_middle_of_a_trip_is_kept_and_the_question_stays_open() -> None:
    changes = heard("ana@torres.example", asked="party", email="ana@torres.example")

    assert changes["lead_email"] == "ana@torres.example"
    assert changes["party"] is None
    assert changes["turn"]["filled"] == ["lead_email"]


def test_another_trip_in_the_middle_of_a_booking_is_taken() -> None:
    changes = heard(
        "quiero un hotel en Lima", "search_hotel", asked="lead_name", form="booking_form", destination="lima"
    )

    assert changes["destination"] == "lima"
    assert "lead_name" not in changes


def test_a_no_while_details_are_asked_may_be_a_no_to_the_booking() -> None:
    found = problem(heard("no gracias", "deny", asked="lead_name", form="booking_form"))
    assert found["buttons"][0]["payload"] == '/inform{"fix": "let_go"}'


def test_a_correction_changes_one_thing_only() -> None:
    changes = heard(
        "3 adultos, no 2",
        "change_trip",
        known={"party": COUPLE, "child_ages": [], "travel_dates": MAY},
        party=party(3),
    )

    assert changes["party"] == {"adults": 3, "children": 0}
    assert "travel_dates" not in changes
    assert "destination" not in changes


def test_a_question_fills_what_was_not_said_and_changes_nothing_that_was() -> None:
    known = {"destination": "cartagena"}
    changes = heard("¿cómo es el clima en Cusco?", "ask_weather", known=known, destination="cusco")

    assert "destination" not in changes
    assert changes["turn"]["question"]


def test_a_digression_leaves_the_open_question_to_its_rule() -> None:
    changes = heard("¿necesito visa?", "ask_visa", asked="travel_dates")

    assert "travel_dates" not in changes
    assert changes["turn"]["problem"] is None


def test_an_answer_that_says_nothing_is_asked_again_with_an_example() -> None:
    changes = heard("no sé bien, un poco más adelante", asked="travel_dates")

    assert "del 10 al 14 de mayo" in problem(changes)["text"]
    assert changes["misunderstood"] == 1


def test_not_understanding_twice_in_a_row_offers_a_person() -> None:
    found = problem(heard("asdf", "nlu_fallback", asked="party", known={"misunderstood": 1}))

    assert found["buttons"][-1]["payload"] == "/request_human"


def test_understanding_forgets_earlier_misunderstandings() -> None:
    assert heard("2 adultos", asked="party", known={"misunderstood": 1}, party=party(2))["misunderstood"] == 0
