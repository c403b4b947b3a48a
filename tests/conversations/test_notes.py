"""A note that is sent again, by a double click or after a lost answer."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from conversations.console.entries import LoggedNote
from conversations.console.notes import add_note
from conversations.team.models import Agent, Role
from conversations.team.schemas import Signed
from tests.conversations.conftest import Talk


async def test_several_at_once_are_one_note(talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        row = Agent(email=f"{uuid4().hex}@operator.example", name="Laura", role=Role.AGENT)
        session.add(row)
        await session.flush()
        laura = Signed(id=row.id, name=row.name, email=row.email, role=Role.AGENT, language="es")
    client_id = uuid4()

    async def note() -> LoggedNote:
        async with talk.sessions.begin() as session:
            return await add_note(
                session,
                conversation_id=talk.id,
                agent=laura,
                client_id=client_id,
                text="llamar mañana",
                mentions=(),
            )

    first, *again = await asyncio.gather(*(note() for _ in range(6)))
    assert again == [first] * 5
