"""What arrived, what was known before, and what was understood of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from texts import DEFAULT_LANGUAGE, voice

LONGEST_ANSWER = 120


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the traveller, as the bot read it; ``entities`` has every value by entity.

    ``form_of_address`` is how the conversation speaks to them, this message included.
    """

    id: str
    text: str
    intent: str
    confidence: float
    language: str
    entities: Mapping[str, list[Any]] = field(default_factory=dict)
    form_of_address: str | None = None

    @property
    def voice(self) -> str:
        """What sentences that answer it are said in."""
        return voice(self.language, self.form_of_address)

    @property
    def answer(self) -> str:
        """The text where it is short enough to be the answer to a question, else nothing."""
        return self.text.strip() if len(self.text) <= LONGEST_ANSWER and not self.text.startswith("/") else ""

    @property
    def asks(self) -> bool:
        """Whether it is written as a question."""
        return "?" in self.text or "¿" in self.text

    def first(self, entity: str) -> Any:
        """The first value of an entity, None where it was not said."""
        return next(iter(self.entities.get(entity, ())), None)


@dataclass(frozen=True, slots=True)
class NamedProduct:
    """The product that the message names: its code, destination and kind."""

    code: str
    destination: str
    kind: str


@dataclass(frozen=True, slots=True)
class Context:
    """What stood before the message: slots, the form that is open and the slot it asks for, and the day.

    ``country`` is that of the destination (ISO 3166-1), whose feasts count; ``places`` are destinations to suggest, as
    (code, name), and ``countries`` theirs by code; ``by_email`` whether bookings can be proved by a code sent there.
    """

    slots: Mapping[str, Any]
    today: date
    form: str | None = None
    requested: str | None = None
    country: str | None = None
    places: tuple[tuple[str, str], ...] = ()
    countries: Mapping[str, str] = field(default_factory=dict)
    product: NamedProduct | None = None
    by_email: bool = False

    @property
    def voice(self) -> str:
        """What the sentences before this message were said in."""
        return voice(str(self.slots.get("language") or DEFAULT_LANGUAGE), self.slots.get("form_of_address"))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a slot could not be filled: the whole sentence that asks again, and the buttons below it."""

    slot: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    unclear: bool = False

    def as_slot(self) -> dict[str, Any]:
        """The form that a slot carries."""
        buttons = [{"title": title, "payload": payload} for title, payload in self.buttons]
        return {"slot": self.slot, "text": self.text, "buttons": buttons}


@dataclass(slots=True)
class Understanding:
    """Slots that change, the first problem met, and whether the plan so far is asked for."""

    changes: dict[str, Any] = field(default_factory=dict)
    problem: Problem | None = None
    recalls: bool = False

    def refuse(self, problem: Problem) -> None:
        """The slot stays open; only the first problem is told."""
        self.changes[problem.slot] = None
        self.problem = self.problem or problem
