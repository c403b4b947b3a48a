"""What a period was like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.figures import queries
from conversations.figures.period import Period
from conversations.figures.schemas import (
    AgentFigures,
    AllContentment,
    Contentment,
    DayFigures,
    FirstAnswer,
    OfAgent,
    Summary,
    Times,
)
from conversations.handoffs.ownership import AGENT_STEPPED_IN
from conversations.team.names import names_of
from conversations.team.settings import read_times

Rows = Sequence[Row[Any]]


async def read_summary(session: AsyncSession, *, period: Period, now: datetime) -> Summary:
    """The figures of a period, in six statements however long it is."""
    target = (await read_times(session)).first_answer_target
    values = period.values()
    talks = (await session.execute(queries.TALKS, values)).one()
    talks_by_day = (await session.execute(queries.TALKS_BY_DAY, values)).all()
    asked = {**values, "target": target, "now": now, "stepped_in": AGENT_STEPPED_IN}
    handoffs = (await session.execute(queries.HANDOFFS, asked)).all()
    content = (await session.execute(queries.CONTENTMENT, values)).all()
    names = await names_of(session, {row.agent_id for row in (*handoffs, *content) if row.agent_id})
    (everything,) = _by(handoffs, "all")
    return Summary(
        conversations=talks.conversations,
        contained=talks.contained,
        containment_rate=_rate(talks.contained, talks.conversations),
        handoffs=everything.handoffs,
        left_word=everything.left_word,
        reasons={row.reason: row.handoffs for row in _by(handoffs, "reason")},
        first_answer=_first_answer(everything),
        resolution=_times(everything.resolution),
        satisfaction=_content(content, names),
        agents=_agents(handoffs, names),
        by_day=_days(period, talks_by_day, handoffs, content),
    )


def _agents(handoffs: Rows, names: dict[UUID, str]) -> list[AgentFigures]:
    """Those who had any, the most first."""
    rows = [row for row in _by(handoffs, "agent") if row.agent_id in names]
    return [
        AgentFigures(
            id=row.agent_id,
            name=names[row.agent_id],
            handoffs=row.handoffs,
            first_answer=_first_answer(row),
            resolution=_times(row.resolution),
        )
        for row in sorted(rows, key=lambda row: (-row.handoffs, names[row.agent_id]))
    ]


def _content(rows: Rows, names: dict[UUID, str]) -> AllContentment:
    (everything,) = _by(rows, "all")
    by_agent = [
        OfAgent(id=row.agent_id, name=names[row.agent_id], **_contentment(row).model_dump())
        for row in _by(rows, "agent")
        if row.agent_id in names
    ]
    return AllContentment(
        **_contentment(everything).model_dump(),
        scores=everything.scores,
        by_agent=sorted(by_agent, key=lambda one: one.name),
    )


def _days(period: Period, talks: Rows, handoffs: Rows, content: Rows) -> list[DayFigures]:
    spoke: dict[date, Row[Any]] = {row.day: row for row in talks}
    asked = {row.day: row for row in _by(handoffs, "day")}
    said = {row.day: row for row in _by(content, "day")}
    return [
        DayFigures(
            on=day,
            conversations=spoke[day].conversations if day in spoke else 0,
            contained=spoke[day].contained if day in spoke else 0,
            handoffs=asked[day].handoffs if day in asked else 0,
            first_answer=_times(asked[day].first_answer).p50 if day in asked else None,
            satisfaction=_mean(said[day].mean) if day in said else None,
        )
        for day in period.days()
    ]


def _by(rows: Rows, what: str) -> Rows:
    return [row for row in rows if row.by == what]


def _first_answer(row: Row[Any]) -> FirstAnswer:
    return FirstAnswer(**_times(row.first_answer).model_dump(), on_target=_rate(row.in_time, row.were_due))


def _times(shares: Sequence[float] | None) -> Times:
    return Times(p50=round(shares[0]), p90=round(shares[1])) if shares else Times()


def _contentment(row: Row[Any]) -> Contentment:
    return Contentment(mean=_mean(row.mean), answers=row.answers, asked=row.asked)


def _mean(value: Decimal | None) -> float | None:
    return None if value is None else round(float(value), 2)


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
