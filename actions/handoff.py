"""The conversation goes to a person."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType

from actions.turn import DeskAction, Turn, slots


class RequestHandoff(DeskAction):
    """Says what happens next; conversations carry the command out when they store the reply."""

    called = "action_request_handoff"

    async def act(self, turn: Turn) -> list[EventType]:
        reason = "requested" if turn.intent == "request_human" else "accepted"
        turn.tell(
            turn.words("handoff.requested", operator=self.desk.operator),
            command={"handoff": {"reason": reason}},
        )
        return [ActiveLoop(None), *slots(requested_slot=None, pending=None, misunderstood=0)]
