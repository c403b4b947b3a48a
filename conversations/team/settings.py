"""What administrators set, with the defaults in one place: opening hours, and how long things may take."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.schemas import Frozen
from conversations.team.models import TeamSetting

HOURS, TIMES = "hours", "times"
DAY_END = "24:00"


def _rising(span: tuple[str, str]) -> tuple[str, str]:
    if span[0] >= span[1]:
        raise ValueError("a span ends after it begins")
    return span


def _apart(day: tuple[Span, ...]) -> tuple[Span, ...]:
    spans = sorted(day)
    if any(earlier[1] > later[0] for earlier, later in pairwise(spans)):
        raise ValueError("spans of a day overlap")
    return tuple(spans)


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("no such time zone")
    return name


Minute = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
"""A time of day, `"09:00"`; the end of the day is `"24:00"`."""
Span = Annotated[tuple[Minute, Minute], AfterValidator(_rising)]
Day = Annotated[tuple[Span, ...], Field(max_length=6), AfterValidator(_apart)]


class ClosedDay(Frozen):
    """A local date on which nobody works, whatever the weekday."""

    on: date
    name: Annotated[str, Field(max_length=80)] = ""


class Hours(Frozen):
    """When people are there, in the team's time zone; ``week`` begins on Monday."""

    timezone: Annotated[str, AfterValidator(_zone)] = "America/Lima"
    week: Annotated[tuple[Day, ...], Field(min_length=7, max_length=7)] = ((("00:00", DAY_END),),) * 7
    closed: Annotated[tuple[ClosedDay, ...], Field(max_length=400)] = ()


Seconds = Annotated[int, Field(ge=10, le=86_400)]


class Times(Frozen):
    """How long, in seconds: until a first answer (a goal), until an offer lapses, until a silent agent is reminded, and
    until the conversation goes back to the queue."""

    first_answer_target: Seconds = 300
    offer_seconds: Seconds = 60
    remind_after: Seconds = 180
    requeue_after: Seconds = 600


async def read_hours(session: AsyncSession) -> Hours:
    """As set; open day and night until somebody sets them, so that whoever is on duty decides."""
    return Hours.model_validate(await _read(session, HOURS))


async def read_times(session: AsyncSession) -> Times:
    """As set, else the defaults."""
    return Times.model_validate(await _read(session, TIMES))


async def write(session: AsyncSession, key: str, value: Frozen) -> None:
    """Keeps a setting."""
    kept = value.model_dump(mode="json")
    await session.execute(
        insert(TeamSetting)
        .values(key=key, value=kept)
        .on_conflict_do_update(index_elements=[TeamSetting.key], set_={"value": kept})
    )


async def _read(session: AsyncSession, key: str) -> dict[str, Any]:
    return await session.scalar(select(TeamSetting.value).where(TeamSetting.key == key)) or {}
