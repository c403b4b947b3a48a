"""The console's socket: who comes in, what they hear, and what they may not."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.jobs import PostgresQueue
from conversations import service
from conversations.realtime import COMPANY, Hub, agent_room, publish, supplier_room
from conversations.realtime.models import StoredEvent
from conversations.realtime.placing import KEPT, forget_old
from conversations.team.models import Agent, AgentSession, Role
from tests.channels.conftest import Sessions
from tests.conversations.realtime.conftest import Colleague, Hire, Thread, begun, console_app
from tests.serving import serving


async def test_what_happens_in_a_room_is_told_with_what_was_said(lucia: Colleague, thread: Thread) -> None:
    async with lucia.line(thread.room) as line:
        assert (line.welcome["recovered"], line.welcome["refused"]) == (False, [])
        await thread.say("¡Hola!")
        event = await line.next()
    assert (event["kind"], event["conversation_id"]) == ("message.stored", str(thread.id))
    assert set(event["rooms"]) == {COMPANY, thread.room}
    message = event["data"]["message"]
    assert (message["text"], message["sender"], message["offset"]) == ("¡Hola!", "system", 1)
    assert {"understanding", "delivery", "turn", "agent", "at", "attachments"} <= message.keys()


async def test_in_several_rooms_an_event_is_told_once(lucia: Colleague, thread: Thread) -> None:
    async with lucia.line(COMPANY, thread.room) as line:
        await thread.say("uno", "dos")
        heard = [event for event in [await line.next(), await line.next()] if event["conversation_id"]]
    assert [event["data"]["message"]["text"] for event in heard] == ["uno", "dos"]


async def test_who_comes_back_gets_exactly_what_was_missed(lucia: Colleague, thread: Thread) -> None:
    async with lucia.line(thread.room) as line:
        await thread.say("uno", "dos")
        await line.texts(last="dos")
    await thread.say("tres", "cuatro")
    async with lucia.line(thread.room, epoch=line.welcome["epoch"], offset=line.offset) as back:
        assert back.welcome["recovered"] is True
        await thread.say("cinco")
        assert await back.texts(last="cinco") == ["tres", "cuatro", "cinco"]


async def test_what_was_erased_meanwhile_is_told_blank(
    lucia: Colleague, thread: Thread, sessions: Sessions
) -> None:
    async with lucia.line(thread.room) as line:
        pass
    await thread.say("mi pasaporte es 123")
    async with sessions.begin() as session:
        await service.erase_messages(session, PostgresQueue(), conversation_id=thread.id, up_to=1)
    await thread.say("borrado")
    async with lucia.line(thread.room, epoch=line.welcome["epoch"], offset=line.offset) as back:
        assert await back.texts(last="borrado") == ["", "borrado"]


@pytest.mark.parametrize("wrong", ["other epoch", "no epoch", "ahead of the log", "forgotten"])
async def test_an_offset_that_the_log_does_not_know_is_not_recovered(
    lucia: Colleague, thread: Thread, sessions: Sessions, wrong: str
) -> None:
    async with lucia.line(thread.room) as line:
        await thread.say("uno")
        await line.texts(last="uno")
    epoch, offset = line.welcome["epoch"], line.offset
    if wrong == "forgotten":
        await thread.say("dos", "tres")
        async with sessions.begin() as session:
            await session.execute(update(StoredEvent).values(at=StoredEvent.at - KEPT - timedelta(minutes=1)))
        async with lucia.line(thread.room, epoch=epoch, offset=offset) as still:
            assert still.welcome["recovered"] is True
        async with sessions.begin() as session:
            event = await session.get_one(StoredEvent, (await session.scalars(_newest())).one())
            await forget_old(session, now=event.at + KEPT + timedelta(minutes=1))
    claimed = {
        "other epoch": (str(uuid4()), offset),
        "no epoch": (None, offset),
        "ahead of the log": (epoch, offset + 1_000_000),
        "forgotten": (epoch, offset),
    }[wrong]
    async with lucia.line(thread.room, epoch=claimed[0], offset=claimed[1]) as back:
        assert (back.welcome["recovered"], back.welcome["epoch"]) == (False, epoch)
        assert back.welcome["offset"] >= offset
        await thread.say("nuevo")
        assert await back.texts(last="nuevo") == ["nuevo"]


async def test_rooms_are_entered_and_left_on_the_way(
    lucia: Colleague, thread: Thread, sessions: Sessions
) -> None:
    other = await begun(sessions)
    async with lucia.line(thread.room) as line:
        await line.say(type="subscribe", rooms=[other.room, "quote:none"])
        subscribed = await line.next("subscribed")
        assert (subscribed["rooms"], subscribed["refused"]) == ([other.room], ["quote:none"])
        await line.say(type="unsubscribe", rooms=[thread.room])
        await line.say(type="subscribe", rooms=[])
        await line.next("subscribed")
        await thread.say("uno")
        await other.say("dos")
        assert await line.texts(last="dos") == ["dos"]


async def test_rooms_of_others_and_rooms_that_do_not_exist_are_refused(
    lucia: Colleague, hire: Hire, thread: Thread
) -> None:
    other = await hire(name="Marta")
    asked = [
        f"conversation:{uuid4()}",
        thread.room.upper(),
        f"quote:{uuid4()}",
        agent_room(other.id),
        supplier_room("nobody"),
        "company:",
        "kitchen",
        "conversation:../../etc",
        "",
    ]
    async with lucia.line(*asked, agent_room(lucia.id)) as line:
        assert line.welcome["refused"] == asked


async def test_suppliers_and_resellers_come_into_no_room_of_the_house(hire: Hire, thread: Thread) -> None:
    for role in (Role.SUPPLIER, Role.RESELLER):
        partner = await hire(role, supplier_code="andes", reseller_code="viajes")
        rooms = [COMPANY, thread.room, agent_room(partner.id), supplier_room("pacific")]
        async with partner.line(*rooms) as line:
            assert line.welcome["refused"] == rooms


async def test_without_a_session_nobody_comes_in(lucia: Colleague, sessions: Sessions) -> None:
    for cookie in ("", "forged", "x" * 5_000):
        async with Colleague(lucia.id, cookie, lucia.address).connected() as line:
            assert await line.closed() == 4401
    async with sessions.begin() as session:
        await session.execute(
            update(AgentSession)
            .where(AgentSession.agent_id == lucia.id)
            .values(expires_at=AgentSession.created_at - timedelta(seconds=1))
        )
    async with lucia.connected() as line:
        assert await line.closed() == 4401


async def test_pages_of_other_sites_are_refused(lucia: Colleague) -> None:
    url, cookie = f"ws://{lucia.address}/console/socket", {"Cookie": f"console_session={lucia.cookie}"}
    for origin in ("https://elsewhere.example", "null"):
        with pytest.raises(InvalidStatus):
            async with connect(url, additional_headers=cookie, origin=origin):  # type: ignore[arg-type]
                pass


@pytest.mark.parametrize("change", ["disabled", "demoted", "signed out"])
async def test_whoever_may_not_see_any_more_hears_nothing_from_that_moment_on(
    lucia: Colleague, hire: Hire, thread: Thread, sessions: Sessions, change: str
) -> None:
    marta = await hire(name="Marta")
    async with lucia.line(thread.room) as line, marta.line(thread.room) as other:
        await thread.say("antes")
        assert await line.texts(last="antes") == ["antes"]
        async with sessions.begin() as session:
            await _change(session, lucia, change)
            await publish(session, "agent.changed", rooms=[COMPANY], data={"agent_id": lucia.id})
            await service.say(session, PostgresQueue(), conversation_id=thread.id, text="después")
        assert [frame for frame in await line.rest() if frame.get("kind") == "message.stored"] == []
        assert line.socket.close_code == (4403 if change == "demoted" else 4401)
        assert await other.texts(last="después") == ["antes", "después"]


async def test_a_change_of_somebody_else_or_of_a_name_ends_nothing(
    lucia: Colleague, hire: Hire, thread: Thread, sessions: Sessions
) -> None:
    marta = await hire(name="Marta")
    async with lucia.line(thread.room) as line:
        for one in (marta, lucia):
            async with sessions.begin() as session:
                await session.execute(update(Agent).where(Agent.id == one.id).values(name="Nueva"))
                await publish(session, "agent.changed", rooms=[COMPANY], data={"agent_id": one.id})
        await thread.say("sigue")
        assert await line.texts(last="sigue") == ["sigue"]


async def test_a_visit_that_ended_without_a_word_is_noticed_by_the_heartbeat(
    lucia: Colleague, sessions: Sessions, hub: Hub
) -> None:
    app = console_app(sessions, hub, heartbeat=0.2)
    async with serving(app) as address, lucia.line(COMPANY, address=address) as line:
        async with sessions.begin() as session:
            await _change(session, lucia, "signed out")
        async with asyncio.timeout(10):
            with pytest.raises(ConnectionClosed):
                while True:
                    await line.next("ping")
        assert line.socket.close_code == 4401


async def test_whoever_never_answers_a_ping_is_gone(lucia: Colleague, sessions: Sessions, hub: Hub) -> None:
    app = console_app(sessions, hub, heartbeat=0.2)
    async with serving(app) as address, lucia.line(COMPANY, address=address) as line:
        assert await line.closed() == 4408


async def test_a_server_that_stops_says_so(lucia: Colleague, hub: Hub) -> None:
    async with lucia.line() as idle, lucia.line(COMPANY) as line:
        hub.close()
        assert [await idle.closed(), await line.closed()] == [1013, 1013]


async def _change(session: AsyncSession, lucia: Colleague, change: str) -> None:
    if change == "disabled":
        await session.execute(update(Agent).where(Agent.id == lucia.id).values(disabled_at=Agent.created_at))
    elif change == "demoted":
        await session.execute(
            update(Agent).where(Agent.id == lucia.id).values(role=Role.SUPPLIER, supplier_code="andes")
        )
    else:
        await session.execute(delete(AgentSession).where(AgentSession.agent_id == lucia.id))


def _newest() -> Select[int]:
    return select(StoredEvent.id).order_by(StoredEvent.position.desc().nulls_last()).limit(1)
