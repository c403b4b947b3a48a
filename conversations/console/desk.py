"""The console's API below ``/console/api`` (`docs/architecture.md`): what the house reads and does in conversations."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from conversations import service
from conversations.books.endpoints import books_router
from conversations.console import inbox, searching
from conversations.console.detail import Detail, detail_for
from conversations.console.documents import documents_router
from conversations.console.entries import Timeline
from conversations.console.media import media_router
from conversations.console.owning import owning_router
from conversations.console.ports import DeskPorts
from conversations.console.rows import Inbox, Row
from conversations.console.searching import Hits
from conversations.console.timeline import read_timeline
from conversations.console.trips.endpoints import trips_router
from conversations.console.words import LONGEST, query_of
from conversations.console.writing import writing_router
from conversations.partners.endpoints import partners_router
from conversations.team.auditing import record_opened, record_searched
from conversations.team.schemas import Signed
from conversations.team.settings import read_times

Words = Annotated[str, Query(max_length=LONGEST)]
Code = Annotated[str, Query(pattern=r"^[a-z]{0,20}$")]
Offset = Annotated[int | None, Query(ge=1, le=2**31 - 1)]


def desk_router(ports: DeskPorts) -> APIRouter:
    """Reading; every route is for the house only, but for the partners' own; the books for those who lead."""
    router = APIRouter(tags=["console"])
    house = Depends(ports.guard.house)

    @router.get("/inbox")
    async def read_inbox(
        view: inbox.View = inbox.View.UNASSIGNED,
        channel: Code = "",
        language: Code = "",
        q: Words = "",
        before: str | None = None,
        agent: Signed = house,
    ) -> Inbox:
        words = query_of(q)
        async with ports.sessions.begin() as session:
            times = await read_times(session)
            rows, following = await inbox.list_rows(
                session,
                agent_id=agent.id,
                view=view,
                channel=channel or None,
                language=language or None,
                words=words,
                before=before,
            )
            counts = await inbox.count_views(session, agent_id=agent.id)
            if words is not None and before is None:
                await record_searched(session, agent_id=agent.id, typed=q)
        shown = [Row.of(row, target_seconds=times.first_answer_target) for row in rows]
        return Inbox(conversations=shown, counts=counts, next=following)

    @router.get("/search")
    async def search(q: Words = "", agent: Signed = house) -> Hits:
        async with ports.sessions.begin() as session:
            found = await searching.search(session, typed=q)
            if query_of(q) is not None:
                await record_searched(session, agent_id=agent.id, typed=q)
            return found

    @router.get("/conversations/{conversation_id}")
    async def read_conversation(conversation_id: UUID, agent: Signed = house) -> Detail:
        async with ports.sessions.begin() as session:
            detail = await detail_for(session, ports, conversation_id, agent)
            await record_opened(
                session, agent_id=agent.id, conversation_id=conversation_id, now=ports.clock()
            )
            return detail

    @router.get("/conversations/{conversation_id}/timeline")
    async def timeline(
        conversation_id: UUID,
        before: Offset = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        agent: Signed = house,
    ) -> Timeline:
        async with ports.sessions.begin() as session:
            page = await read_timeline(session, conversation_id=conversation_id, before=before, limit=limit)
            await record_opened(
                session, agent_id=agent.id, conversation_id=conversation_id, now=ports.clock()
            )
            return page

    async def opening(conversation_id: UUID, agent: Signed = house) -> None:
        async with ports.sessions.begin() as session:
            await service.get_conversation(session, conversation_id=conversation_id)
            await record_opened(
                session, agent_id=agent.id, conversation_id=conversation_id, now=ports.clock()
            )

    router.include_router(media_router(ports.sessions, ports.media), dependencies=[Depends(opening)])
    router.include_router(writing_router(ports))
    router.include_router(owning_router(ports))
    router.include_router(trips_router(ports))
    router.include_router(documents_router(ports))
    router.include_router(books_router(ports))
    router.include_router(partners_router(ports))
    return router
