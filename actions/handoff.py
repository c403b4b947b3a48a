"""The conversation goes to a person."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType

from actions.turn import DeskAction, Turn, slots

# By intent: why a person takes over, and the sentence that says so. Any other intent accepted an offer.
REASONS = {"request_human": "requested", "urgent_help": "urgent"}


class RequestHandoff(DeskAction):
    """Says what happens next; conversations carry the command out when they store the reply."""

    called = "action_request_handoff"

    async def act(self, turn: Turn) -> list[EventType]:
        reason = REASONS.get(turn.intent, "accepted")
        key = "urgent" if reason == "urgent" else "requested"
        turn.tell(
            turn.words(f"handoff.{key}", operator=self.desk.operator),
            command={"handoff": {"reason": reason}},
        )
        return [ActiveLoop(None), *slots(requested_slot=None, pending=None, misunderstood=0)]
