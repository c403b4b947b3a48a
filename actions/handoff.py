"""The conversation goes to a person."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType

from actions.intents import NOT_UNDERSTOOD
from actions.turn import DeskAction, Turn, slots

# How likely anger must mean a person, or trouble on the way, to be passed on without asking.
LIKELY = 0.1
ANGER = ("complaint", "insult")


class RequestHandoff(DeskAction):
    """Says what happens next; conversations carry the command out when they store the reply."""

    called = "action_request_handoff"

    async def act(self, turn: Turn) -> list[EventType]:
        reason = _reason(turn)
        key = "urgent" if reason == "urgent" else "requested"
        return hand_over(turn, reason, turn.words(f"handoff.{key}", operator=self.desk.operator))


def hand_over(turn: Turn, reason: str, text: str) -> list[EventType]:
    """Says it and passes the conversation on; what was being asked is left to the person."""
    turn.tell(text, command={"handoff": {"reason": reason}})
    return [ActiveLoop(None), *slots(requested_slot=None, pending=None, misunderstood=0)]


def wants_a_person_now(turn: Turn) -> bool:
    """Whether an angry message also asks for a person or for help on the way, so that no offer is needed."""
    return max(turn.likelihood("request_human"), turn.likelihood("urgent_help")) >= LIKELY


def _reason(turn: Turn) -> str:
    """``urgent``, ``anger``, ``requested``; where a person was offered first what led to it, or ``accepted``."""
    angry = turn.intent in ANGER
    if turn.intent == "urgent_help" or (angry and turn.likelihood("urgent_help") >= LIKELY):
        return "urgent"
    if angry:
        return "anger"
    if turn.slots.get("pending") == "human" and (cause := _CAUSES.get(turn.intent_before or "")):
        return cause
    return "requested" if turn.intent == "request_human" else "accepted"


_CAUSES = {**dict.fromkeys(ANGER, "anger"), **dict.fromkeys(NOT_UNDERSTOOD, "misunderstood")}
