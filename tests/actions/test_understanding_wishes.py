"""What kind of trip, which comfort, which product."""

from __future__ import annotations

import pytest

from actions.understanding import NamedProduct
from tests.actions.hearing import heard


@pytest.mark.parametrize(("answer", "stars"), [("4", 4), ("4 estrellas", 4), ("de 5", 5)])
def test_a_bare_number_answers_how_many_stars(answer: str, stars: int) -> None:
    assert heard(answer, asked="stars")["stars"] == stars


@pytest.mark.parametrize(
    ("language", "answer"), [("es", "me da igual"), ("en", "I don't mind"), ("pt", "tanto faz")]
)
def test_no_preference_is_any_category(language: str, answer: str) -> None:
    assert heard(answer, "no_preference", language=language, asked="stars")["stars"] == "any"


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
    ("text", "stars"),
    [
        ("quiero ir a Cusco, algo barato", "any"),
        ("a trip to Cusco, nothing fancy", "any"),
        ("somewhere cheap in Cusco", "any"),
        ("quero ir a Cusco, algo econômico", "any"),
        ("quiero ir a Cusco, algo bonito", None),
    ],
)
def test_whom_the_price_matters_is_not_asked_for_a_category(text: str, stars: str | None) -> None:
    assert heard(text, "search_trip").get("stars") == stars


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


def test_a_package_is_no_tour() -> None:
    changes = heard("queria um pacote pra salvador", "search_tour", language="pt", destination="rio")
    assert changes["interest"] == "package"


def test_the_same_hotel_to_them_is_any_category_whatever_is_asked() -> None:
    changes = heard("me da lo mismo el hotel", "no_preference", asked="party", known={"destination": "cusco"})
    assert changes["stars"] == "any"


@pytest.mark.parametrize("text", ["tem algo até 5 mil reais?", "¿hay algo de hasta 500 dólares?"])
def test_an_amount_that_it_may_cost_is_a_budget_though_it_sounds_like_money_to_change(text: str) -> None:
    budget = {"amount": 5000, "currency": "BRL", "per": None, "bound": "most"}
    known = heard(text, "ask_currency", budget=budget)
    assert (known["budget"], known["turn"]["wish"]) == (budget, "budget")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("quiero ir a Cusco en mayo, sin hotel, solo el tour", "search_hotel"),
        ("a tour in Cusco without hotel", "search_trip"),
        ("só o passeio em Cusco, sem hotel", "inform"),
        ("só um passeio em Cusco, sem hotel", "remove_service"),
    ],
)
def test_whoever_wants_no_hotel_gets_none(text: str, intent: str) -> None:
    assert heard(text, intent, destination="cusco")["interest"] == "tour"
