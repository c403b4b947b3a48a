"""One of the options: by its number, in words, by its title."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.picking import pick, pick_by_title
from tests.actions.conftest import Conversation, text_of

Make = Callable[..., Conversation]
OFFERED = [
    {"number": 1, "product": "posada", "price_minor": 100, "rating": 4.3},
    {"number": 2, "product": "inti", "price_minor": 200, "rating": 4.4},
    {"number": 3, "product": "palacio", "price_minor": 300, "rating": None},
]


async def test_an_option_is_chosen_in_words_and_quoted(conversation: Make) -> None:
    trip = conversation(stars="any")
    await trip.run("action_present_trip")

    await trip.run("action_choose_option", "la segunda", "choose_option", choice={"ordinal": 2})

    assert trip.slots["product"] == "inti"


async def test_a_choice_without_options_starts_the_search(conversation: Make) -> None:
    trip = conversation(destination=None, travel_dates=None)
    replies = await trip.run("action_choose_option", "la segunda", "choose_option", choice={"ordinal": 2})

    assert "Todavía no te mostré opciones" in text_of(replies)
    assert trip.followed_by == "trip_form"


async def test_an_option_that_is_not_there_is_said(conversation: Make) -> None:
    trip = conversation(stars="any")
    await trip.run("action_present_trip")

    replies = await trip.run("action_choose_option", "la séptima", "choose_option", choice={"ordinal": 7})

    assert "Solo hay 2 opciones" in text_of(replies)


async def test_words_that_choose_nothing_do_not_repeat_the_cards(conversation: Make) -> None:
    trip = conversation(stars="any")
    await trip.run("action_present_trip")

    await trip.run("action_present_trip", "Ana", "inform")

    assert trip.followed_by == "action_choose_option"


@pytest.mark.parametrize(
    ("choice", "product"),
    [
        ({"ordinal": 1}, "posada"),
        ({"ordinal": -1}, "palacio"),
        ({"superlative": "cheapest", "rank": 2}, "inti"),
        ({"superlative": "cheapest", "rank": 4}, None),
        ({"ordinal": 9}, None),
        ({"superlative": "cheapest"}, "posada"),
        ({"superlative": "priciest"}, "palacio"),
        ({"superlative": "best_rated"}, "inti"),
        (None, None),
    ],
)
def test_ordinals_and_superlatives_pick(choice: dict[str, Any] | None, product: str | None) -> None:
    assert pick(OFFERED, choice) == product


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("el mirador de san blas", "mirador"),
        ("me quedo con plaza andina porfa", "plaza"),
        ("el hotel", None),
        ("no sé", None),
        ("vale, me parece bien", None),
    ],
)
def test_the_words_of_a_title_pick(text: str, product: str | None) -> None:
    titles = {
        "inti": {"es": "Hotel Casa del Inti"},
        "mirador": {"es": "Hotel Mirador de San Blas"},
        "plaza": {"es": "Hostal Plaza Andina"},
        "valle": {"es": "Valle Sagrado", "pt": "Vale Sagrado"},
    }
    assert pick_by_title(text, titles) == product


async def test_the_cheapest_before_any_options_is_quoted_at_once(conversation: Make) -> None:
    trip = conversation(stars=None)
    trip.form = "trip_form"

    said = text_of(
        await trip.run(
            "action_choose_option", "el más barato", "choose_option", choice={"superlative": "cheapest"}
        )
    )

    assert trip.slots["quote_id"]
    assert trip.slots["product"] == "posada"
    assert trip.slots["stars"] == "any"
    assert trip.form is None
    assert "Cotización" in said


@pytest.mark.parametrize("text", ["that one", "ese mismo", "esse aí"])
async def test_that_one_beside_a_quote_takes_it(conversation: Make, text: str) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")

    await trip.run("action_choose_option", text, "choose_option")
    assert trip.followed_by == "action_place_hold"


async def test_a_choice_leaves_the_question_for_a_code(conversation: Make) -> None:
    trip = conversation()
    await trip.run("action_present_trip")
    trip.form = "status_form"

    await trip.run("action_choose_option", "la primera", "choose_option", choice={"ordinal": 1})
    assert trip.form is None


async def test_that_one_is_the_only_option_shown(conversation: Make) -> None:
    trip = conversation(offered=[{"number": 1, "product": "inti", "price_minor": 1, "rating": 4.0}])
    replies = await trip.run("action_choose_option", "ese", "choose_option")
    assert "Hotel Inti" in text_of(replies)


async def test_the_price_of_one_of_the_options_is_its_quote(conversation: Make) -> None:
    trip = conversation(stars="any", offered=OFFERED)
    await trip.run("action_present_trip", "how much is the second one?", "ask_price", choice={"ordinal": 2})
    assert trip.followed_by == "action_choose_option"
