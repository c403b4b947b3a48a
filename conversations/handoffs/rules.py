"""Pure rules: who is offered a conversation, and what happens when an agent keeps silent."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from conversations.team.settings import Times

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class AtWork:
    """Somebody of the house; ``load`` counts what they have and what they are offered, ``idle_since`` when they got the last."""

    id: UUID
    name: str
    languages: Collection[str]
    skills: Collection[str]
    capacity: int
    on_duty: bool
    load: int
    idle_since: datetime | None

    @property
    def is_free(self) -> bool:
        """Whether they may be offered one more."""
        return self.on_duty and self.load < self.capacity


class Silence(StrEnum):
    """What becomes of a conversation whose agent does not answer."""

    REMIND = "remind"
    REQUEUE = "requeue"


def able(team: Iterable[AtWork], *, language: str, skill: str | None) -> list[AtWork]:
    """Who speaks the language and has the skill. What nobody of the whole team can, anybody may try.

    An agent for whom no languages are noted writes in all of them.
    """
    everybody = list(team)
    speaking = [one for one in everybody if not one.languages or language in one.languages] or everybody
    if skill is None:
        return speaking
    skilled = [one for one in everybody if skill in one.skills]
    return [one for one in speaking if one in skilled] or skilled or speaking


def choose(
    team: Iterable[AtWork], *, language: str, skill: str | None, passed: Collection[UUID]
) -> AtWork | None:
    """Whom to offer it: the least load, and of those whoever has waited longest for one; once all have ``passed``, from the start."""
    free = [one for one in able(team, language=language, skill=skill) if one.is_free]
    fresh = [one for one in free if one.id not in passed]
    return min(
        fresh or free, key=lambda one: (one.load, one.idle_since or LONG_AGO, str(one.id)), default=None
    )


def is_anybody_there(team: Iterable[AtWork], *, language: str, skill: str | None) -> bool:
    """Whether anybody on duty can answer, be it later."""
    return any(one.on_duty for one in able(team, language=language, skill=skill))


def after_silence(since: datetime, *, reminded: bool, times: Times, now: datetime) -> Silence | None:
    """What is due of an agent whom a traveller waits for ``since`` then."""
    waited = now - since
    if waited >= timedelta(seconds=times.requeue_after):
        return Silence.REQUEUE
    if waited >= timedelta(seconds=times.remind_after) and not reminded:
        return Silence.REMIND
    return None
