"""Back: the answer before the open question is forgotten and asked again; outside a form, what was said before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from actions.quoting import Quoting
from actions.replies import starting_buttons
from actions.said import said_before, say_again
from actions.turn import DeskAction, Turn, slots
from backend.quotes.service import get_quote

# The questions of each form in their order.
QUESTIONS = {
    "trip_form": ("destination", "travel_dates", "party", "child_ages", "stars"),
    "booking_form": ("lead_name", "lead_email", "lead_phone"),
    "status_form": ("booking_reference", "lead_email"),
    "cancel_form": ("booking_reference", "lead_email"),
}
# What is said in one breath with another answer is forgotten with it.
TOGETHER = {"party": ("child_ages",), "destination": ("product",)}


class GoBack(DeskAction):
    """One step back."""

    called = "action_go_back"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.form in QUESTIONS:
            return await self._within(turn, QUESTIONS[turn.form])
        if turn.slots.get("pending") == "book" and turn.slots.get("quote_id"):
            turn.tell(turn.words("talk.back_to"))
            return [FollowupAction("action_show_options")]
        before = said_before(turn.events)
        if not before:
            turn.tell(turn.words("talk.nothing_to_repeat"), starting_buttons(turn))
        say_again(turn, before)
        return []

    async def _within(self, turn: Turn, questions: tuple[str, ...]) -> list[EventType]:
        slot = newest_answer(turn.events, questions, turn.slots)
        if slot is not None:
            turn.tell(turn.words("talk.back_to"))
            return [SlotSet(name, None) for name in (slot, *TOGETHER.get(slot, ()))]
        if turn.form in ("status_form", "cancel_form"):
            turn.tell(turn.words("talk.stopped"), starting_buttons(turn))
            return [ActiveLoop(None), *slots(requested_slot=None, pending=None)]
        if turn.form == "booking_form" and turn.slots.get("quote_id"):
            return await self._to_the_quote(turn, UUID(turn.slots["quote_id"]))
        turn.tell(turn.words("talk.back_at_start"))
        return []

    async def _to_the_quote(self, turn: Turn, quote_id: UUID) -> list[EventType]:
        """Before the first detail there was the quote; its places stay held until their time is over."""
        turn.tell(turn.words("talk.back_to"))
        async with self.desk.sessions() as session:
            await Quoting(self.desk, turn, session).show(await get_quote(session, quote_id=quote_id), None)
        return [ActiveLoop(None), *slots(requested_slot=None, pending="book")]


def newest_answer(
    events: list[dict[str, Any]], questions: tuple[str, ...], known: dict[str, Any]
) -> str | None:
    """The answered question that was answered last; of several in one message, the last of the form."""
    answered = [slot for slot in questions if known.get(slot) is not None]
    since: dict[str, int] = {}
    message = 0
    for event in events:
        if event["event"] == "user":
            message += 1
        elif event["event"] == "slot" and event["name"] in answered:
            if event["value"] is None:
                since.pop(event["name"], None)
            else:
                since.setdefault(event["name"], message)
    if "child_ages" in answered and since.get("child_ages", 0) <= since.get("party", 0):
        answered.remove("child_ages")
    return max(answered, key=lambda slot: (since.get(slot, 0), questions.index(slot)), default=None)
