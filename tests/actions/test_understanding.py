"""What one message changes, in three languages: entities as the bot gives them, words, and what was said before."""

from __future__ import annotations

from typing import Any

import pytest

from actions.understanding import NamedProduct
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


@pytest.mark.parametrize(
    ("language", "dates"),
    [("es", "del 10 al 14 de mayo"), ("en", "from 10 to 14 May"), ("pt", "de 10 a 14 de maio")],
)
def test_days_answer_the_question_when(language: str, dates: str) -> None:
    assert heard(dates, language=language, asked="travel_dates", dates=dates)["travel_dates"] == MAY


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


@pytest.mark.parametrize(("answer", "stars"), [("4", 4), ("4 estrellas", 4), ("de 5", 5)])
def test_a_bare_number_answers_how_many_stars(answer: str, stars: int) -> None:
    assert heard(answer, asked="stars")["stars"] == stars


@pytest.mark.parametrize(
    ("language", "answer"), [("es", "me da igual"), ("en", "I don't mind"), ("pt", "tanto faz")]
)
def test_no_preference_is_any_category(language: str, answer: str) -> None:
    assert heard(answer, "no_preference", language=language, asked="stars")["stars"] == "any"


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


@pytest.mark.parametrize(
    ("language", "words"), [("es", "mejor en junio"), ("en", "make it June"), ("pt", "melhor em junho")]
)
def test_another_month_keeps_the_days(language: str, words: str) -> None:
    changes = heard(
        words, "change_trip", language=language, known={"travel_dates": MAY, "offered": [{}]}, dates=words
    )

    assert changes["travel_dates"] == {"start": "2027-06-10", "end": "2027-06-14"}
    assert changes["offered"] is None


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


def test_another_place_starts_the_choice_anew() -> None:
    changes = heard(
        "mejor a Lima", "change_trip", known={"destination": "cusco", "product": "casa"}, destination="lima"
    )

    assert changes["destination"] == "lima"
    assert changes["product"] is None


def test_a_named_tour_brings_its_place_and_kind() -> None:
    changes = heard(
        "cuánto cuesta el valle sagrado", "ask_price", product=NamedProduct("valle-sagrado", "cusco", "tour")
    )

    assert changes["product"] == "valle-sagrado"
    assert changes["destination"] == "cusco"
    assert changes["interest"] == "tour"


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


@pytest.mark.parametrize(
    ("text", "interest"),
    [
        ("cuánto cuesta el traslado del aeropuerto", "transfer"),
        ("quanto custa um transfer em cancun", "transfer"),
        ("how much is a day trip there", "tour"),
        ("cuánto sale con hotel y tour", None),
        ("cuánto sale", None),
    ],
)
def test_a_price_is_asked_of_a_ride_or_a_tour_by_its_word(text: str, interest: str | None) -> None:
    assert heard(text, "ask_price").get("interest") == interest


@pytest.mark.parametrize(
    "text", ["cualquier hotel", "qualquer hotel", "any kind of hotel", "en hotel cualquiera sea"]
)
def test_any_hotel_said_early_is_not_asked_again(text: str) -> None:
    changes = heard(f"quiero ir a Cusco, {text}", "search_trip")
    assert changes.get("stars") == (None if "cualquiera" in text else "any")


@pytest.mark.parametrize(
    "text",
    [
        "me da igual la categoría",
        "tanto faz o hotel",
        "I don't care about the stars",
        "no importa cuántas estrellas",
    ],
)
def test_whoever_does_not_mind_the_category_says_so_in_any_words(text: str) -> None:
    assert heard(text, "no_preference", known={"stars": 3})["stars"] == "any"


def test_a_hotel_after_a_ride_is_chosen_anew() -> None:
    known = {"interest": "transfer", "destination": "cancun", "product": "traslado-cancun"}

    changes = heard("quiero un hotel de 5 estrellas", "search_hotel", known=known, stars=5)

    assert changes["interest"] == "hotel"
    assert changes["product"] is None


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


def test_a_package_is_no_tour() -> None:
    changes = heard("queria um pacote pra salvador", "search_tour", language="pt", destination="rio")
    assert changes["interest"] == "package"


def test_the_same_hotel_to_them_is_any_category_whatever_is_asked() -> None:
    changes = heard("me da lo mismo el hotel", "no_preference", asked="party", known={"destination": "cusco"})
    assert changes["stars"] == "any"


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
