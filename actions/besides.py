"""What was asked besides the main thing of a message, said by whichever action speaks first."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions.answers import answer_besides
from actions.turn import Desk, DeskAction, Turn, slots


class AnswersBesides(Action):
    """An action before which the open questions of the turn are answered, once; the action then goes on with its own."""

    def __init__(self, desk: Desk, action: DeskAction) -> None:
        self.desk = desk
        self.action = action

    def name(self) -> str:
        return self.action.name()

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        if not turn.besides or turn.has_answered_besides:
            return await self.action.run(dispatcher, tracker, domain)
        await answer_besides(self.desk, turn, turn.besides)
        answered = {**turn.slots["turn"], "answered": True}
        tracker.slots["turn"] = answered
        return [*slots(turn=answered), *await self.action.run(dispatcher, tracker, domain)]
