"""What was asked besides the main thing of a message, said by whichever action speaks first."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions.answers import answer_besides
from actions.asides import SETTLED, say_aside
from actions.payment import overhear_payment
from actions.quote_link import open_quote, quote_meant
from actions.turn import Desk, DeskAction, Turn, slots

# What a message about a way to pay is taken for: "better with PayU" sounds like another trip.
MISTAKEN = frozenset(
    {
        *("action_answer", "action_change_trip", "action_show_options", "action_choose_option"),
        *("action_remove_service", "action_affirm", "action_present_trip"),
    }
)


class AnswersBesides(Action):
    """An action before which the open questions of the turn are answered and what is beside it is said, each once.

    The action then goes on with its own, where the message says more.
    """

    def __init__(self, desk: Desk, action: DeskAction) -> None:
        self.desk = desk
        self.action = action

    def name(self) -> str:
        return self.action.name()

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        events: list[EventType] = []
        if turn.besides and not turn.has_answered_besides:
            await answer_besides(self.desk, turn, turn.besides)
            events += self._noted(turn, tracker, answered=True)
        if (reference := quote_meant(turn)) is not None:
            return [*events, *await open_quote(self.desk, turn, reference)]
        if self.action.name() in MISTAKEN and (paid := await overhear_payment(self.desk, turn)) is not None:
            return [*events, *paid]
        said = turn.has_said_aside
        if not said and (aside := await say_aside(self.desk, turn)):
            events += [*aside.events, *self._noted(turn, tracker, aside=True, asked=aside.asks)]
            said = True
        if said and self.action.name() in SETTLED and not turn.heard:
            return events
        return [*events, *await self.action.run(dispatcher, tracker, domain)]

    @staticmethod
    def _noted(turn: Turn, tracker: Tracker, **noted: bool) -> list[EventType]:
        """What follows in this turn, this action included, sees what was said."""
        tracker.slots["turn"] = {**(turn.slots.get("turn") or {}), **noted}
        return slots(turn=tracker.slots["turn"])
