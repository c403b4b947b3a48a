"""Travellers are forgotten when they ask to be: after a yes, and as far as a booking allows."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions.holding import release_places
from actions.replies import starting_buttons
from actions.talk import OPEN, TRIP
from actions.turn import DeskAction, Turn, slots
from actions.understanding.details import CORRECTABLE
from backend import wording
from backend.bookings.schemas import Erasure, KeptBecause
from backend.bookings.service import erase_lead

BESIDES = ("booking_reference", "email_code", "wished_place")


class OfferErasure(DeskAction):
    """Asks whether to erase; an open question is left, so that the yes can only be to this one."""

    called = "action_offer_erasure"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.tell(
            turn.words("erase.ask"), [turn.button("erase_yes", "/affirm"), turn.button("erase_no", "/deny")]
        )
        return [ActiveLoop(None), *slots(requested_slot=None, pending="erase")]


class EraseData(DeskAction):
    """Erases, and says what is kept and why; messages go where the reply is stored, the bot's memory after the turn."""

    called = "action_erase_data"

    async def act(self, turn: Turn) -> list[EventType]:
        erasure = Erasure((), {})
        async with self.desk.sessions.begin() as session:
            released = await release_places(self.desk, turn, session)
            if turn.conversation_id is not None:
                erasure = await erase_lead(
                    session, conversation_id=turn.conversation_id, now=self.desk.clock()
                )
        person = [turn.button("human", "/request_human")] if erasure.elsewhere else []
        turn.tell(_told(turn, erasure), [*starting_buttons(turn)[:2], *person], command={"erase": {}})
        forgotten = [SlotSet(name, None) for name in (*CORRECTABLE, *BESIDES, *TRIP, *OPEN)]
        return [ActiveLoop(None), *released, *forgotten]


def _told(turn: Turn, erasure: Erasure) -> str:
    told = [turn.words("erase.done")]
    if erasure.erased:
        told.append(turn.words("erase.bookings", references=wording.listed(turn.language, erasure.erased)))
    for reason in KeptBecause:
        if kept := [reference for reference, because in erasure.kept.items() if because is reason]:
            told.append(turn.words(f"erase.{reason}", references=wording.listed(turn.language, kept)))
    if erasure.elsewhere:
        told.append(
            turn.words("erase.elsewhere", references=wording.listed(turn.language, erasure.elsewhere))
        )
    return "\n".join([*told, turn.words("erase.again")])
