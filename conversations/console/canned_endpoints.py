"""Canned answers: read by the house, kept by its leaders."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends

from conversations.console import canned
from conversations.console.canned import Answer, NewAnswer, OfAnswer
from conversations.team.ports import TeamPorts
from conversations.team.schemas import Signed


def canned_router(ports: TeamPorts) -> APIRouter:
    """A part of the console's routes."""
    router = APIRouter(tags=["console"])
    house, leading = Depends(ports.guard.house), Depends(ports.guard.leading)

    @router.get("/canned", dependencies=[house])
    async def read(language: Literal["es", "en", "pt"] | None = None) -> dict[str, Any]:
        async with ports.sessions.begin() as session:
            answers = await canned.list_answers(session, language=language)
        return {"answers": answers, "operator": ports.operator}

    @router.post("/canned", status_code=201)
    async def add(body: NewAnswer, signed: Signed = leading) -> Answer:
        async with ports.sessions.begin() as session:
            return await canned.add(session, by=signed.id, fields=body.model_dump())

    @router.patch("/canned/{answer_id}")
    async def change(answer_id: UUID, body: OfAnswer, signed: Signed = leading) -> Answer:
        fields = body.model_dump(exclude_none=True)
        async with ports.sessions.begin() as session:
            return await canned.change(session, by=signed.id, answer_id=answer_id, fields=fields)

    @router.delete("/canned/{answer_id}", status_code=204)
    async def remove(answer_id: UUID, signed: Signed = leading) -> None:
        async with ports.sessions.begin() as session:
            await canned.remove(session, by=signed.id, answer_id=answer_id)

    return router
