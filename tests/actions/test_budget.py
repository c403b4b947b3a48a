"""Options and quotes within a budget."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.actions.conftest import Conversation, text_of
from tests.actions.hearing import heard

Make = Callable[..., Conversation]


def budget(amount: int, currency: str | None = "USD", per: str | None = None, bound: str = "most") -> Any:
    return {"amount": amount, "currency": currency, "per": per, "bound": bound}


@pytest.mark.parametrize(
    "limit",
    [budget(700), budget(235, per="person"), budget(45, per="night"), budget(600, bound="about")],
    ids=["trip", "person", "night", "about"],
)
async def test_what_is_beyond_the_budget_is_not_chosen(conversation: Make, limit: Any) -> None:
    trip = conversation(stars=None, budget=limit)
    await trip.run("action_present_trip")
    assert trip.slots["product"] == "posada"


async def test_where_nothing_is_within_the_budget_the_cheapest_is_quoted_and_the_excess_told(
    conversation: Make,
) -> None:
    trip = conversation(stars=None, budget=budget(200, per="person"))
    replies = await trip.run("action_present_trip")
    assert replies[0]["text"] == (
        "Dentro de USD 200.00 por persona no encontré nada; lo más económico se pasa por USD 65.52."
    )
    assert trip.slots["product"] == "posada"


async def test_prices_are_never_converted(conversation: Make) -> None:
    trip = conversation(stars="any", budget=budget(900, "PEN"))
    said = text_of(await trip.run("action_present_trip"))
    assert "los precios son en USD y me diste tu presupuesto en PEN" in said
    assert len(trip.slots["offered"]) == 2


async def test_a_smaller_budget_gives_up_what_was_quoted_and_a_larger_one_keeps_it(
    conversation: Make,
) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    trip.slots |= {"stars": None, "budget": budget(700), "turn": {"heard": ["budget"], "changed": ["budget"]}}
    await trip.run("action_present_trip", "hasta 700")
    assert trip.slots["product"] == "posada"

    trip.slots |= {"budget": budget(2000)}
    await trip.run("action_present_trip", "hasta 2000")
    assert trip.slots["product"] == "posada"


async def test_what_costs_at_least_so_much_is_chosen_too(conversation: Make) -> None:
    trip = conversation(stars=None, budget=budget(700, bound="least"))
    await trip.run("action_present_trip")
    assert trip.slots["product"] == "inti"

    trip = conversation(stars=None, budget=budget(5000, bound="least"))
    assert "lo más completo" in text_of(await trip.run("action_present_trip"))


async def test_nothing_cheaper_is_said(conversation: Make) -> None:
    trip = conversation(stars=3)
    await trip.run("action_present_trip")
    assert "ya es la opción más económica" in text_of(
        await trip.run("action_show_options", "¿hay algo más barato?", "change_trip")
    )


async def test_with_a_budget_no_category_is_asked_for(conversation: Make) -> None:
    trip = conversation(stars=None, budget=budget(700))
    await trip.validate("trip_form", budget=budget(700))
    assert trip.slots.get("requested_slot") != "stars"


def test_a_corrected_amount_keeps_currency_and_measure() -> None:
    changes = heard("mejor hasta 800", known={"budget": budget(300, per="person")}, budget=budget(800, None))
    assert changes["budget"] == budget(800, "USD", "person")
    assert changes["turn"]["changed"] == ["budget"]
    assert "destination" not in changes
