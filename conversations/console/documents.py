"""Receipts, invoices and credit notes at the console: read, and sent to the traveller."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.service import list_by_conversation
from backend.documents.rendering import render
from backend.documents.schemas import DocumentView
from backend.documents.service import get_document, list_documents
from backend.errors import DocumentNotFound
from conversations import service
from conversations.console.entries import LoggedMessage
from conversations.console.ports import DeskPorts
from conversations.console.trips.showing import shown_document
from conversations.documents import file_name, kept_document, words_for
from conversations.handoffs import service as handoffs
from conversations.team.auditing import record
from conversations.team.schemas import Signed


class Sending(BaseModel):
    """The same ``client_id`` again is the same message."""

    client_id: UUID


def documents_router(ports: DeskPorts) -> APIRouter:
    """A part of the console's API, for the house."""
    router = APIRouter(tags=["documents"])
    house = Depends(ports.guard.house)
    here = "/conversations/{conversation_id}/documents"

    @router.get("/documents/{document_id}.pdf")
    async def read(document_id: UUID, agent: Signed = house) -> Response:
        async with ports.sessions.begin() as session:
            document = await get_document(session, document_id=document_id)
            await record(session, agent_id=agent.id, action="document.read", subject=document.number)
        pdf = await asyncio.to_thread(render, document)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name(document), safe='')}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }
        return Response(pdf, media_type="application/pdf", headers=headers)

    @router.get(here)
    async def listed(conversation_id: UUID, agent: Signed = house) -> dict[str, Any]:
        async with ports.sessions() as session:
            found = await _documents(session, conversation_id)
        return {"documents": [shown_document(document) for document in found]}

    @router.post(f"{here}/{{document_id}}/send", status_code=201)
    async def send(
        conversation_id: UUID, document_id: UUID, body: Sending, agent: Signed = house
    ) -> LoggedMessage:
        async with ports.sessions() as session:
            found = await _documents(session, conversation_id)
            document = next((one for one in found if one.id == document_id), None)
            said = await handoffs.find_said(
                session, conversation_id=conversation_id, agent=agent, client_id=body.client_id
            )
        if document is None:
            raise DocumentNotFound(document_id)
        if said is None:
            # Drawn and kept before, so that no lock waits for it, and twice the same where it is sent twice at once.
            media_id = uuid5(body.client_id, str(document_id))
            kept = kept_document(ports.media, conversation_id, document, media_id=media_id)
            async with kept as file, ports.sessions.begin() as session:
                said = await handoffs.say_as_agent(
                    session,
                    ports.queue,
                    conversation_id=conversation_id,
                    agent=agent,
                    client_id=body.client_id,
                    text=words_for(document),
                    attachments=[file],
                    now=ports.clock(),
                )
                await record(
                    session,
                    agent_id=agent.id,
                    action="document.sent",
                    conversation_id=conversation_id,
                    subject=document.number,
                )
        return LoggedMessage.of(said, {agent.id: agent.name})

    return router


async def _documents(session: AsyncSession, conversation_id: UUID) -> list[DocumentView]:
    """What was issued for the bookings that are seen in a conversation. Raises ConversationNotFound."""
    await service.get_conversation(session, conversation_id=conversation_id)
    bookings = await list_by_conversation(session, conversation_id=conversation_id)
    return await list_documents(session, booking_ids=[booking.id for booking in bookings])
