"""What agents write: to the traveller, with files, and to each other."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request
from pydantic import BaseModel, Field

from conversations.console.entries import LoggedMessage, LoggedNote
from conversations.console.notes import MOST_TEXT, add_note, mark_read
from conversations.console.ports import DeskPorts
from conversations.console.uploads import keep_upload, take_uploads
from conversations.handoffs import service as handoffs
from conversations.media.arriving import arriving
from conversations.rules import MAX_TEXT
from conversations.team.auditing import record
from conversations.team.errors import Invalid
from conversations.team.schemas import Signed

MOST_FILES = 10


class Writing(BaseModel):
    """A message; the same ``client_id`` again is the same message."""

    client_id: UUID
    text: str = Field("", max_length=MAX_TEXT)
    media_ids: list[UUID] = Field([], max_length=MOST_FILES)


class Noting(BaseModel):
    """A note; ``mentions`` are agents' ids. The same ``client_id`` again is the same note."""

    client_id: UUID
    text: str = Field(max_length=MOST_TEXT)
    mentions: list[UUID] = Field([], max_length=20)


class Reading(BaseModel):
    """How far somebody has read."""

    offset: int = Field(ge=0, le=2**31 - 1)


class Kept(BaseModel):
    """A file that can go along with a message; ``size`` in bytes."""

    media_id: UUID
    name: str | None
    type: str
    size: int


def writing_router(ports: DeskPorts) -> APIRouter:
    """A part of the console's API, for the house."""
    router = APIRouter(prefix="/conversations/{conversation_id}")
    house = Depends(ports.guard.house)

    @router.post("/messages", status_code=201)
    async def say(conversation_id: UUID, body: Writing, agent: Signed = house) -> LoggedMessage:
        if not body.text.strip() and not body.media_ids:
            raise Invalid
        async with ports.sessions.begin() as session:
            said = await handoffs.find_said(
                session, conversation_id=conversation_id, agent=agent, client_id=body.client_id
            )
            if said is None:
                files = await take_uploads(
                    session, conversation_id=conversation_id, agent_id=agent.id, media_ids=body.media_ids
                )
                said = await handoffs.say_as_agent(
                    session,
                    ports.queue,
                    conversation_id=conversation_id,
                    agent=agent,
                    client_id=body.client_id,
                    text=body.text,
                    attachments=files,
                    now=ports.clock(),
                )
                await record(
                    session,
                    agent_id=agent.id,
                    action="message.sent",
                    conversation_id=conversation_id,
                    subject=str(said.offset),
                )
        return LoggedMessage.of(said, {agent.id: agent.name})

    @router.post("/files", status_code=201)
    async def upload(
        conversation_id: UUID,
        request: Request,
        name: Annotated[str, Header(alias="X-File-Name")] = "",
        told: Annotated[str, Header(alias="Content-Type")] = "",
        agent: Signed = house,
    ) -> Kept:
        file_arrives = arriving(request, ports.media, conversation_id, name=name, told=told)
        async with file_arrives as file, ports.sessions.begin() as session:
            await keep_upload(
                session,
                ports.queue,
                conversation_id=conversation_id,
                agent_id=agent.id,
                file=file,
                now=ports.clock(),
            )
            await record(
                session,
                agent_id=agent.id,
                action="file.uploaded",
                conversation_id=conversation_id,
                subject=str(file.media_id),
            )
        return Kept.model_validate(file, from_attributes=True)

    @router.post("/notes", status_code=201)
    async def note(conversation_id: UUID, body: Noting, agent: Signed = house) -> LoggedNote:
        async with ports.sessions.begin() as session:
            return await add_note(
                session,
                conversation_id=conversation_id,
                agent=agent,
                client_id=body.client_id,
                text=body.text,
                mentions=body.mentions,
            )

    @router.post("/read", status_code=204)
    async def read(conversation_id: UUID, body: Reading, agent: Signed = house) -> None:
        async with ports.sessions.begin() as session:
            await mark_read(session, conversation_id=conversation_id, agent_id=agent.id, offset=body.offset)

    return router
