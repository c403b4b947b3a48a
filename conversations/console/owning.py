"""Taking conversations over and passing them on, from the console; each answers with the conversation as it then stands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import AfterValidator, BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.console.detail import Detail, detail_for
from conversations.console.ports import DeskPorts
from conversations.handoffs import service as handoffs
from conversations.rules import clean
from conversations.team.auditing import record
from conversations.team.schemas import Signed

Verb = Callable[..., Awaitable[Any]]
VERBS: Final[dict[str, tuple[Verb, str]]] = {
    "take": (handoffs.take, "taken"),
    "accept": (handoffs.accept_offer, "accepted"),
    "decline": (handoffs.decline_offer, "declined"),
    "release": (handoffs.release, "released"),
    "hand-back": (handoffs.hand_back, "handed_back"),
    "close": (handoffs.close, "closed"),
    "reopen": (handoffs.reopen, "reopened"),
}
"""By the end of the address: what is done, and what the audit log calls it after ``conversation.``."""


class Transfer(BaseModel):
    """Whom it is passed to: one colleague, or whoever has a skill."""

    agent_id: UUID | None = None
    skill: Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=80)] | None = None


def owning_router(ports: DeskPorts) -> APIRouter:
    """A part of the console's API, for the house."""
    router = APIRouter(prefix="/conversations/{conversation_id}")
    house = Depends(ports.guard.house)

    async def done(
        verb: Verb, told: str, conversation_id: UUID, agent: Signed, subject: str | None = None, **more: Any
    ) -> Detail:
        async with ports.sessions.begin() as session:
            await verb(
                session,
                ports.queue,
                conversation_id=conversation_id,
                agent=agent,
                now=ports.clock(),
                **more,
            )
            await _record(session, told, conversation_id, agent, subject)
            return await detail_for(session, ports, conversation_id, agent)

    def route(ending: str, verb: Verb, told: str) -> None:
        @router.post(f"/{ending}", name=ending)
        async def act(conversation_id: UUID, agent: Signed = house) -> Detail:
            return await done(verb, told, conversation_id, agent)

    for ending, (verb, told) in VERBS.items():
        route(ending, verb, told)

    @router.post("/transfer")
    async def transfer(conversation_id: UUID, body: Transfer, agent: Signed = house) -> Detail:
        return await done(
            handoffs.transfer,
            "transferred",
            conversation_id,
            agent,
            subject=str(body.agent_id) if body.agent_id else body.skill,
            to_agent=body.agent_id,
            to_skill=body.skill,
        )

    return router


async def _record(
    session: AsyncSession, told: str, conversation_id: UUID, agent: Signed, subject: str | None
) -> None:
    await record(
        session,
        agent_id=agent.id,
        action=f"conversation.{told}",
        conversation_id=conversation_id,
        subject=subject,
    )
