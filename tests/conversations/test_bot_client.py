"""The seam to the bot: what is asked, what is read, and whose fault a failure is."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

import httpx
import pytest

from conversations.bot_client import BotFailed, BotUnavailable, HttpBotClient
from conversations.schemas import TurnRequest

REQUEST = TurnRequest(
    conversation_id=UUID(int=1), message_id=UUID(int=2), text="¡Sí!", payload="/affirm", language="es"
)
ANSWER = {
    "replies": [
        {"text": "Hola", "buttons": [{"title": "Sí", "payload": "/affirm"}], "cards": [], "command": None},
        {"text": None, "cards": [{"number": 1, "title": "Hotel"}]},
        {"text": "", "command": {"handoff": {"reason": "requested"}}},
    ],
    "language": "es",
    "intent": {"name": "greet", "confidence": 0.98},
    "entities": [],
    "slots": {"destination": None},
}


def bot(answer: Callable[[httpx.Request], httpx.Response]) -> HttpBotClient:
    return HttpBotClient("http://bot", "secret", timeout=1, transport=httpx.MockTransport(answer))


async def test_a_turn_is_asked_as_the_architecture_says_and_read_whole() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=ANSWER)

    result = await bot(answer).turn(REQUEST)
    assert asked[0].url == "http://bot/webhooks/turn/messages"
    assert asked[0].headers["authorization"] == "Bearer secret"
    assert json.loads(asked[0].content) == {
        "conversation_id": str(UUID(int=1)),
        "message_id": str(UUID(int=2)),
        "text": "¡Sí!",
        "payload": "/affirm",
        "language": "es",
        "heard": True,
        "overheard": [],
    }
    assert [reply.speaks for reply in result.replies] == [True, True, False]
    handing_over = result.replies[2].command
    assert handing_over and handing_over.handoff and handing_over.handoff.reason == "requested"
    assert result.understanding["intent"] == "greet"


@pytest.mark.parametrize("status", [401, 403, 404, 409, 429, 502, 503, 504])
async def test_a_bot_that_is_not_there_or_not_ready_is_unavailable(status: int) -> None:
    with pytest.raises(BotUnavailable):
        await bot(lambda request: httpx.Response(status)).turn(REQUEST)


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500),
        httpx.Response(422),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={}),
        httpx.Response(200, json={"replies": [{"buttons": "none"}], "language": "es"}),
    ],
)
async def test_a_bot_that_answers_nonsense_has_failed_on_this_message(response: httpx.Response) -> None:
    with pytest.raises(BotFailed):
        await bot(lambda request: response).turn(REQUEST)


@pytest.mark.parametrize(
    ("error", "blamed"),
    [
        (httpx.ConnectError("refused"), BotUnavailable),
        (httpx.ConnectTimeout("slow"), BotUnavailable),
        (httpx.ReadTimeout("hangs"), BotFailed),
        (httpx.RemoteProtocolError("died"), BotFailed),
    ],
)
async def test_who_cannot_be_reached_is_unavailable_and_who_dies_of_a_message_has_failed(
    error: httpx.HTTPError, blamed: type[Exception]
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(blamed):
        await bot(answer).turn(REQUEST)


async def test_characters_that_no_database_takes_are_left_out_of_an_answer() -> None:
    answer = {"replies": [{"text": "ho\x00la"}], "language": "es", "slots": {"a\x00": ["\ud800"]}}
    content = json.dumps(answer).encode()
    result = await bot(lambda request: httpx.Response(200, content=content)).turn(REQUEST)
    assert (result.replies[0].text, result.slots) == ("hola", {"a": ["?"]})
