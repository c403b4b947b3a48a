"""What is said of a message before the action that it leads to: what a hotel has, and wishes that are noted."""

from __future__ import annotations

from dataclasses import dataclass

from rasa_sdk.events import EventType

from actions.features import answer_feature, asked_feature
from actions.replies import quote_buttons
from actions.turn import Desk, Turn, slots

# What finds nothing for itself in a message that only says this.
SETTLED = frozenset(
    {
        *("action_answer", "action_present_trip", "action_choose_option", "action_change_trip"),
        *("action_show_options", "action_compare_options", "action_recommend", "action_offer_transport"),
        *("action_add_service", "action_remove_service"),
    }
)


@dataclass(frozen=True, slots=True)
class Aside:
    """What changes with it, and whether it ends in a question, after which none is asked."""

    events: list[EventType]
    asks: bool


async def say_aside(desk: Desk, turn: Turn) -> Aside | None:
    """Says it; None where there is nothing to say."""
    if feature := asked_feature(turn):
        offers_person = await answer_feature(desk, turn, feature)
        if offers_person is not None:
            return Aside(slots(pending="human") if offers_person else [], offers_person)
    if turn.filled("wishes"):
        _note_wishes(turn)
        return Aside([], asks=False)
    return None


def _note_wishes(turn: Turn) -> None:
    """That they are noted, with the question that is open."""
    wishes = [turn.words(f"wish.{name}") for name in turn.slots.get("wishes") or []]
    text = turn.words("wish.noted", wishes=", ".join(wishes))
    if turn.form or turn.heard:
        turn.tell(text)
    elif turn.slots.get("pending") == "book" and turn.slots.get("quote_id"):
        buttons = quote_buttons(turn, turn.slots["quote_id"], others=True)
        turn.tell(f"{text} {turn.words('quote.ask')}", buttons)
    elif turn.slots.get("offered"):
        turn.tell(f"{text} {turn.words('trip.options_again')}")
    else:
        turn.tell(text)
