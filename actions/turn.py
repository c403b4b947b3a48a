"""What an action sees of the conversation, how it speaks, and what it works with."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol
from uuid import UUID

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions.codes import Codes
from actions.person_rules import NO_RULES, PersonRules
from backend.documents.schemas import DocumentView
from backend.payments.ports import PaymentPorts
from backend.terms import DEFAULT_TERMS, Terms
from texts import DEFAULT_LANGUAGE, LANGUAGES, say, voice

Button = dict[str, str]


class TellTrip(Protocol):
    """Tells whoever has a part in a trip what became of it, once the session's transaction commits."""

    async def __call__(
        self, session: AsyncSession, kind: str, *, conversation_id: UUID | None, quote_id: UUID, **data: Any
    ) -> None:
        """``kind`` is `quote.issued`, `hold.placed`, `hold.released` or `booking.changed`."""
        ...


class AttachDocument(Protocol):
    """Sends an issued document to the traveller as a file, in the session's transaction."""

    async def __call__(
        self, session: AsyncSession, *, conversation_id: UUID, document: DocumentView
    ) -> object: ...


async def tell_nobody(
    session: AsyncSession, kind: str, *, conversation_id: UUID | None, quote_id: UUID, **data: Any
) -> None:
    """A `TellTrip` where nobody listens."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What actions work with: sessions that each action opens and commits, the clock (aware UTC), the operator's terms,
    the way to send codes by e-mail, None where no mail can be sent, who is told of trips, who knows the telephone
    number that a conversation is held with, what a person has to see first, who takes money,
    how documents are sent, None where no file is, and where the page of a quote is, None where there is none."""

    sessions: async_sessionmaker[AsyncSession]
    clock: Callable[[], datetime]
    operator: str
    terms: Terms = field(default=DEFAULT_TERMS)
    codes: Codes | None = None
    tell: TellTrip = tell_nobody
    numbers: Callable[[UUID], Awaitable[str | None]] | None = None
    person_rules: PersonRules = NO_RULES
    payments: PaymentPorts = field(kw_only=True)
    attach: AttachDocument | None = None
    quote_page: Callable[[UUID], str] | None = None


class Turn:
    """The turn that an action takes part in."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self._dispatcher = dispatcher
        self._tracker = tracker
        self.slots: dict[str, Any] = tracker.slots
        language = self.slots.get("language")
        self.language: str = language if language in LANGUAGES else DEFAULT_LANGUAGE
        self.voice: str = voice(self.language, self.slots.get("form_of_address"))
        self.intent: str = (tracker.latest_message.get("intent") or {}).get("name") or ""
        self.text: str = tracker.latest_message.get("text") or ""
        self.form: str | None = (tracker.active_loop or {}).get("name")
        self._entities: list[dict[str, Any]] = tracker.latest_message.get("entities") or []
        self.events: list[dict[str, Any]] = tracker.events

    @property
    def conversation_id(self) -> UUID | None:
        """The conversation's id; None where the bot is talked to from elsewhere (its own shell)."""
        try:
            return UUID(self._tracker.sender_id)
        except ValueError:
            return None

    @property
    def heard(self) -> list[str]:
        """The trip's slots that this message filled."""
        return list((self.slots.get("turn") or {}).get("heard") or [])

    @property
    def changed(self) -> list[str]:
        """The trip's slots that this message filled with something else than before."""
        return list((self.slots.get("turn") or {}).get("changed") or [])

    @property
    def asked_a_question(self) -> bool:
        """Whether the message asks something besides what it says."""
        return bool((self.slots.get("turn") or {}).get("question"))

    @property
    def besides(self) -> list[str]:
        """The questions (intents) that the message asks besides its main thing."""
        return list((self.slots.get("turn") or {}).get("besides") or [])

    @property
    def has_answered_besides(self) -> bool:
        """Whether those questions were answered by an earlier action of this turn."""
        return bool((self.slots.get("turn") or {}).get("answered"))

    @property
    def has_said_aside(self) -> bool:
        """Whether an earlier action of this turn said what is beside the message's main thing."""
        return bool((self.slots.get("turn") or {}).get("aside"))

    @property
    def wish(self) -> str | None:
        """What a message taken for a question wishes for: ``trip`` or to ``book`` as well, or only a kind of ``place``
        or a ``budget``."""
        wish: str | None = (self.slots.get("turn") or {}).get("wish")
        return wish

    @property
    def recalls(self) -> bool:
        """Whether the message asks for the price or the sum of what is being planned or booked."""
        return bool((self.slots.get("turn") or {}).get("recalls"))

    def likelihood(self, intent: str) -> float:
        """How likely the message meant an intent, 0 to 1."""
        return dict(self.ranking).get(intent, 0.0)

    @property
    def ranking(self) -> list[tuple[str, float]]:
        """The likeliest intents of the message with their probabilities, likeliest first."""
        ranked = self._tracker.latest_message.get("intent_ranking") or []
        return [(one["name"], float(one["confidence"])) for one in ranked]

    @property
    def intent_before(self) -> str | None:
        """What the message before this one was taken for, None where there was none."""
        said = [event for event in self.events if event["event"] == "user"]
        parsed = said[-2].get("parse_data") or {} if len(said) > 1 else {}
        name: str | None = (parsed.get("intent") or {}).get("name")
        return name

    @property
    def has_spoken(self) -> bool:
        """Whether the bot has said anything in this conversation."""
        return any(event["event"] == "bot" for event in self.events)

    def was_asked(self, slot: str) -> bool:
        """Whether this slot was asked for already, and the message filled others instead."""
        turn = self.slots.get("turn") or {}
        return turn.get("requested") == slot and bool(turn.get("filled"))

    def filled(self, slot: str) -> bool:
        """Whether this message filled a slot."""
        return slot in ((self.slots.get("turn") or {}).get("filled") or [])

    @property
    def has_problem(self) -> bool:
        """Whether something in the message could not be taken."""
        return bool((self.slots.get("turn") or {}).get("problem"))

    def entity(self, name: str) -> Any:
        """The first value of an entity in this message, None where there is none."""
        return next((found["value"] for found in self._entities if found["entity"] == name), None)

    def entities(self, name: str) -> list[Any]:
        """Every value of an entity in this message, in their order."""
        return [found["value"] for found in self._entities if found["entity"] == name]

    def problem(self, slot: str) -> dict[str, Any] | None:
        """Why this message could not fill the slot: the sentence that asks again and its buttons."""
        problem = (self.slots.get("turn") or {}).get("problem")
        return problem if problem and problem["slot"] == slot else None

    def without_asking(self) -> list[EventType]:
        """The open form stays open, but does not ask again in this turn: a question was just asked."""
        return slots(turn={**(self.slots.get("turn") or {}), "asked": True})

    def with_services_heard(self) -> list[EventType]:
        """What the message says of services is taken, and what follows in this turn need not look for it."""
        return slots(turn={**(self.slots.get("turn") or {}), "services": True})

    def with_paying_answered(self) -> list[EventType]:
        """What the message says of paying is answered, and what follows in this turn goes on with the trip."""
        return slots(turn={**(self.slots.get("turn") or {}), "paying": True})

    @property
    def has_answered_paying(self) -> bool:
        """Whether an earlier action of this turn answered what the message says of paying."""
        return bool((self.slots.get("turn") or {}).get("paying"))

    @property
    def has_heard_services(self) -> bool:
        """Whether an earlier action of this turn took what the message says of services."""
        return bool((self.slots.get("turn") or {}).get("services"))

    @property
    def has_asked(self) -> bool:
        """Whether this turn already ends in a question."""
        return bool((self.slots.get("turn") or {}).get("asked"))

    def with_problem(self, slot: str, text: str, buttons: Sequence[Button] = ()) -> dict[str, Any]:
        """The slot ``turn`` with a problem that was found after the message was understood."""
        problem = {"slot": slot, "text": text, "buttons": list(buttons)}
        return {**(self.slots.get("turn") or {}), "problem": problem}

    def words(self, key: str, /, **values: object) -> str:
        """A sentence in the conversation's language and form of address."""
        return say(self.voice, key, **values)

    def button(self, key: str, payload: str, /, **values: object) -> Button:
        """A button with its title in the conversation's language."""
        return {"title": self.words(f"button.{key}", **values), "payload": payload}

    def tell(
        self,
        text: str | None,
        buttons: Sequence[Button] = (),
        cards: Sequence[dict[str, Any]] = (),
        command: dict[str, Any] | None = None,
    ) -> None:
        """One bubble."""
        extra: dict[str, Any] = {}
        if cards:
            extra["cards"] = list(cards)
        if command:
            extra["command"] = command
        self._dispatcher.utter_message(text=text, buttons=list(buttons), json_message=extra or None)


class DeskAction(Action):
    """An action with its name, its desk and one method to write."""

    called: ClassVar[str]

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def name(self) -> str:
        return self.called

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        return await self.act(Turn(dispatcher, tracker))

    @abstractmethod
    async def act(self, turn: Turn) -> list[EventType]:
        """Speaks, and returns what changes in the conversation."""


def slots(**values: Any) -> list[EventType]:
    """Events that set slots."""
    return [SlotSet(name, value) for name, value in values.items()]
