"""Whoever asks to be forgotten is asked once more, forgotten, and told what is kept and why."""

import json

import httpx
import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from app.jobs import conninfo
from tests.assistant import Assistant, Traveller
from tests.journeys.booking import ACCEPT, QUOTE, YES, book, reference_in

FORGET = {"es": "olvídame", "en": "please delete my data", "pt": "apague meus dados"}
INTRODUCED = {
    "es": "me llamo Lucía Paredes y mi correo es lucia@paredes.example, quiero ir a Lima",
    "en": "my name is Lucy Walker, my email is lucy@walker.example, I want to go to Lima",
    "pt": "me chamo Luciana Prado, meu e-mail é luciana@prado.example, quero viajar para Lima",
}
CANCEL = {"es": "quiero cancelar", "en": "I want to cancel my booking", "pt": "quero cancelar"}
NO = {"es": "no", "en": "no", "pt": "não"}
KEPT = {
    "es": "Conservo tus datos en {}",
    "en": "keeping your details in {}",
    "pt": "Mantenho seus dados em {}",
}
ERASED = {
    "es": "ya no está activo: {}",
    "en": "no longer active: {}",
    "pt": "já não está ativo: {}",
}
GREETING = {"es": "hola", "en": "hello", "pt": "olá"}
GREETED = {"es": "Soy el asistente", "en": "I'm the travel assistant", "pt": "Sou o assistente"}
LANGUAGES = ["es", "en", "pt"]


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_forgotten_leaves_nothing_in_the_conversation(traveller: Traveller, language: str) -> None:
    assert traveller.says(INTRODUCED[language]).slots["lead_email"]

    asked = traveller.says(FORGET[language])
    assert asked.slots["pending"] == "erase"
    assert asked.slots["lead_email"]

    done = traveller.says(YES[language])
    assert {slot for slot, value in done.slots.items() if value} == {"language"}
    assert GREETED[language] in traveller.says(GREETING[language]).text


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_forgotten_is_nowhere_in_the_database_or_the_console(
    traveller: Traveller, assistant: Assistant, language: str
) -> None:
    traveller.says(INTRODUCED[language])
    traveller.says(FORGET[language])
    traveller.says(YES[language])

    conversation = traveller.chat.conversation_id
    kept = _rows(assistant, conversation)
    kept += _console(assistant, conversation)
    assert "action_erase_data" in kept
    assert not any(word in kept for word in ("Luc", "@", "lima", "Lima"))


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_after_it_a_new_conversation_begins_in_the_same_language(traveller: Traveller, language: str) -> None:
    traveller.says(INTRODUCED[language])
    traveller.says(FORGET[language])
    traveller.says(YES[language])

    asked = traveller.says(QUOTE[language])
    assert asked.raw["language"] == language
    assert (asked.slots["destination"], asked.slots.get("lead_email")) == ("cusco", None)
    accepted = traveller.says(ACCEPT[language])
    assert accepted.asks == "lead_name"


def _rows(assistant: Assistant, conversation: str) -> str:
    """Every row that holds what the conversation said."""
    tables = {"messages": "conversation_id", "bot.events": "conversation_id", "conversations": "id"}
    rows: list[str] = []
    with psycopg.connect(conninfo(assistant.settings.database_url or "")) as connection:
        for table, column in tables.items():
            query = SQL("SELECT to_json(t)::text FROM {} t WHERE {}::text = %s")
            named = query.format(Identifier(*table.split(".")), Identifier(column))
            rows += [row[0] for row in connection.execute(named, (conversation,))]
    return "\n".join(rows)


def _console(assistant: Assistant, conversation: str) -> str:
    settings = assistant.settings
    page = httpx.get(
        f"http://127.0.0.1:{settings.app_port}/console/conversations/{conversation}/messages",
        headers={"Authorization": f"Bearer {settings.secrets['console_token']}"},
    )
    return json.dumps(page.json(), ensure_ascii=False)


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_no_keeps_everything(traveller: Traveller, language: str) -> None:
    traveller.says(INTRODUCED[language])
    traveller.says(FORGET[language])

    turn = traveller.says(NO[language])

    assert turn.slots["lead_email"]
    assert turn.slots["destination"] == "lima"


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_active_booking_keeps_its_traveller_and_a_cancelled_one_does_not(
    traveller: Traveller, language: str
) -> None:
    reference = reference_in(book(traveller, language))

    traveller.says(FORGET[language])
    assert KEPT[language].format(reference) in traveller.says(YES[language]).text

    traveller.says(NO[language])
    traveller.says(CANCEL[language])
    traveller.says(YES[language])
    traveller.says(FORGET[language])
    assert ERASED[language].format(reference) in traveller.says(YES[language]).text
