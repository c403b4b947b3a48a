"""Several things in one message: what is asked besides the main thing is heard and answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.intents import QUESTIONS
from actions.understanding.besides import asked_besides, questions_known, wished_besides
from tests.actions.conftest import Conversation, payloads_of, text_of

Make = Callable[..., Conversation]


@pytest.mark.parametrize(
    ("language", "text", "main", "asked"),
    [
        ("es", "hola! cuánto sale Cusco en mayo y necesito visa?", "ask_price", ["ask_visa"]),
        ("es", "quiero ir a Lima, necesito vacunas? y qué clima hace", "search_trip", ["ask_health", "ask_weather"]),
        ("es", "Me gusta. ¿Aceptan tarjeta? ¿Y si tengo que cancelar?", "affirm", ["ask_payment_methods", "ask_cancellation_policy"]),
        ("es", "cotízame Cartagena para 4, además dime qué incluye", "request_quote", ["ask_included"]),
        ("es", "necesito visa y pasaporte?", "ask_visa", ["ask_passport"]),
        ("es", "cotízame Cusco para 2, y hay wifi?", "request_quote", ["ask_knowledge"]),
        ("es", "vamos de luna de miel a Cancún. Hay descuento para grupos? Y para jubilados?", "search_trip", ["ask_group", "ask_senior"]),
        ("en", "book it, and what's the cancellation policy?", "book", ["ask_cancellation_policy"]),
        ("en", "quote Lima for 4, and do you offer group discounts?", "request_quote", ["ask_group"]),
        ("en", "we're 2 adults. Which documents do the kids need? Is there parking?", "inform", ["ask_passport", "ask_knowledge"]),
        ("pt", "somos 2, tem desconto para idosos?", "inform", ["ask_senior"]),
        ("pt", "quero cotar Cancún, e o que tem para lua de mel?", "request_quote", ["ask_honeymoon"]),
        ("en", "a trip to Rio please. Can I bring my dog?", "search_trip", ["ask_pets"]),
        ("en", "yes! where do we meet and is it wheelchair accessible?", "affirm", ["ask_meeting_point", "ask_accessibility"]),
        ("pt", "quero cotar o Rio de 5 a 9 de junho pra 2 e preciso saber se aceitam pets", "request_quote", ["ask_pets"]),
        ("pt", "somos 3 adultos, e crianças pagam?", "inform", ["ask_children_policy"]),
        ("pt", "pode reservar. Qual o limite de bagagem? Tem seguro viagem?", "book", ["ask_baggage", "ask_insurance"]),
    ],
)  # fmt: skip
def test_what_is_asked_besides_is_heard(language: str, text: str, main: str, asked: list[str]) -> None:
    assert asked_besides(text, language, main) == asked


@pytest.mark.parametrize(
    ("language", "text", "main"),
    [
        ("es", "¿necesito visa para ir a Cusco?", "ask_visa"),
        ("es", "un hotel con desayuno para 2 adultos y 3 niños", "search_hotel"),
        ("es", "del 3 al 7 de mayo y somos 2", "inform"),
        ("es", "somos un grupo de 8, 2 adultos mayores y 6 jóvenes, hay lugar?", "inform"),
        ("en", "my visa card is blue, and who won the match?", "out_of_scope"),
        ("en", "2 adults and 2 children, 4 stars", "inform"),
        ("en", "this is awful, can I bring a dog?", "complaint"),
        ("pt", "casal e duas crianças de 3 e 6", "inform"),
        ("es", '/inform{"destination": "visa, y vacunas?"}', "inform"),
    ],
)
def test_what_is_not_asked_is_not_answered(language: str, text: str, main: str) -> None:
    assert asked_besides(text, language, main) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "¿necesito visa? y cuánto sale Cusco en mayo"),
        ("en", "do I need a visa, and how much is Cusco in May?"),
        ("pt", "preciso de visto? quero viajar para Cusco em maio"),
    ],
)
def test_a_wish_for_a_trip_is_heard_beside_a_question(language: str, text: str) -> None:
    assert wished_besides(text, language, "ask_visa") == "trip"


def test_a_question_about_a_trip_alone_is_no_wish_for_one() -> None:
    assert wished_besides("¿necesito visa si quiero viajar a Cusco en mayo?", "es", "ask_visa") is None


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_every_question_has_words_in_every_language(language: str) -> None:
    assert questions_known(language) == QUESTIONS


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        ("es", "la reservo, ¿y cuál es la política de cancelación?", "book"),
        ("en", "book it, and what's the cancellation policy?", "book"),
        ("pt", "pode reservar, e qual é a política de cancelamento?", "book"),
        ("en", "can I book it today, and what's the cancellation policy?", None),
        ("es", "¿puedo reservar? ¿y la política de cancelación?", None),
    ],
)
def test_a_quote_is_taken_beside_a_question_and_not_by_one(
    language: str, text: str, wish: str | None
) -> None:
    assert wished_besides(text, language, "ask_cancellation_policy") == wish


async def test_a_quote_taken_beside_a_question_is_held_after_the_answer(conversation: Make) -> None:
    guest = conversation(stars=4)
    await guest.run("action_present_trip")
    text = "la reservo, ¿y cuál es la política de cancelación?"
    await guest.run("action_understand_turn", text, "ask_cancellation_policy")

    replies = await guest.run_again("action_answer", text, "ask_cancellation_policy")

    assert "sin costo" in text_of(replies)
    assert guest.followed_by == "action_place_hold"


@pytest.mark.parametrize(
    ("language", "text", "answer"),
    [
        ("es", "hola! cuánto sale Cusco en mayo y necesito visa?", "consulado"),
        ("en", "hi! how much is Cusco in May and do I need a visa?", "consulate"),
        ("pt", "oi! quanto custa Cusco em maio e preciso de visto?", "consulado"),
    ],
)
async def test_the_question_is_answered_once_and_before_what_follows(
    conversation: Make, language: str, text: str, answer: str
) -> None:
    guest = conversation(destination=None, travel_dates=None, party=None, child_ages=None)
    await guest.run("action_understand_turn", text, "ask_price", destination="cusco", language=language)

    said, asked = await guest.run_again("action_ask_party", text, "ask_price")

    assert answer in said["text"] and "?" in asked["text"]
    assert guest.slots["destination"] == "cusco"
    assert len(await guest.run_again("action_ask_party", text, "ask_price")) == 1


async def test_what_only_a_person_knows_comes_with_a_button_and_no_second_question(
    conversation: Make,
) -> None:
    guest = conversation()
    await guest.run("action_understand_turn", "somos 3, aceptan mascotas?", "inform")

    said, _ = await guest.run_again("action_ask_stars")

    assert "mascotas" in said["text"] and "?" not in said["text"]
    assert payloads_of([said]) == ["/request_human"]


async def test_a_greeting_beside_a_question_is_returned_in_the_answer(conversation: Make) -> None:
    guest = conversation(destination=None)
    await guest.run("action_understand_turn", "hola! necesito visa?", "greet")

    [said] = await guest.run_again("action_answer", "hola! necesito visa?", "greet")

    assert said["text"].startswith("¡Hola! ") and "consulado" in said["text"]


async def test_a_trip_wished_beside_a_question_is_begun(conversation: Make) -> None:
    guest = conversation(destination=None, travel_dates=None)
    text = "necesito visa? y cuánto sale Cusco"
    await guest.run("action_understand_turn", text, "ask_visa", destination="cusco")

    replies = await guest.run_again("action_answer", text, "ask_visa")

    assert "consulado" in text_of(replies)
    assert guest.followed_by == "trip_form"
