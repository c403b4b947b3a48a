"""One turn over HTTP: who may ask, what is refused, and that asking twice answers once."""

from __future__ import annotations

import asyncio
import socket
import uuid
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage, register
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from recorded import DOMAIN, opening, turn
from sanic import Sanic

from bot.tracker_store import LiveTrackerStore
from bot.turn_channel import TurnChannel

SECRET = "s3cret"


class Parrot:
    """Stands in for Rasa's processor: repeats the words, and fails or takes its time when told to."""

    def __init__(self, store: LiveTrackerStore) -> None:
        self.tracker_store = store
        self.heard: list[UserMessage] = []
        self.broken = False

    async def fetch_tracker_and_update_session(self, sender_id: str) -> DialogueStateTracker:
        tracker = await self.tracker_store.get_or_create_tracker(sender_id, append_action_listen=False)
        if not tracker.events:
            tracker.update_with_events(opening(), DOMAIN)
        return tracker

    async def parse_message(self, message: UserMessage) -> dict[str, Any]:
        """Takes every number for stars and every word of letters for a name."""
        return {
            "entities": [
                {"entity": "stars", "value": int(word)}
                if word.isdecimal()
                else {"entity": "name", "value": word}
                for word in (message.text or "").split()
            ]
        }

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        tracker = await self.tracker_store.get_or_create_tracker(
            message.sender_id, append_action_listen=False
        )
        await asyncio.sleep(0)
        events = turn(message.message_id, message.text or "", f"{message.text}!", stars=len(self.heard))
        tracker.update_with_events(events if tracker.events else [*opening(), *events], DOMAIN)
        if self.broken:
            raise RuntimeError("out of order")
        await self.tracker_store.save(tracker)


class Bot:
    """The channel on a port, and what a test asks it."""

    def __init__(self, url: str, processor: Parrot, session: aiohttp.ClientSession) -> None:
        self.processor = processor
        self._url = url
        self._session = session

    async def ask(self, secret: str = SECRET, **fields: Any) -> tuple[int, dict[str, Any]]:
        body = {
            "conversation_id": str(uuid.uuid4()),
            "message_id": str(uuid.uuid4()),
            "text": "hola",
            **fields,
        }
        return await self._post("messages", body, secret)

    async def tell(self, secret: str = SECRET, **fields: Any) -> tuple[int, dict[str, Any]]:
        return await self._post("state", {"change_id": str(uuid.uuid4()), **fields}, secret)

    async def _post(self, path: str, body: dict[str, Any], secret: str) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {secret}"}
        async with self._session.post(f"{self._url}/{path}", json=body, headers=headers) as response:
            return response.status, await response.json()


@pytest.fixture(scope="session")
async def server() -> AsyncIterator[tuple[Sanic, str]]:
    """The channel listening, and its address; Sanic can prepare itself only once in a process."""
    app = Sanic("bot", configure_logging=False)
    register([TurnChannel.from_credentials({"secret": SECRET})], app, "/webhooks/")
    app.ctx.agent = SimpleNamespace(tracker_store=None, processor=None)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.after_start()
        await server.start_serving()
        yield app, f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/turn"
        server.close()
        await server.wait_closed()


@pytest.fixture
async def bot(server: tuple[Sanic, str], database_url: str) -> AsyncIterator[Bot]:
    """A bot that has heard nothing yet."""
    app, url = server
    store = LiveTrackerStore(DOMAIN, database_url)
    processor = Parrot(store)
    app.ctx.agent = SimpleNamespace(tracker_store=store, processor=processor, lock_store=InMemoryLockStore())
    async with aiohttp.ClientSession() as session:
        yield Bot(url, processor, session)


async def test_a_turn_is_answered_in_one_response(bot: Bot) -> None:
    status, answer = await bot.ask(language="pt")
    assert status == 200
    assert answer == {
        "replies": [
            {
                "text": "hola!",
                "buttons": [{"title": "Sí", "payload": "/affirm"}],
                "cards": [{"number": 1}],
                "command": None,
            }
        ],
        "language": "es",
        "intent": {"name": "inform", "confidence": 0.9},
        "entities": [],
        "actions": ["action_answer"],
        "slots": {"stars": 1},
    }
    assert bot.processor.heard[0].metadata == {"language": "pt", "heard": True}


async def test_the_same_message_again_gets_the_same_answer_and_changes_nothing(bot: Bot) -> None:
    conversation, message = str(uuid.uuid4()), str(uuid.uuid4())
    first = await bot.ask(conversation_id=conversation, message_id=message)
    second = await bot.ask(conversation_id=conversation, message_id=message, text="other words")
    assert first == second
    assert len(bot.processor.heard) == 1


async def test_the_same_message_twice_at_once_runs_once(bot: Bot) -> None:
    conversation, message = str(uuid.uuid4()), str(uuid.uuid4())
    answers = await asyncio.gather(
        *(bot.ask(conversation_id=conversation, message_id=message) for _ in range(3))
    )
    assert all(answer == answers[0] for answer in answers) and answers[0][0] == 200
    assert len(bot.processor.heard) == 1


async def test_the_same_message_of_another_conversation_is_another_message(bot: Bot) -> None:
    message = str(uuid.uuid4())
    await bot.ask(message_id=message)
    await bot.ask(message_id=message)
    assert len(bot.processor.heard) == 2


async def test_a_turn_that_fails_can_be_asked_again(bot: Bot) -> None:
    conversation, message = str(uuid.uuid4()), str(uuid.uuid4())
    await bot.ask(conversation_id=conversation)
    bot.processor.broken = True
    status, answer = await bot.ask(conversation_id=conversation, message_id=message)
    assert (status, answer["error"]["code"]) == (503, "turn_failed")
    bot.processor.broken = False
    status, answer = await bot.ask(conversation_id=conversation, message_id=message)
    assert status == 200 and len(answer["replies"]) == 1


async def test_text_with_a_slash_reaches_rasa_as_words(bot: Bot) -> None:
    await bot.ask(text='/cancel_booking{"reference": "K7PQ2M"}')
    assert bot.processor.heard[0].text == 'cancel_booking{"reference": "K7PQ2M"}'


async def test_a_payload_reaches_rasa_as_an_intent(bot: Bot) -> None:
    await bot.ask(text="Sí", payload="/affirm", language="en")
    assert bot.processor.heard[0].text == '/affirm{"language": "en"}'


async def test_what_was_told_to_a_person_comes_along_the_newest_of_each_kind_and_no_names(bot: Bot) -> None:
    await bot.ask(payload="/agent_handed_back", language="es", overheard=["Marta 3", "mejor 4"])
    assert bot.processor.heard[0].text == '/agent_handed_back{"stars": 4, "language": "es"}'


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "ñandú"])
async def test_a_wrong_secret_gets_nothing(bot: Bot, secret: str) -> None:
    status, answer = await bot.ask(secret=secret)
    assert (status, answer["error"]["code"]) == (401, "unauthorized")
    assert bot.processor.heard == []


async def test_a_body_that_is_no_turn_is_told_why(bot: Bot) -> None:
    status, answer = await bot.ask(message_id="1")
    assert (status, answer["error"]) == (400, {"code": "invalid_turn", "text": "message_id is not a UUID."})


@pytest.mark.parametrize("credentials", [None, {}, {"secret": ""}])
def test_without_a_secret_the_channel_does_not_start(credentials: dict[str, str] | None) -> None:
    with pytest.raises(RasaException, match="BOT_SECRET"):
        TurnChannel.from_credentials(credentials)


async def test_while_a_person_has_the_conversation_the_bot_says_nothing_and_remembers_nothing(
    bot: Bot,
) -> None:
    conversation = str(uuid.uuid4())
    await bot.ask(conversation_id=conversation)
    assert await bot.tell(conversation_id=conversation, paused=True) == (200, {"paused": True})
    status, silence = await bot.ask(conversation_id=conversation, text="¿hola?")
    assert (status, silence["replies"], silence["intent"]["name"]) == (200, [], None)
    assert silence["slots"] == {"stars": 1}
    assert len(bot.processor.heard) == 1


async def test_given_back_it_knows_what_was_agreed_and_goes_on(bot: Bot) -> None:
    conversation = str(uuid.uuid4())
    await bot.tell(conversation_id=conversation, paused=True)
    agreed = {"destination": "cusco", "nothing_the_bot_knows": 1}
    await bot.tell(conversation_id=conversation, paused=False, slots=agreed)
    status, answer = await bot.ask(conversation_id=conversation)
    assert (status, len(answer["replies"])) == (200, 1)
    assert answer["slots"] == {"destination": "cusco", "stars": 1}


async def test_the_same_change_again_changes_nothing(bot: Bot) -> None:
    conversation, change = str(uuid.uuid4()), str(uuid.uuid4())
    await bot.tell(conversation_id=conversation, paused=True, change_id=change)
    await bot.tell(conversation_id=conversation, paused=False)
    await bot.tell(conversation_id=conversation, paused=True, change_id=change)
    assert (await bot.ask(conversation_id=conversation))[1]["replies"]


async def test_a_recorded_answer_is_given_again_while_a_person_has_the_conversation(bot: Bot) -> None:
    conversation, message = str(uuid.uuid4()), str(uuid.uuid4())
    first = await bot.ask(conversation_id=conversation, message_id=message)
    await bot.tell(conversation_id=conversation, paused=True)
    assert await bot.ask(conversation_id=conversation, message_id=message) == first


@pytest.mark.parametrize(
    "fields",
    [{}, {"paused": "yes"}, {"paused": True, "change_id": "1"}, {"paused": False, "slots": ["destination"]}],
)
async def test_what_is_no_change_is_refused(bot: Bot, fields: dict[str, Any]) -> None:
    conversation = str(uuid.uuid4())
    assert (await bot.tell(conversation_id=conversation, **fields))[0] == 400
    assert (await bot.tell("wrong", conversation_id=conversation, paused=True))[0] == 401
