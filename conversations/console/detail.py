"""One conversation, opened: what its inbox row does not say."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.console import inbox
from conversations.console.ports import DeskPorts
from conversations.console.rows import Person, Row
from conversations.errors import ConversationNotFound
from conversations.handoffs.wording import say_quoted, say_wanted
from conversations.models import Handoff, Satisfaction
from conversations.schemas import Frozen
from conversations.team.schemas import Signed
from conversations.team.settings import read_times
from conversations.windows import Window, window_of


class Summary(Frozen):
    """What was known when a person was asked for: what is wanted and was quoted, in a line each, the reason's code, and in
    ``lines`` the traveller's last words."""

    wanted: str | None
    quoted: str | None
    reason: str
    lines: list[str]


class Opinion(Frozen):
    """How content the traveller was, from 1 to 5; ``score`` None while they have not answered."""

    score: int | None
    comment: str | None


class Detail(Frozen):
    """A conversation with what its channel still takes, why it was handed over, and who looks at it."""

    conversation: Row
    window: Window
    opted_out: bool
    erased_to: int
    summary: Summary | None
    satisfaction: Opinion | None
    viewers: list[Person]


async def detail_for(session: AsyncSession, ports: DeskPorts, conversation_id: UUID, agent: Signed) -> Detail:
    """The conversation as it stands, for an agent. Raises ConversationNotFound."""
    row = await inbox.get_row_or_none(session, agent_id=agent.id, conversation_id=conversation_id)
    if row is None:
        raise ConversationNotFound(conversation_id)
    times = await read_times(session)
    newest = (
        select(Handoff, Satisfaction)
        .outerjoin(Satisfaction, Satisfaction.handoff_id == Handoff.id)
        .where(Handoff.conversation_id == conversation_id)
        .order_by(Handoff.requested_at.desc())
        .limit(1)
    )
    handed = (await session.execute(newest)).one_or_none()
    handoff, opinion = handed if handed is not None else (None, None)
    return Detail(
        conversation=Row.of(row, target_seconds=times.first_answer_target),
        window=window_of(row.channel, last_inbound_at=row.last_inbound_at, now=ports.clock()),
        opted_out=row.opted_out_at is not None,
        erased_to=row.erased_to,
        summary=await _summary(session, handoff, agent.language)
        if handoff is not None and row.owner != "bot"
        else None,
        satisfaction=Opinion.model_validate(opinion) if opinion is not None else None,
        viewers=list(ports.viewers(conversation_id)),
    )


async def _summary(session: AsyncSession, handoff: Handoff, language: str) -> Summary:
    return Summary(
        wanted=await say_wanted(session, handoff.summary, language),
        quoted=await say_quoted(session, handoff.summary, language),
        reason=handoff.reason,
        lines=handoff.summary.get("said") or [],
    )
