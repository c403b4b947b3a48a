"""Where to go, by the kind of place and the month that is wished for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from actions.fitting import Wish, fit, month_wished
from backend.catalogue.schemas import DestinationView
from tests.actions.conftest import Conversation, payloads_of, text_of
from tests.actions.hearing import heard, problem

Make = Callable[..., Conversation]


def place(code: str, *themes: str, months: tuple[int, ...] = ()) -> DestinationView:
    name = {"es": code, "en": code, "pt": code}
    return DestinationView(code, "PE", name, name, "place.svg", "America/Lima", themes, months)


BAY = place("bay", "city", "beach", months=(12, 1))
CORAL = place("coral", "beach", "romance", months=(6, 7))
PEAK = place("peak", "mountains", "adventure", months=(1, 2))


def codes(*themes: str, on: date | None = None) -> list[str]:
    return [one.code for one in fit([BAY, CORAL, PEAK], Wish(themes, on)).places]


def titles(reply: dict[str, Any]) -> list[str]:
    return [card["title"] for card in reply["custom"]["cards"]]


def test_only_what_has_the_theme_is_shown_and_first_what_is_best_known_for_it() -> None:
    assert codes("beach") == ["coral", "bay"]


def test_all_themes_at_once_leave_those_that_have_all() -> None:
    assert codes("beach", "romance") == ["coral"]


def test_where_nothing_has_all_those_that_have_most_are_shown() -> None:
    assert fit([BAY, CORAL, PEAK], Wish(("beach", "romance", "snow"), None)).how == "some"
    assert codes("beach", "romance", "snow") == ["coral"]


def test_what_is_in_season_comes_first() -> None:
    assert codes("beach", on=date(2027, 12, 1)) == ["bay", "coral"]


def test_where_nothing_has_the_theme_what_is_near_to_it_is_shown() -> None:
    found = fit([BAY, CORAL, PEAK], Wish(("snow",), None))
    assert (found.how, [one.code for one in found.places]) == ("near", ["peak"])


def test_where_nothing_is_near_either_everything_is_shown() -> None:
    found = fit([BAY, CORAL], Wish(("snow",), None))
    assert (found.how, len(found.places)) == ("none", 2)


def test_best_months_say_nothing_of_snow() -> None:
    assert Wish(("snow",), date(2027, 1, 1)).month is None


@pytest.mark.parametrize(
    ("slots", "month"),
    [
        ({}, None),
        ({"travel_dates": {"start": "2027-05-10", "end": "2027-05-14"}}, 5),
        ({"travel_dates": {"start": "2027-05-10", "end": "2027-05-14"}, "hints": {"month": "2027-12"}}, 12),
        ({"hints": {"start": "2027-08-03"}}, 8),
    ],
)
def test_the_month_is_that_of_the_trip_as_far_as_it_was_said(
    slots: dict[str, Any], month: int | None
) -> None:
    on = month_wished(slots)
    assert (on and on.month) == month


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("es", "algo romántico", "Para una escapada romántica te recomiendo"),
        ("en", "somewhere romantic", "For a romantic getaway"),
        ("pt", "um lugar romântico", "Para uma viagem romântica"),
    ],
)
async def test_a_theme_brings_the_cards_of_what_has_it(
    conversation: Make, language: str, text: str, said: str
) -> None:
    open_minded = conversation(destination=None, travel_dates=None, language=language)
    [reply] = await open_minded.run("action_recommend", text, "ask_recommendation")
    assert said in reply["text"]
    assert titles(reply) == ["Pucón"]


async def test_known_dates_put_first_and_name_what_is_in_season(conversation: Make) -> None:
    may = conversation(destination=None)
    [reply] = await may.run("action_recommend", "montaña", "ask_recommendation")
    assert titles(reply) == ["Cusco", "Pucón"]
    assert "En mayo es buena época en Cusco." in reply["text"]


async def test_a_month_that_suits_none_of_them_is_told(conversation: Make) -> None:
    october = conversation(destination=None, hints={"month": "2027-10"})
    [reply] = await october.run("action_recommend", "montaña", "ask_recommendation")
    assert "octubre no es la mejor época" in reply["text"]


async def test_nothing_with_snow_is_said_and_the_nearest_shown(conversation: Make) -> None:
    cold = conversation(destination=None)
    [reply] = await cold.run("action_recommend", "un lugar con nieve", "ask_recommendation")
    assert "no tenemos nada para nieve" in reply["text"]
    assert titles(reply) == ["Cusco", "Pucón"]


async def test_whoever_looks_for_something_cheap_is_told_when_prices_come(conversation: Make) -> None:
    thrifty = conversation(destination=None)
    [reply] = await thrifty.run("action_recommend", "montaña barata", "ask_recommendation")
    assert "lo más económico" in reply["text"]


async def test_a_landscape_that_the_place_in_mind_lacks_leads_to_others(conversation: Make) -> None:
    lake = conversation(destination="pucon", travel_dates=None)
    said = text_of(await lake.run("action_recommend", "¿hay montaña?", "ask_recommendation"))
    assert "Lago y volcán" in said

    [reply] = await lake.run("action_recommend", "¿hay playa?", "ask_recommendation")
    assert "no tenemos nada para playa" in reply["text"]


async def test_the_question_where_to_brings_what_fits_and_remembers_it(conversation: Make) -> None:
    dreaming = conversation(destination=None, travel_dates=None)
    dreaming.form = "trip_form"
    [reply] = await dreaming.run("action_ask_destination", "quiero ir de luna de miel", "search_trip")
    assert titles(reply) == ["Pucón"]

    [again] = await dreaming.run("action_ask_destination", "somos 2", "inform")
    assert titles(again) == ["Pucón"]


async def test_the_button_for_destinations_shows_all_of_them(conversation: Make) -> None:
    dreaming = conversation(destination=None, travel_dates=None)
    await dreaming.run("action_recommend", "algo romántico", "ask_recommendation")
    [reply] = await dreaming.run("action_recommend", "/ask_recommendation", "ask_recommendation")
    assert titles(reply) == ["Cusco", "Pucón"]


def test_the_kind_of_place_is_no_unknown_place_and_no_misunderstanding() -> None:
    assert heard("quiero ir a la montaña", "search_trip")["turn"]["problem"] is None

    answered = heard("algo de playa", "inform", asked="destination")
    assert answered["turn"]["problem"] is None
    assert answered["misunderstood"] == 0


@pytest.mark.parametrize(
    ("text", "intent", "wish"),
    [
        ("algo romántico para la luna de miel", "ask_honeymoon", "trip"),
        ("un lugar frío con nieve", "ask_weather", "place"),
        ("¿qué hay para luna de miel?", "ask_honeymoon", None),
        ("playas para ir con perro", "ask_pets", None),
    ],
)
def test_a_dream_that_sounds_like_a_question_begins_a_trip(text: str, intent: str, wish: str | None) -> None:
    assert heard(text, intent)["turn"]["wish"] == wish


def test_a_place_that_nobody_knows_still_is_one() -> None:
    assert problem(heard("quiero ir a Zumbarú", "search_trip"))["slot"] == "destination"


async def test_recommending_shows_destinations_then_what_there_is_in_one(conversation: Make) -> None:
    open_minded = conversation(destination=None)
    [reply] = await open_minded.run("action_recommend", "¿qué me recomiendas?", "ask_recommendation")
    assert [card["title"] for card in reply["custom"]["cards"]] == ["Cusco", "Pucón"]

    replies = await open_minded.run(
        "action_recommend", "¿qué hay en Cusco?", "ask_recommendation", destination="cusco"
    )
    assert "Ciudad de los incas" in text_of(replies)
    assert replies[-1]["custom"]["cards"]


async def test_what_there_is_to_do_is_tours_and_where_to_stay_is_hotels(conversation: Make) -> None:
    asking = conversation(destination=None)
    tours = await asking.run(
        "action_recommend", "¿qué hay para hacer en Cusco?", "ask_recommendation", destination="cusco"
    )
    hotels = await asking.run(
        "action_recommend", "¿qué hoteles me recomiendas?", "ask_recommendation", destination="cusco"
    )
    assert {card["title"] for card in tours[-1]["custom"]["cards"]} == {
        "Ciudadela en un día",
        "Mercado del martes",
        "Clase de cocina",
    }
    assert {card["title"] for card in hotels[-1]["custom"]["cards"]} == {"Hotel Inti", "Hotel La Posada"}


async def test_another_place_is_answered_honestly_and_the_trip_stays(conversation: Make) -> None:
    trip = conversation()
    puno = {"name": "Puno", "kind": "city", "country": "PE", "near": [_near("cusco", "PE", 330)]}
    [reply] = await trip.run("action_recommend", "¿qué hay en Puno?", "ask_recommendation", place=puno)
    assert "A Puno no llegamos" in reply["text"]
    assert payloads_of([reply]) == ['/inform{"destination": "cusco"}']
    assert trip.slots["destination"] == "cusco"


async def test_what_there_is_elsewhere_does_not_change_the_trip_that_is_known(conversation: Make) -> None:
    trip = conversation()
    await trip.run("action_understand_turn", "¿qué hay en Pucón?", "ask_recommendation", destination="pucon")
    await trip.run("action_recommend", "¿qué hay en Pucón?", "ask_recommendation", destination="pucon")
    assert trip.slots["destination"] == "cusco"


def _near(destination: str, country: str, km: int) -> dict[str, Any]:
    return {"destination": destination, "country": country, "km": km}
