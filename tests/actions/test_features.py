"""What a hotel has is told from the catalogue, and what the catalogue does not say is not known."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions.understanding.features import wished_features
from tests.actions.conftest import Conversation, payloads_of, text_of

Make = Callable[..., Conversation]


@pytest.fixture
async def with_a_pool(desk_sessions: async_sessionmaker[AsyncSession]) -> None:
    """The Inti has a pool, as its description says."""
    async with desk_sessions.begin() as session:
        await session.execute(
            text(
                "UPDATE products SET description = jsonb_build_object("
                "'es', 'Con piscina.', 'en', 'With a pool.', 'pt', 'Com piscina.') WHERE code = 'inti'"
            )
        )


async def options(make: Make, language: str = "es") -> Conversation:
    trip = make(stars="any", language=language)
    await trip.run("action_present_trip")
    return trip


@pytest.mark.usefixtures("with_a_pool")
@pytest.mark.parametrize(
    ("language", "asked", "intent"),
    [
        ("es", "¿cuál tiene piscina?", "compare_options"),
        ("es", "el que tiene piscina", "choose_option"),
        ("en", "which one has a pool?", "ask_knowledge"),
        ("pt", "qual tem piscina?", "ask_included"),
    ],
)
async def test_the_options_that_have_it_are_named_with_a_button(
    conversation: Make, language: str, asked: str, intent: str
) -> None:
    trip = await options(conversation, language)
    action = {"compare_options": "action_compare_options", "choose_option": "action_choose_option"}
    [reply] = await trip.run(action.get(intent, "action_answer"), asked, intent)

    assert "Inti" in reply["text"]
    assert "Posada" not in reply["text"]
    assert payloads_of([reply]) == ['/choose_option{"product": "inti"}']


@pytest.mark.parametrize("asked", ["¿cuál tiene jacuzzi?", "¿alguno con jacuzzi?"])
async def test_what_the_catalogue_does_not_say_is_not_known(conversation: Make, asked: str) -> None:
    trip = await options(conversation)
    [reply] = await trip.run("action_answer", asked, "ask_knowledge")

    assert "no lo sé" in reply["text"]
    assert payloads_of([reply]) == ["/request_human", "/deny"]
    assert trip.slots["pending"] == "human"


@pytest.mark.usefixtures("with_a_pool")
async def test_what_is_quoted_or_named_is_spoken_of_alone(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    [reply] = await trip.run("action_answer", "¿tiene piscina?", "ask_knowledge")
    assert reply["text"] == "Sí, según la ficha Hotel Inti tiene piscina."
    assert trip.slots["pending"] == "book"

    trip.slots["turn"] = None
    [reply] = await trip.run("action_answer", "¿La Posada tiene piscina?", "ask_knowledge", product="posada")
    assert "La ficha de Hotel La Posada no dice nada de piscina" in reply["text"]


@pytest.mark.parametrize(
    ("asked", "intent"),
    [
        ("¿a qué hora abre la piscina?", "ask_knowledge"),
        ("no funciona el wifi", "complaint"),
        ("¿tienen piscina?", "ask_knowledge"),
    ],
)
async def test_other_questions_and_those_about_nothing_in_particular_are_left_to_the_knowledge_base(
    conversation: Make, asked: str, intent: str
) -> None:
    trip = conversation(destination=None)
    replies = await trip.run("action_answer", asked, intent)
    assert "ficha" not in text_of(replies)


@pytest.mark.usefixtures("with_a_pool")
async def test_inside_a_form_its_question_follows(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    trip.form = "booking_form"
    replies = await trip.run("action_answer", "¿tiene piscina?", "ask_knowledge")
    assert "tiene piscina" in text_of(replies)
    [asked] = await trip.run_again("action_ask_lead_name", "¿tiene piscina?", "ask_knowledge")
    assert "nombre" in asked["text"]


@pytest.mark.usefixtures("with_a_pool")
async def test_the_cheapest_with_a_pool_is_the_cheapest_of_those_that_have_one(conversation: Make) -> None:
    cheapest = {"superlative": "cheapest"}
    trip = conversation(stars="any", hints={"features": ["pool"], "choice": cheapest})
    replies = await trip.run("action_present_trip", "el más barato con piscina", "search_trip")
    assert "Según la ficha, con piscina: Hotel Inti." in text_of(replies)
    assert trip.slots["product"] == "inti"

    shown = await options(conversation)
    shown.slots["hints"] = {"features": ["pool"]}
    await shown.run("action_choose_option", "la más barata con piscina", "choose_option", choice=cheapest)
    assert shown.slots["product"] == "inti"


async def test_what_none_of_them_is_said_to_have_is_said_with_the_options(conversation: Make) -> None:
    trip = conversation(stars="any", hints={"features": ["jacuzzi"]})
    assert "En ninguna ficha dice que haya jacuzzi." in text_of(await trip.run("action_present_trip"))


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("quiero un hotel con piscina y gimnasio", ["pool", "gym"]),
        ("nothing fancy but with a pool", ["pool"]),
        ("um hotel que tenha estacionamento", ["parking"]),
        ("con mi novia en marzo", []),
    ],
)
def test_what_a_hotel_shall_have_is_heard(text: str, features: list[str]) -> None:
    assert wished_features(text) == features
