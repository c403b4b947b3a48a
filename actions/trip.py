"""A trip that is known is quoted or offered; options are chosen; a changed trip is quoted again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from sqlalchemy.ext.asyncio import AsyncSession

from actions.affording import affordable, wants_cheaper
from actions.features import told_of_wished, with_wished
from actions.holding import release_places
from actions.picking import pick, pick_by_title, points_at_it
from actions.quote_link import open_quote
from actions.quoting import Quoting, as_offered, best_rated, is_complete, trip_request
from actions.replies import human_buttons, payload, quote_buttons
from actions.services import add_product
from actions.turn import DeskAction, Turn, slots
from actions.understanding.besides import says_to_book
from actions.understanding.services import changes_services
from actions.understanding.wishes import means_transfer
from backend.bookings.service import list_by_conversation
from backend.catalogue.service import get_product
from backend.quotes.schemas import Proposal
from language.choices import read_choice_answer

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
            return await _quote_one(
                turn, quoting, preferred, fitting, preface=beyond, others=len(proposals) - 1
            )
        if fitting and (request.stars is not None or len(fitting) == 1):
            best = best_rated(fitting).product
            return await _quote_one(turn, quoting, best, fitting, preface=beyond, others=len(proposals) - 1)
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


class ShowOptions(DeskAction):
    """Other options for the same trip, or the quote that a link names."""

    called = "action_show_options"

    async def act(self, turn: Turn) -> list[EventType]:
        if linked := turn.entity("quote"):
            return await open_quote(self.desk, turn, linked)
        if not is_complete(turn.slots):
            return [FollowupAction("trip_form")]
        begun = turn.form == "trip_form"
        async with self.desk.sessions.begin() as session:
            quoting = Quoting(self.desk, turn, session)
            offer = quoting.offer_cheaper if wants_cheaper(turn.text) else quoting.offer_others
            shown = await offer(trip_request(turn.slots), turn.slots.get("product"))
        return [*shown, *(_any_category() if begun else [])]


class ChooseOption(DeskAction):
    """The option that a number, a superlative, a name or the words of a title pick."""

    called = "action_choose_option"

    async def act(self, turn: Turn) -> list[EventType]:
        offered: list[dict[str, Any]] = turn.slots.get("offered") or []
        named = turn.entity("product")
        if not is_complete(turn.slots):
            if not turn.heard and not named:
                noted = turn.filled("choice")  # The question that follows then says so.
                turn.tell(turn.words("trip.choice_noted" if noted else "trip.nothing_offered"))
            return [*(slots(product=named) if named else []), FollowupAction("trip_form")]
        async with self.desk.sessions.begin() as session:
            quoting = Quoting(self.desk, turn, session)
            product = named or pick(await _with_wished(session, turn, offered), self._choice(turn))
            if product is None and len(offered) == 1 and points_at_it(turn.text):
                product = offered[0]["product"]
            if product is None and turn.entity("choice") is None:
                product = await self._titled(session, turn.text, offered)
            if product is not None and any(one.get("beside") for one in offered if one["product"] == product):
                return await add_product(turn, session, quoting, product)
            if product is not None:
                return [*await quoting.quote(product), *_question_left(turn)]
            if turn.slots.get("pending") == "book" and not turn.entity("choice") and points_at_it(turn.text):
                return [FollowupAction("action_place_hold")]
            if not offered:
                return await self._best_of_all(turn, quoting)
        if turn.filled("lead_name"):
            turn.tell(f"{turn.words('word.noted')} {turn.words('trip.options_again')}")
        elif turn.entity("choice"):
            turn.tell(turn.words("trip.choice_out_of_range", count=len(offered)))
        else:
            turn.tell(turn.words("trip.choice_unclear"))
        return []

    async def _best_of_all(self, turn: Turn, quoting: Quoting) -> list[EventType]:
        """ "The cheapest" before any options were shown picks among all that fit, and answers which category."""
        request = trip_request(turn.slots)
        proposals = await quoting.search(request)
        fitting = with_wished(turn, proposals) or proposals
        product = pick(as_offered(fitting), self._choice(turn))
        if product is None:
            return await quoting.offer(request)
        quoted = await _quote_one(turn, quoting, product, fitting, others=len(proposals) - 1)
        if turn.form != "trip_form":
            return quoted
        return [*quoted, *_any_category()]

    @staticmethod
    def _choice(turn: Turn) -> dict[str, Any] | None:
        if turn.intent == "no_preference":
            return {"superlative": "best_rated"}
        return turn.entity("choice") or read_choice_answer(turn.text, turn.language)

    @staticmethod
    async def _titled(session: AsyncSession, text: str, offered: list[dict[str, Any]]) -> str | None:
        titles = {one["product"]: (await get_product(session, code=one["product"])).name for one in offered}
        return pick_by_title(text, titles)


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


def _question_left(turn: Turn) -> list[EventType]:
    """Whoever chooses an option while a question about a booking is open has left that question."""
    if turn.form not in ("status_form", "cancel_form"):
        return []
    return [*slots(requested_slot=None), ActiveLoop(None)]


def _any_category() -> list[EventType]:
    """What is shown before a category was said answers the form's question for it."""
    return [*slots(stars="any", requested_slot=None), ActiveLoop(None)]


def ask_which_dates() -> list[EventType]:
    """The days that were offered instead are not wanted, so the question is open again."""
    return [*slots(travel_dates=None, hints=None, pending=None), FollowupAction("trip_form")]


async def _with_wished(
    session: AsyncSession, turn: Turn, offered: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The options that have what the hotel shall have, all of them where none says so or a number is chosen."""
    if "superlative" not in (turn.entity("choice") or {}):
        return offered
    shown = [await get_product(session, code=one["product"]) for one in offered]
    fitting = {product.code for product in with_wished(turn, shown)}
    return [one for one in offered if one["product"] in fitting] or offered


async def _quote_one(
    turn: Turn,
    quoting: Quoting,
    product: str,
    fitting: Sequence[Proposal],
    *,
    others: int,
    preface: str | None = None,
) -> list[EventType]:
    """Quotes it, with a word on what the hotel shall have."""
    chosen = [one for one in fitting if one.product == product]
    said = " ".join(one for one in (preface, told_of_wished(turn, chosen)) if one)
    return await quoting.quote(product, preface=said or None, others=others)
