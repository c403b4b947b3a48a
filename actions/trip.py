"""A trip that is known is quoted, or its options are offered; a changed trip is searched again."""

from __future__ import annotations

import re

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from actions.affording import affordable, wants_cheaper
from actions.choosing import quote_one
from actions.features import with_wished
from actions.holding import release_places
from actions.picking import pick
from actions.quoting import Quoting, as_offered, best_rated, is_complete, trip_request
from actions.replies import human_buttons, payload, quote_buttons
from actions.turn import DeskAction, Turn, slots
from actions.understanding.besides import says_to_book
from actions.understanding.services import changes_services
from actions.understanding.wishes import means_transfer
from backend.bookings.service import list_by_conversation

_ANOTHER_TRIP = re.compile(
    r"\b(?:otr[oa]|outr[oa]|another|new|nuev[oa]|nov[oa])\s+"
    r"(?:viaje|trip|viagem|cotizaci[oó]n|quote|orçamento|cotaç[aã]o|reserva|booking|destino)\b",
    re.IGNORECASE,
)
# What is asked anew when a button says what to change.
CORRECTED = {
    "destination": ("destination", "product"),
    "travel_dates": ("travel_dates",),
    "party": ("party", "child_ages"),
    "stars": ("stars", "product"),
}


class PresentTrip(DeskAction):
    """Quotes what was chosen, or the best of the category asked for; else shows the options."""

    called = "action_present_trip"

    async def act(self, turn: Turn) -> list[EventType]:
        if not is_complete(turn.slots):
            return []
        if change := _service_change(turn):
            return [FollowupAction(f"action_{change}_service")]
        if turn.slots.get("quote_id") and _begins_another_trip(turn):
            return self._another_trip()
        if not turn.heard and (turn.slots.get("offered") or turn.slots.get("pending") == "book"):
            if wants_cheaper(turn.text):
                return [FollowupAction("action_show_options")]
            if turn.slots.get("offered") and turn.entity("choice"):
                return [FollowupAction("action_choose_option")]  # "How much is the second one?" is its quote.
            told_beside = turn.intent in ("inform", "no_preference") or turn.filled("lead_name")
            if told_beside or turn.entity("product"):
                return self._nothing_new(turn)
        if turn.slots.get("pending") == "dates" and not turn.heard:
            return ask_which_dates()
        async with self.desk.sessions.begin() as session:
            released = await release_places(self.desk, turn, session) if turn.changed else []
            return [*released, *await self._present(turn, Quoting(self.desk, turn, session))]

    @staticmethod
    async def _present(turn: Turn, quoting: Quoting) -> list[EventType]:
        product = turn.slots.get("product")
        if product and not ("budget" in turn.changed and await quoting.is_too_dear(product)):
            return await quoting.quote(product)
        request = trip_request(turn.slots)
        proposals = await quoting.search(request)
        within, beyond = affordable(turn, request, proposals)
        fitting = with_wished(turn, within) or within
        if preferred := pick(as_offered(fitting), (turn.slots.get("hints") or {}).get("choice")):
            return await quote_one(
                turn, quoting, preferred, fitting, preface=beyond, others=len(proposals) - 1
            )
        if fitting and (request.stars is not None or len(fitting) == 1):
            best = best_rated(fitting).product
            return await quote_one(turn, quoting, best, fitting, preface=beyond, others=len(proposals) - 1)
        return await quoting.offer(request)

    @staticmethod
    def _another_trip() -> list[EventType]:
        """Whoever wants to travel and says nothing of the trip that was quoted begins another."""
        begun = dict.fromkeys(("destination", "travel_dates", "stars", "interest", "product"))
        return [*slots(**begun, offered=None, services=None, pending=None), FollowupAction("trip_form")]

    @staticmethod
    def _nothing_new(turn: Turn) -> list[EventType]:
        """Words beside a quote or options that change nothing do not bring them again."""
        quote_id = turn.slots.get("quote_id")
        if turn.slots.get("pending") != "book" or not quote_id:
            return [FollowupAction("action_choose_option")]
        if says_to_book(turn.text, turn.language):
            return [FollowupAction("action_place_hold")]
        filled = (turn.slots.get("turn") or {}).get("filled")
        text = (
            f"{turn.words('word.noted')} {turn.words('quote.ask')}"
            if filled
            else turn.words("talk.misunderstood")
        )
        turn.tell(text, quote_buttons(turn, quote_id, others=True))
        return []


class OfferTransport(DeskAction):
    """A transfer is searched; for flights, trains and buses we say that we do not sell them."""

    called = "action_offer_transport"

    async def act(self, turn: Turn) -> list[EventType]:
        if means_transfer(turn.text):
            return [FollowupAction("trip_form")]
        buttons = [turn.button("transfer", "/search_transport"), turn.button("search", "/search_trip")]
        turn.tell(turn.words("trip.no_flights"), () if turn.form else buttons)
        return []


class ChangeTrip(DeskAction):
    """Before booking the trip is searched again with what changed; afterwards a person changes it."""

    called = "action_change_trip"

    async def act(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions.begin() as session:
            if turn.conversation_id is not None and not turn.heard and not is_complete(turn.slots):
                bookings = await list_by_conversation(session, conversation_id=turn.conversation_id)
                if bookings:
                    turn.tell(turn.words("change_booking.offer"), human_buttons(turn))
                    return slots(pending="human")
            if wants_cheaper(turn.text) and not turn.heard and is_complete(turn.slots):
                return [FollowupAction("action_show_options")]
            if change := _service_change(turn):
                return [FollowupAction(f"action_{change}_service")]
            fix = CORRECTED.get(turn.entity("fix"), ())
            if fix or turn.heard or turn.has_problem or not is_complete(turn.slots):
                released = await release_places(self.desk, turn, session)
                cleared = [SlotSet(name, None) for name in (*fix, "offered")] if fix else []
                return [*released, *cleared, FollowupAction("trip_form")]
        buttons = [
            turn.button(f"change_{key}", payload("change_trip", fix=slot))
            for key, slot in (
                ("dates", "travel_dates"),
                ("party", "party"),
                ("stars", "stars"),
                ("destination", "destination"),
            )
        ]
        turn.tell(turn.words("trip.change_what"), buttons)
        return [ActiveLoop(None), *slots(requested_slot=None)]


def _begins_another_trip(turn: Turn) -> bool:
    """Whether they want a trip and say nothing of the one that was quoted, or speak of another."""
    if turn.heard or turn.intent not in ("search_trip", "request_quote"):
        return False
    closed = turn.slots.get("pending") != "book" and not turn.slots.get("offered")
    pressed = turn.text.startswith("/")
    return bool(_ANOTHER_TRIP.search(turn.text)) or (turn.intent == "search_trip" and (pressed or closed))


def _service_change(turn: Turn) -> str | None:
    """Whether a message that says nothing else of the trip adds or removes a service."""
    named = turn.entity("product") or turn.entity("destination")
    if turn.heard or turn.has_heard_services or turn.text.startswith("/"):
        return None
    return changes_services(turn.text, named=bool(named))


def ask_which_dates() -> list[EventType]:
    """The days that were offered instead are not wanted, so the question is open again."""
    return [*slots(travel_dates=None, hints=None, pending=None), FollowupAction("trip_form")]
