"""The figures. Times are seconds; rates are from 0 to 1; null where there is nothing to count."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from conversations.schemas import Frozen


class Times(Frozen):
    """The time that half, and that nine of ten, took at most."""

    p50: int | None = None
    p90: int | None = None


class FirstAnswer(Times):
    """Also: how many of those that were due came within the goal."""

    on_target: float | None = None


class Contentment(Frozen):
    """What travellers answered, from 1 to 5."""

    mean: float | None = None
    answers: int = 0
    asked: int = 0


class OfAgent(Contentment):
    """The same of one agent."""

    id: UUID
    name: str


class AllContentment(Contentment):
    """The same of all; ``scores``: how often 1, 2, 3, 4, 5."""

    scores: list[int]
    by_agent: list[OfAgent]


class AgentFigures(Frozen):
    """One agent's part."""

    id: UUID
    name: str
    handoffs: int
    first_answer: FirstAnswer
    resolution: Times


class DayFigures(Frozen):
    """One day, in the team's time zone."""

    on: date
    conversations: int = 0
    contained: int = 0
    handoffs: int = 0
    first_answer: int | None = None
    satisfaction: float | None = None


class Summary(Frozen):
    """A period. ``contained``: conversations in which the bot needed nobody."""

    conversations: int
    contained: int
    containment_rate: float | None
    handoffs: int
    left_word: int
    reasons: dict[str, int]
    first_answer: FirstAnswer
    resolution: Times
    satisfaction: AllContentment
    agents: list[AgentFigures]
    by_day: list[DayFigures]


class AtWork(Frozen):
    """An agent at this moment: how many conversations they have, and are offered at most."""

    id: UUID
    name: str
    on_duty: bool
    load: int
    capacity: int


class Board(Frozen):
    """This moment. ``waiting``: travellers who wait for a person's answer, in the queue or with an agent."""

    queue: int
    longest_wait: int | None
    waiting: int
    owned: int
    agents: list[AtWork]
    today: Summary
