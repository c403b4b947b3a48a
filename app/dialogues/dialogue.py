"""A dialogue to replay: what the traveller writes, and what of it belongs into our slots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """One piece of a trip; a first day, a last day and nights together make the dates."""

    PLACE = "place"
    START = "start"
    END = "end"
    NIGHTS = "nights"
    PARTY = "party"
    STARS = "stars"

    @property
    def slot(self) -> str:
        """What the assistant asks for to learn it."""
        return "dates" if self in (Kind.START, Kind.END, Kind.NIGHTS) else self.value


SLOTS = ("place", "dates", "party", "stars")


@dataclass(frozen=True, slots=True)
class Statement:
    """The traveller says a piece of the trip: in which of their turns (from 0), and which wordings of it are right.

    ``accepted`` is empty where only that something was said is known. ``wanted`` is what still stands at the end.
    """

    kind: Kind
    accepted: tuple[str, ...]
    turn: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of the traveller, and what their assistant answered; nothing in dialogues of our own."""

    text: str
    their_reply: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What is replayed."""

    id: str
    services: tuple[str, ...]
    turns: tuple[Said, ...]
    statements: tuple[Statement, ...]

    def said_by(self, turn: int) -> Iterator[Statement]:
        """What stands after a turn: of each kind the newest statement."""
        newest = {
            statement.kind: statement
            for statement in sorted(self.statements, key=lambda one: one.turn)
            if statement.turn <= turn
        }
        yield from newest.values()
