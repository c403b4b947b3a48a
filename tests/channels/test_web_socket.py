"""The widget protocol over a WebSocket."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.composition import hub_for
from app.database import engine_for, sessions_for
from app.jobs import PostgresQueue
from conversations import service
from conversations.handoffs import service as handoffs
from conversations.realtime import Hub
from conversations.team.models import Agent, Role
from conversations.team.schemas import Signed
from tests.channels.conftest import Json, Sessions, Visitor, hear, said_by, visit, web_app
from tests.serving import serving


def offsets(frames: list[Json]) -> list[int]:
    return [frame["message"]["offset"] for frame in frames if frame["type"] == "message"]


def is_a(kind: str) -> object:
    return lambda frame: frame["type"] == kind


async def speak(sessions: Sessions, visitor: Visitor, *sentences: str) -> None:
    for sentence in sentences:
        async with sessions.begin() as session:
            await service.say(session, PostgresQueue(), conversation_id=visitor.id, text=sentence)


@pytest.mark.usefixtures("worker")
async def test_a_message_is_accepted_shown_and_answered(visitor: Visitor) -> None:
    client_id = str(uuid4())
    async with visitor.socket() as socket:
        assert await hear(socket, is_a("welcome")) == [{"type": "welcome", "offset": 0, "recovered": True}]
        await socket.send(json.dumps({"type": "message", "client_id": client_id, "text": "hola"}))
        frames = await hear(socket, said_by("bot"))
        assert {"type": "accepted", "client_id": client_id, "offset": 1} in frames
        assert offsets(frames) == [1, 2]
        assert (
            next(frame["message"]["client_id"] for frame in frames if frame["type"] == "message") == client_id
        )
        if {"type": "typing", "on": True} in frames:
            assert (await hear(socket, is_a("typing")))[-1] == {"type": "typing", "on": False}


async def test_the_same_message_again_is_accepted_again_but_not_shown_again(visitor: Visitor) -> None:
    message = json.dumps({"type": "message", "client_id": str(uuid4()), "text": "hola"})
    async with visitor.socket() as socket:
        for _ in range(3):
            await socket.send(message)
        await socket.send(json.dumps({"type": "message", "client_id": str(uuid4()), "text": "adiós"}))
        frames = await hear(socket, lambda frame: frame.get("offset") == 2)
    assert [frame["offset"] for frame in frames if frame["type"] == "accepted"] == [1, 1, 1, 2]
    assert len((await visitor.read())["messages"]) == 2


async def test_who_comes_back_gets_exactly_what_was_missed(visitor: Visitor, sessions: Sessions) -> None:
    async with visitor.socket() as socket:
        await speak(sessions, visitor, "uno", "dos")
        await hear(socket, lambda frame: offsets([frame]) == [2])
    await speak(sessions, visitor, "tres", "cuatro")
    async with visitor.socket(offset=2) as socket:
        welcome, *missed = await hear(socket, lambda frame: offsets([frame]) == [4])
        assert welcome == {"type": "welcome", "offset": 4, "recovered": True}
        assert offsets(missed) == [3, 4]
        await speak(sessions, visitor, "cinco")
        assert offsets(await hear(socket, said_by("system"))) == [5]


async def test_an_agent_is_known_by_the_first_name_live_and_afterwards_and_by_nothing_else(
    visitor: Visitor, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        rosa = Agent(email="rosa@operator.example", name="Rosa Quispe", role=Role.AGENT)
        session.add(rosa)
        await session.flush()
        signed = Signed(id=rosa.id, name=rosa.name, email=rosa.email, role=Role.AGENT, language="es")
    known = {"conversation_id": visitor.id, "agent": signed, "now": datetime.now(UTC)}
    async with visitor.socket() as socket:
        async with sessions.begin() as session:
            await handoffs.take(session, PostgresQueue(), **known)
            await handoffs.say_as_agent(session, PostgresQueue(), **known, client_id=uuid4(), text="Hola")
        live = await hear(socket, said_by("agent"))
        await speak(sessions, visitor, "¿Sigues ahí?")
        live += await hear(socket, said_by("system"))
    page = await visitor.read()
    for messages in ([one["message"] for one in live if one["type"] == "message"], page["messages"]):
        assert [(one["sender"], one["agent"]) for one in messages] == [("agent", "Rosa"), ("system", None)]
    told = json.dumps([live, page])
    assert not any(secret in told for secret in ("Quispe", "operator.example", str(signed.id)))


async def test_more_missed_messages_than_one_page_arrive_in_order(
    visitor: Visitor, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        for number in range(service.PAGE + 5):
            await service.say(session, PostgresQueue(), conversation_id=visitor.id, text=str(number))
    async with visitor.socket(offset=1) as socket:
        frames = await hear(socket, lambda frame: offsets([frame]) == [service.PAGE + 5])
    assert offsets(frames) == list(range(2, service.PAGE + 6))


async def test_an_offset_that_was_never_ours_gets_everything_anew(
    visitor: Visitor, sessions: Sessions
) -> None:
    await speak(sessions, visitor, "uno")
    async with visitor.socket(offset=99) as socket:
        welcome, first = await hear(socket, said_by("system"))
    assert (welcome["recovered"], first["message"]["offset"]) == (False, 1)


async def test_two_windows_of_one_visitor_see_the_same(visitor: Visitor) -> None:
    async with visitor.socket() as one, visitor.socket() as other:
        await hear(other, is_a("welcome"))
        await one.send(json.dumps({"type": "message", "client_id": str(uuid4()), "text": "hola"}))
        assert offsets(await hear(one, said_by("traveller"))) == [1]
        assert offsets(await hear(other, said_by("traveller"))) == [1]


async def test_nothing_of_other_conversations_is_heard(
    visitor: Visitor, sessions: Sessions, http: httpx.AsyncClient
) -> None:
    other = await visit(visitor.address, http)
    async with visitor.socket() as socket:
        await hear(socket, is_a("welcome"))
        await speak(sessions, other, "secreto")
        await speak(sessions, visitor, "hola")
        assert [frame["message"]["text"] for frame in await hear(socket, said_by("system"))] == ["hola"]


@pytest.mark.parametrize(
    "first", ['{"type": "hello", "token": "forged"}', '{"type": "pong"}', "no JSON", "[]"]
)
async def test_without_a_good_hello_the_socket_is_closed_with_a_reason(visitor: Visitor, first: str) -> None:
    async with connect(f"ws://{visitor.address}/channels/web/socket") as socket:
        await socket.send(first)
        assert json.loads(await socket.recv())["type"] == "error"
        with pytest.raises(ConnectionClosed):
            await socket.recv()


async def test_a_frame_that_is_none_is_told_so_and_the_socket_lives_on(visitor: Visitor) -> None:
    async with visitor.socket() as socket:
        await hear(socket, is_a("welcome"))
        await socket.send("{}")
        assert (await hear(socket, is_a("error")))[-1]["code"] == "invalid_request"
        client_id = str(uuid4())
        await socket.send(json.dumps({"type": "message", "client_id": client_id, "text": "a" * 10_001}))
        refused = (await hear(socket, is_a("error")))[-1]
        assert (refused["code"], refused["client_id"]) == ("text_too_long", client_id)
        await socket.send(json.dumps({"type": "message", "client_id": str(uuid4()), "text": "hola"}))
        await hear(socket, is_a("accepted"))


async def test_a_socket_from_a_site_that_is_not_listed_is_refused(sessions: Sessions, hub: Hub) -> None:
    async with serving(web_app(sessions, hub, origins=("https://viajes.example",))) as address:
        url = f"ws://{address}/channels/web/socket"
        with pytest.raises(InvalidStatus):
            async with connect(url, origin="https://elsewhere.example"):
                pass
        for good in ("https://viajes.example", f"http://{address}"):
            async with connect(url, origin=good):
                pass


async def test_what_is_said_while_the_hub_has_lost_its_connection_is_heard_later(
    visitor: Visitor, sessions: Sessions
) -> None:
    async with visitor.socket() as socket:
        await hear(socket, is_a("welcome"))
        async with sessions() as session:
            await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND query LIKE 'LISTEN %'"
                )
            )
        await speak(sessions, visitor, "hola")
        assert offsets(await hear(socket, said_by("system"))) == [1]


async def test_a_socket_is_pinged_and_closed_when_nothing_ever_comes_back(
    visitor: Visitor, sessions: Sessions, hub: Hub
) -> None:
    async with serving(web_app(sessions, hub, heartbeat=0.5)) as address:
        visitor.address = address
        async with visitor.socket() as socket:
            for _ in range(3):
                await hear(socket, is_a("ping"))
                await socket.send('{"type": "pong"}')
            with pytest.raises(ConnectionClosed):
                await hear(socket, is_a("never"))


async def test_bytes_and_half_characters_do_not_end_the_conversation(visitor: Visitor) -> None:
    async with visitor.socket() as socket:
        await socket.send(b"bytes")
        assert (await hear(socket, is_a("error")))[-1]["code"] == "invalid_request"
        half = json.dumps({"type": "message", "client_id": str(uuid4()), "text": "hola \ud83d"})
        await socket.send(half)
        assert (await hear(socket, said_by("traveller")))[-1]["message"]["text"] == "hola ?"


async def test_the_database_down_closes_the_socket_for_later(visitor: Visitor) -> None:
    engine = engine_for("postgresql://nobody@127.0.0.1:1/nothing")
    nowhere = hub_for(str(engine.url), sessions_for(engine))
    async with serving(web_app(sessions_for(engine), nowhere)) as address:
        visitor.address = address
        async with visitor.socket() as socket:
            with pytest.raises(ConnectionClosed) as closed:
                async with asyncio.timeout(10):
                    await socket.recv()
    assert closed.value.rcvd and closed.value.rcvd.code == 1013
    await engine.dispose()


async def test_what_is_erased_is_told_at_once_and_to_whoever_comes_back(
    visitor: Visitor, sessions: Sessions
) -> None:
    await speak(sessions, visitor, "uno", "dos")
    async with visitor.socket(offset=2) as socket:
        await hear(socket, is_a("welcome"))
        async with sessions.begin() as session:
            await service.erase_messages(session, PostgresQueue(), conversation_id=visitor.id, up_to=2)
        assert (await hear(socket, is_a("erased")))[-1] == {"type": "erased", "offset": 2}
    async with visitor.socket() as socket:
        frames = await hear(
            socket, lambda frame: frame["type"] == "message" and frame["message"]["offset"] == 2
        )
    assert {"type": "erased", "offset": 2} in frames
    assert [frame["message"]["text"] for frame in frames if frame["type"] == "message"] == ["", ""]
