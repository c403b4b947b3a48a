"""Who looks on and who is writing: told across processes, and kept nowhere."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy import update

from app.composition import hub_for
from channels.web.token import VisitorTokens
from conversations.console.rows import Person
from conversations.models import Conversation, Owner
from conversations.realtime import Hub
from conversations.realtime.presence import AgentTypes, Presence, TravellerTypes, Viewing
from tests.channels.conftest import Sessions, Visitor, hear, web_app
from tests.conversations.realtime.conftest import Colleague, Hire, Line, Thread, console_app
from tests.serving import serving

LUCIA, MARTA = Person(id=uuid4(), name="Lucía"), Person(id=uuid4(), name="Marta")


@pytest.fixture
async def other_process(database_url: str, sessions: Sessions) -> AsyncIterator[str]:
    """The address of a second app on the same database, with the widget's socket."""
    async with hub_for(database_url, sessions).listening() as hub:
        await hub.connected()
        app = web_app(sessions, hub)
        app.mount("/elsewhere", console_app(sessions, hub))
        async with serving(app) as address:
            yield address


async def shown(line: Line, *names: str) -> dict[str, object]:
    """The presence in which exactly these look on."""
    while True:
        frame = await line.next("presence")
        if [one["name"] for one in frame["viewers"]] == [*names]:
            return frame


async def test_agents_see_in_every_process_who_else_looks_on_and_writes(
    lucia: Colleague, hire: Hire, thread: Thread, other_process: str
) -> None:
    marta = await hire(name="Marta")
    async with lucia.line(thread.room) as line:
        await line.say(type="viewing", conversation_id=thread.id)
        await shown(line, "Lucía")
        async with marta.line(thread.room, address=f"{other_process}/elsewhere") as other:
            await other.say(type="viewing", conversation_id=thread.id)
            await shown(line, "Lucía", "Marta")
            await other.say(type="typing", conversation_id=thread.id, on=True)
            typing = await shown(line, "Lucía", "Marta")
            assert [one["typing"] for one in typing["viewers"]] == [False, True]
        await shown(line, "Lucía")
        async with marta.line(thread.room) as late:
            await shown(late, "Lucía")


async def test_typing_goes_both_ways_between_widget_and_owner_and_nobody_else(
    lucia: Colleague, hire: Hire, thread: Thread, sessions: Sessions, other_process: str
) -> None:
    marta = await hire(name="Marta")
    async with sessions.begin() as session:
        owned = update(Conversation).where(Conversation.id == thread.id)
        await session.execute(owned.values(owner=Owner.AGENT, agent_id=lucia.id))
    token = VisitorTokens("a-visitor-secret").issue(thread.id)
    visitor = Visitor(other_process, None, thread.id, token)  # type: ignore[arg-type]
    async with lucia.line(thread.room) as line, marta.line(thread.room) as looker, visitor.socket() as widget:
        await hear(widget, lambda frame: frame["type"] == "welcome")
        await widget.send(json.dumps({"type": "typing", "on": True}))
        assert (await line.next("presence"))["traveller_typing"] is True
        await looker.say(type="typing", conversation_id=thread.id, on=True)
        await shown(line, "Marta")
        await line.say(type="typing", conversation_id=thread.id, on=True)
        assert (await hear(widget, lambda frame: frame["type"] == "typing"))[-1]["on"] is True
        await line.say(type="typing", conversation_id=thread.id, on=False)
        assert (await hear(widget, lambda frame: frame["type"] == "typing"))[-1]["on"] is False


def test_what_is_not_said_again_is_over() -> None:
    now, conversation_id, window = [0.0], uuid4(), uuid4()
    presence = Presence(clock=lambda: now[0])
    presence.hear(Viewing(window=window, agent=LUCIA, conversation_id=conversation_id))
    presence.hear(
        AgentTypes(window=window, agent=LUCIA, conversation_id=conversation_id, on=True, to_traveller=True)
    )
    presence.hear(TravellerTypes(conversation_id=conversation_id, on=True))
    assert presence.agent_typing(conversation_id)
    now[0] = 10
    assert not presence.agent_typing(conversation_id)
    assert presence.frame(conversation_id)["traveller_typing"] is False
    assert presence.viewers(conversation_id) == [LUCIA]
    now[0] = 100
    presence.forget(conversation_id)
    assert presence.nobody(conversation_id)


def test_a_window_looks_at_one_conversation_and_somebody_with_two_windows_is_one() -> None:
    presence, first, second, window = Presence(), uuid4(), uuid4(), uuid4()
    for agent, its in ((LUCIA, window), (LUCIA, uuid4()), (MARTA, uuid4())):
        presence.hear(Viewing(window=its, agent=agent, conversation_id=first))
    assert presence.viewers(first) == [LUCIA, MARTA]
    assert presence.hear(Viewing(window=window, agent=LUCIA, conversation_id=second)) == {first, second}
    assert presence.viewers(second) == [LUCIA]


async def test_signals_that_are_none_are_passed_over(hub: Hub, lucia: Colleague, thread: Thread) -> None:
    async with lucia.line(thread.room) as line:
        for strange in ("", "{}", "[" * 3_000, '{"type": "viewing"}'):
            hub.presenting.hear(strange)
        await thread.say("sigue")
        assert await line.texts(last="sigue") == ["sigue"]
