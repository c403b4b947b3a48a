"""Words among agents, and how far each has read."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from conversations import repository
from conversations.console.entries import LoggedNote
from conversations.console.models import ConversationRead, Note
from conversations.realtime import agent_room, conversation_room, publish
from conversations.rules import clean
from conversations.team.auditing import record
from conversations.team.errors import AgentNotFound, Invalid
from conversations.team.models import HOUSE, Agent
from conversations.team.schemas import Signed

MOST_TEXT = 4_000


async def add_note(
    session: AsyncSession,
    *,
    conversation_id: UUID,
    agent: Signed,
    client_id: UUID,
    text: str,
    mentions: Sequence[UUID],
) -> LoggedNote:
    """Writes a note after what was said so far, and tells whoever is mentioned; the same ``client_id`` again gives the
    agent the note that stands.

    Raises ConversationNotFound, Invalid where nothing was written, AgentNotFound where somebody mentioned is not one of
    the house.
    """
    written, named = clean(text).strip(), list(dict.fromkeys(mentions))
    if not written:
        raise Invalid
    conversation = await repository.get_conversation(session, conversation_id)
    colleagues = select(func.count()).where(
        Agent.id.in_(named), Agent.role.in_(HOUSE), Agent.disabled_at.is_(None)
    )
    if named and await session.scalar(colleagues) != len(named):
        raise AgentNotFound
    # The id follows from who calls the note what, so that the database itself keeps it from being there twice.
    note_id = uuid5(conversation_id, f"{agent.id}/{client_id}")
    row = insert(Note).values(
        id=note_id,
        conversation_id=conversation_id,
        agent_id=agent.id,
        after_offset=conversation.last_offset,
        text=written,
        mentions=named,
    )
    if await session.scalar(row.on_conflict_do_nothing().returning(Note.id)) is not None:
        await publish(
            session,
            "note.added",
            rooms=[conversation_room(conversation_id), *map(agent_room, named)],
            conversation_id=conversation_id,
            data={"note_id": note_id},
        )
        await record(
            session,
            agent_id=agent.id,
            action="note.added",
            conversation_id=conversation_id,
            subject=str(note_id),
        )
    return LoggedNote.of(await session.get_one(Note, note_id), {agent.id: agent.name})


async def mark_read(session: AsyncSession, *, conversation_id: UUID, agent_id: UUID, offset: int) -> None:
    """They have read up to an offset; never less than before, nor more than was said. Raises ConversationNotFound."""
    conversation = await repository.get_conversation(session, conversation_id)
    mark = insert(ConversationRead).values(
        agent_id=agent_id, conversation_id=conversation_id, offset=min(offset, conversation.last_offset)
    )
    further = func.greatest(ConversationRead.offset, mark.excluded.offset)
    await session.execute(
        mark.on_conflict_do_update(index_elements=["agent_id", "conversation_id"], set_={"offset": further})
    )
