"""What one window of an agent tells of itself: which conversation it shows, and whether they write."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations.console.rows import Person
from conversations.realtime.connection import TYPING_EVERY
from conversations.realtime.hub import Hub
from conversations.realtime.pace import Pace
from conversations.realtime.presence import AgentTypes, Viewing
from conversations.realtime.rooms import conversation_of
from conversations.realtime.subscription import Subscription
from conversations.realtime.typing_signals import may_write_to
from conversations.realtime.viewing import Viewer
from conversations.signalling import Signals


class Onlooker:
    """One window, until it closes."""

    def __init__(self, hub: Hub, sessions: async_sessionmaker[AsyncSession], signals: Signals) -> None:
        self._hub, self._sessions, self._signals = hub, sessions, signals
        self._id, self._pace = uuid4(), Pace()
        self._viewing: UUID | None = None

    async def look(self, viewer: Viewer, conversation_id: UUID | None) -> None:
        """The window shows another conversation, or none."""
        self._viewing = conversation_id
        await self._hub.signal(
            Viewing(window=self._id, agent=_person(viewer), conversation_id=conversation_id)
        )

    async def stay(self, viewer: Viewer) -> None:
        """It still shows the same; without word it would be taken for gone."""
        if self._viewing is not None:
            await self.look(viewer, self._viewing)

    async def leave(self, viewer: Viewer) -> None:
        """It closes."""
        if self._viewing is not None:
            await self.look(viewer, None)

    async def type(self, viewer: Viewer, conversation_id: UUID, *, on: bool) -> None:
        """They write, or stopped; the traveller is shown it where the conversation is theirs."""
        if on and not self._pace.rested(TYPING_EVERY):
            return
        reader = await may_write_to(self._sessions, conversation_id, viewer)
        if reader is None:
            return
        await self._hub.signal(
            AgentTypes(
                window=self._id,
                agent=_person(viewer),
                conversation_id=conversation_id,
                on=on,
                to_traveller=reader.theirs,
            )
        )
        if reader.theirs and on:
            reader.show(self._signals)


def present(hub: Hub, subscription: Subscription) -> None:
    """Tells who is where already; what changes of it is told by the hub."""
    if subscription.viewer.house:
        for room in subscription.rooms:
            if (one := conversation_of(room)) and not hub.presence.nobody(one):
                subscription.put(hub.presence.frame(one))


def _person(viewer: Viewer) -> Person:
    assert viewer.id is not None
    return Person(id=viewer.id, name=viewer.name)
