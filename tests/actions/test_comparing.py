"""Options set side by side."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.actions.conftest import Conversation, payloads_of, text_of

Make = Callable[..., Conversation]


async def test_the_options_that_are_named_are_told_apart_in_one_bubble(conversation: Make) -> None:
    trip = conversation(stars="any")
    await trip.run("action_present_trip")

    [reply] = await trip.run(
        "action_compare_options", "¿qué diferencia hay entre la 1 y la 2?", "compare_options"
    )

    assert "1. Hotel La Posada\n3 estrellas · calificación 4.3 de 5 · USD" in reply["text"]
    assert "2. Hotel Inti\n4 estrellas · calificación 4.4 de 5 · USD" in reply["text"]
    assert "En común: desayuno" in reply["text"]
    assert "la mejor calificada, Hotel Inti, cuesta USD" in reply["text"]
    assert reply["text"].endswith("¿Con cuál te quedas?")
    assert payloads_of([reply]) == [
        '/choose_option{"product": "posada"}',
        '/choose_option{"product": "inti"}',
    ]


@pytest.mark.parametrize(
    ("language", "question"), [("es", "¿Con cuál"), ("en", "Which one"), ("pt", "Com qual")]
)
async def test_what_is_quoted_is_compared_with_what_else_fits(
    conversation: Make, language: str, question: str
) -> None:
    trip = conversation(stars=4, language=language)
    await trip.run("action_present_trip")

    [reply] = await trip.run("action_compare_options", "compare it with the others", "compare_options")

    assert payloads_of([reply])[0] == '/choose_option{"product": "inti"}'
    assert len(payloads_of([reply])) == 2
    assert question in reply["text"]


async def test_what_was_compared_is_what_a_number_picks(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    [reply] = await trip.run("action_compare_options", "compárala con las otras", "compare_options")
    second = payloads_of([reply])[1]

    await trip.run("action_choose_option", "la 2", "choose_option", choice={"ordinal": 2})

    assert trip.slots["product"] in second


async def test_cancelling_is_told_where_it_differs(conversation: Make) -> None:
    trip = conversation(destination=None, travel_dates=None)
    replies = await trip.run(
        "action_compare_options", "compara inti y lago", "compare_options", product="inti"
    )
    assert trip.followed_by == "trip_form"
    assert "Todavía no te mostré opciones" in text_of(replies)

    trip = conversation(destination=None, offered=[_offered(1, "inti"), _offered(2, "lago")])
    said = text_of(await trip.run("action_compare_options", "la 1 o la 2?", "compare_options"))
    assert "Si cancelas Hotel Inti: sin costo con al menos 7 días" in said
    assert "Si cancelas Hotel del Lago: con menos anticipación, cargo del 100 %" in said
    assert "económica" not in said


async def test_where_nothing_was_offered_the_trip_is_asked_for(conversation: Make) -> None:
    trip = conversation(destination=None, travel_dates=None)
    replies = await trip.run("action_compare_options", "¿cuál conviene más?", "compare_options")
    assert "Todavía no te mostré opciones" in text_of(replies)
    assert trip.followed_by == "trip_form"


async def test_a_choice_by_its_button_is_quoted(conversation: Make) -> None:
    trip = conversation(stars="any")
    await trip.run("action_present_trip")
    await trip.run("action_choose_option", "/choose_option", "choose_option", product="inti")
    assert trip.slots["product"] == "inti"


def _offered(number: int, product: str) -> dict[str, object]:
    return {"number": number, "product": product, "price_minor": number, "rating": None}
