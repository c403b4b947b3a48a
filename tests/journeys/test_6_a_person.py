"""Who asks for a person gets one; the bot is silent until the conversation is given back."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

import texts
from app.database import engine_for, sessions_for
from app.jobs import PostgresQueue
from app.operator import resume_bot
from conversations.handoffs import service as handoffs
from conversations.team.models import Agent, Role
from conversations.team.schemas import Signed
from tests.assistant import Assistant, Traveller
from tests.journeys.booking import ACCEPT, QUOTE

PERSON = {
    "es": "quiero hablar con una persona",
    "en": "I want to talk to a person",
    "pt": "quero falar com uma pessoa",
}
ANGRY = {
    "es": "NO ME ENTIENDES NADA!!! pásame con alguien",
    "en": "this is useless, get me a real person",
    "pt": "vc não entende nada!!! me passa pra alguém",
}
GREETING = {"es": "hola", "en": "hello", "pt": "oi"}


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_bot_is_silent_until_it_is_given_back(
    traveller: Traveller, assistant: Assistant, language: str
) -> None:
    told = traveller.says(PERSON[language])
    assert told.raw["owner"] == "queue"
    assert told.text

    assert traveller.says(GREETING[language]).silent

    resume_bot(assistant.settings, traveller.chat.conversation_id)
    assert not traveller.says(GREETING[language]).silent


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_an_angry_traveller_gets_a_person_too(traveller: Traveller, language: str) -> None:
    assert traveller.says(ANGRY[language]).raw["owner"] == "queue"


LAURA = uuid.uuid4()
LEFT = {
    "es": "Laura te dejó la cotización",
    "en": "Laura has left you quote",
    "pt": "Laura deixou para você a cotação",
}


def as_laura(
    assistant: Assistant, traveller: Traveller, *verbs: Callable[..., Awaitable[Any]], **more: Any
) -> None:
    """An agent does something with the traveller's conversation."""

    async def act() -> None:
        engine = engine_for(assistant.settings.database_url or "")
        signed = Signed(id=LAURA, name="Laura", email="laura@altamar.example", role=Role.AGENT, language="es")
        async with sessions_for(engine).begin() as session:
            if await session.get(Agent, LAURA) is None:
                session.add(Agent(**signed.model_dump(exclude={"languages"}), languages=["es"]))
                await session.flush()
            conversation_id = uuid.UUID(traveller.chat.conversation_id)
            for verb in verbs:
                await verb(
                    session,
                    PostgresQueue(),
                    conversation_id=conversation_id,
                    agent=signed,
                    now=datetime.now(UTC),
                    **more,
                )
        await engine.dispose()

    asyncio.run(act())


def agree(assistant: Assistant, traveller: Traveller, slots: dict[str, Any]) -> None:
    """What an agent's action leaves for the bot."""

    async def note(session: Any, queue: Any, *, conversation_id: uuid.UUID, **_: Any) -> None:
        await handoffs.note_agreed(session, conversation_id=conversation_id, slots=slots)

    as_laura(assistant, traveller, note)


def hears(traveller: Traveller, words: str) -> str:
    """Waits until the bot says something with these words, unasked."""
    for _ in range(150):
        said = [
            message["text"] for message in traveller.chat._page(0)["messages"] if message["sender"] == "bot"
        ]
        if found := next((text for text in said if words in text), None):
            return str(found)
        time.sleep(0.2)
    raise AssertionError(f"never said: {words}")


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_given_back_by_an_agent_the_bot_says_what_was_agreed_and_goes_on(
    traveller: Traveller, assistant: Assistant, language: str
) -> None:
    quoted = traveller.says(QUOTE[language])
    quote_id = quoted.slots["quote_id"]
    traveller.says(PERSON[language])
    as_laura(assistant, traveller, handoffs.take)
    assert traveller.says(GREETING[language]).silent

    agree(assistant, traveller, {"quote_id": quote_id, "pending": "book"})
    as_laura(assistant, traveller, handoffs.hand_back)
    assert quoted.slots["product"] and hears(traveller, LEFT[language])
    assert traveller.says(ACCEPT[language]).asks == "lead_name"


STANDS = {
    "es": "Sigue en pie la cotización",
    "en": "still stands",
    "pt": "continua valendo",
}


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_given_back_without_anything_new_the_bot_goes_on_with_the_quote(
    traveller: Traveller, assistant: Assistant, language: str
) -> None:
    traveller.says(QUOTE[language])
    traveller.says(PERSON[language])
    as_laura(assistant, traveller, handoffs.take)
    as_laura(assistant, traveller, handoffs.hand_back)
    assert hears(traveller, STANDS[language])
    assert traveller.says(ACCEPT[language]).asks == "lead_name"


@pytest.mark.bot
def test_given_back_in_the_middle_the_bot_asks_the_next_question(
    traveller: Traveller, assistant: Assistant
) -> None:
    traveller.says("quiero ir a Cusco")
    traveller.says(PERSON["es"])
    as_laura(assistant, traveller, handoffs.take)
    as_laura(assistant, traveller, handoffs.hand_back)
    assert hears(traveller, "Seguimos con tu viaje.")
    assert hears(traveller, texts.say("es", "ask.dates", place="Cusco"))
