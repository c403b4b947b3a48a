"""The validation of forms, and the actions that ask for a slot."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction
from rasa_sdk.interfaces import Tracker

from actions.answers import answer_besides
from actions.quote_link import quote_meant
from actions.turn import Desk, DeskAction, Turn, slots

Validator = Callable[[Any, Turn], Awaitable[dict[str, Any]]]


class JourneyForm(FormValidationAction):
    """A form whose slots stand here, so that the bot need not send its domain; ``check_<slot>`` checks a new value."""

    form: ClassVar[str]
    slots: ClassVar[tuple[str, ...]]

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def name(self) -> str:
        return f"validate_{self.form}"

    def domain_slots(self, domain: Any) -> list[str]:
        return list(self.slots)

    async def get_extraction_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        """Nothing: ``action_understand_turn`` has filled what there was."""
        return []

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[EventType]:
        """Checks the slots that this message filled; a question asked on the way is answered first."""
        turn = Turn(dispatcher, tracker)
        if elsewhere := await self.led_elsewhere(turn):
            return elsewhere
        changes = {name: value for name, value in tracker.slots_to_validate().items() if name in self.slots}
        if changes and turn.asked_a_question and not turn.wish:
            await answer_besides(self.desk, turn, [turn.intent])
        for name, value in list(changes.items()):
            check: Validator | None = getattr(self, f"check_{name}", None)
            if check is not None and value is not None:
                changes |= await check(value, turn)
        if turn.recalls:
            await self.recall(turn)
        changes |= await self.completed(turn, tracker.slots | changes)
        tracker.slots.update(changes)
        return [SlotSet(name, value) for name, value in changes.items()]

    async def required_slots(
        self, domain_slots: list[str], dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[str]:
        """The slots that this conversation needs."""
        return await self.needed(Turn(dispatcher, tracker))

    async def needed(self, turn: Turn) -> list[str]:
        """All the form's slots, unless a form knows better."""
        return list(self.slots)

    async def led_elsewhere(self, turn: Turn) -> list[EventType]:
        """The events that close the form where the message is about something else: a quote that it names; nothing where it
        is not."""
        if quote_meant(turn) is None:
            return []
        return [
            ActiveLoop(None),
            *slots(requested_slot=None, pending=None),
            FollowupAction("action_show_options"),
        ]

    async def recall(self, turn: Turn) -> None:
        """Says what is planned so far, where the message asks for it; the open question then follows."""

    async def completed(self, turn: Turn, slots: dict[str, Any]) -> dict[str, Any]:
        """Slots that need not be asked because they follow from others."""
        return {}


class Ask(DeskAction):
    """Asks for a slot; where the message could not fill it, the sentence that says why is the question."""

    slot: ClassVar[str]

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.has_asked:
            return []
        if problem := turn.problem(self.slot):
            turn.tell(problem["text"], problem["buttons"] or await self.buttons(turn))
            return []
        question = await self.question(turn)
        if turn.was_asked(self.slot) and not self.takes_up(turn):
            question = f"{turn.words('word.noted')} {question}"
        elif turn.recalls and turn.form == "trip_form":
            question = f"{turn.words('ask.before_price')} {question}"
        turn.tell(question, await self.buttons(turn))
        return []

    @abstractmethod
    async def question(self, turn: Turn) -> str:
        """The question."""

    def takes_up(self, turn: Turn) -> bool:
        """Whether the question itself says that what was told is noted."""
        return False

    async def buttons(self, turn: Turn) -> list[dict[str, str]]:
        """Short choices, where there are any."""
        return []
