"""Questions are answered from the knowledge base, by topic, place and likeness; what is not known is said so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.intents import QUESTIONS
from backend.catalogue.knowledge import TOPICS
from tests.actions.conftest import Conversation, payloads_of, text_of

Make = Callable[..., Conversation]


def near(entry: str, likeness: float = 0.9) -> dict[str, Any]:
    """What the bot finds a message like."""
    return {"entry": entry, "likeness": likeness}


def test_every_question_is_a_topic_that_an_operator_can_write_about() -> None:
    assert {f"ask_{topic}" for topic in TOPICS} | {"ask_knowledge"} == QUESTIONS


async def test_the_entry_that_is_likest_answers(conversation: Make) -> None:
    guest = conversation()
    [said] = await guest.run(
        "action_answer", "¿me sacan la visa?", "ask_visa", knowledge=near("visa-help", 0.6)
    )
    assert said["text"] == "No tramitamos visas."


@pytest.mark.parametrize("likeness", [0.05, 0.0])
async def test_where_none_of_a_topic_is_like_it_the_first_answers_generally(
    conversation: Make, likeness: float
) -> None:
    guest = conversation()
    [said] = await guest.run(
        "action_answer", "¿y lo de la visa?", "ask_visa", knowledge=near("visa-help", likeness)
    )
    assert said["text"] == "Pregunta al consulado."


async def test_the_place_of_the_trip_has_its_own_answer_and_a_place_in_the_message_comes_first(
    conversation: Make,
) -> None:
    guest = conversation()
    [of_the_trip] = await guest.run("action_answer", "¿qué clima hace?", "ask_weather")
    [of_the_message] = await guest.run(
        "action_answer", "¿y en Pucón qué clima hace?", "ask_weather", destination="pucon"
    )
    assert of_the_trip["text"] == "En Cusco llueve de noviembre a marzo."
    assert of_the_message["text"] == "El clima cambia con la altura."


async def test_a_country_means_our_places_in_it_and_any_other_place_none_of_ours(conversation: Make) -> None:
    guest = conversation()
    chile = {"name": "Chile", "kind": "country", "country": "CL"}
    egypt = {"name": "Egipto", "kind": "country", "country": "EG"}
    [ours] = await guest.run("action_answer", "¿visa para Chile?", "ask_visa", place=chile)
    [other] = await guest.run("action_answer", "¿qué clima hace en Egipto?", "ask_weather", place=egypt)
    assert ours["text"] == "Pregunta al consulado de Chile."
    assert other["text"] == "El clima cambia con la altura."


async def test_what_has_no_topic_is_answered_where_an_entry_is_like_it(conversation: Make) -> None:
    guest = conversation(language="en")
    [said] = await guest.run(
        "action_answer", "can I take my drone?", "ask_knowledge", knowledge=near("drones", 0.4)
    )
    assert said["text"] == "Drones are banned in the parks."


async def test_what_is_not_known_is_said_and_a_yes_means_a_person(conversation: Make) -> None:
    guest = conversation(language="en")
    replies = await guest.run(
        "action_answer", "do you have bunk beds?", "ask_knowledge", knowledge=near("pets", 0.1)
    )
    assert "I don't have that confirmed" in text_of(replies)
    assert payloads_of(replies) == ["/request_human", "/deny"]
    assert guest.slots["pending"] == "human"


async def test_a_topic_that_the_operator_wrote_nothing_about_is_not_known(conversation: Make) -> None:
    guest = conversation(language="pt")
    replies = await guest.run("action_answer", "preciso de vacina?", "ask_health")
    assert "prefiro não inventar" in text_of(replies)


async def test_an_entry_may_end_in_the_offer_of_a_person(conversation: Make) -> None:
    guest = conversation()
    replies = await guest.run("action_answer", "¿puedo ir con mi perro?", "ask_pets")
    assert "depende de cada hotel. Una persona" in text_of(replies)
    assert guest.slots["pending"] == "human"


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback", "ask_included"])
async def test_the_very_question_of_an_entry_is_answered_whatever_it_was_taken_for(
    conversation: Make, intent: str
) -> None:
    guest = conversation(misunderstood=1)
    [said] = await guest.run("action_answer", "¿se permiten drones?", intent, knowledge=near("drones"))
    assert said["text"] == "Los drones están prohibidos en los parques."


async def test_nonsense_that_is_only_somewhat_like_an_entry_stays_nonsense(conversation: Make) -> None:
    guest = conversation()
    replies = await guest.run(
        "action_answer", "¿quién voló primero?", "out_of_scope", knowledge=near("drones", 0.3)
    )
    assert "Los drones" not in text_of(replies)


async def test_facts_of_the_product_come_before_what_is_only_somewhat_like_the_question(
    conversation: Make,
) -> None:
    guest = conversation()
    replies = await guest.run(
        "action_answer", "¿qué incluye?", "ask_included", product="inti", knowledge=near("drones", 0.3)
    )
    assert "Hotel Inti" in text_of(replies)


async def test_beside_something_else_what_is_not_known_is_said_once_without_a_question(
    conversation: Make,
) -> None:
    guest = conversation()
    text = "somos 3. ¿Necesito visa? ¿Hay wifi?"
    await guest.run("action_understand_turn", text, "inform")
    said, _ = await guest.run_again("action_ask_stars", text)
    assert "Pregunta al consulado" in said["text"] and "prefiero no inventar" in said["text"]
    assert "?" not in said["text"] and payloads_of([said]) == ["/request_human"]


async def test_beside_something_else_a_topic_is_answered_generally_unless_its_very_question_is_asked(
    conversation: Make,
) -> None:
    text = "somos 3, ¿y me sacan la visa?"
    for likeness, answer in ((0.3, "Pregunta al consulado."), (0.6, "No tramitamos visas.")):
        guest = conversation()
        await guest.run("action_understand_turn", text, "inform")
        said, _ = await guest.run_again("action_ask_stars", text, knowledge=near("visa-help", likeness))
        assert said["text"] == answer


async def test_without_a_product_an_entry_that_is_near_comes_before_the_general_words(
    conversation: Make,
) -> None:
    guest = conversation(language="en")
    [near_one] = await guest.run(
        "action_answer",
        "do they cancel for weather?",
        "ask_cancellation_policy",
        knowledge=near("terms", 0.3),
    )
    [none] = await guest.run("action_answer", "what are the terms?", "ask_cancellation_policy")
    assert near_one["text"] == "In a storm tours are moved."
    assert "exact charge" in none["text"]
