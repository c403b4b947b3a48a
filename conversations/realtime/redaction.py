"""Who may see what: the one place that decides, for what is live, replayed, searched and exported.

The house sees everything. A supplier sees of a quote its own services with their net rate, a reseller the sell rate and
its own commission, a traveller the sell rate. Of agents travellers know the first name. Notes, the bot's understanding and who looks on
stay in the house.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import orjson

from backend.bookings.schemas import BookingView
from backend.documents.payables import PayableView
from backend.quotes.priced import PricedQuote
from conversations.realtime import quote_sights
from conversations.realtime.events import Event
from conversations.realtime.quote_sights import Seen
from conversations.realtime.rooms import conversation_room, quote_room, reseller_room, supplier_room
from conversations.realtime.viewing import TRAVELLER, Viewer
from conversations.team.models import Role

ABOUT_QUOTES = frozenset({"quote.issued", "hold.placed", "hold.released", "booking.changed"})
TOLD = ("hold_id", "expires_at", "reference", "state")
"""What everybody who has a part in a quote may know of its hold and its booking."""
PUBLIC = ("id", "offset", "direction", "sender", "text", "buttons", "cards", "at")
"""What a traveller may know of a message, beside what its agent is called (`agent_to_traveller`)."""


def redact(event: Event, viewer: Viewer) -> Seen | None:
    """What the viewer may see of an event, as a frame of the console's socket; None where it is nothing."""
    rooms = tuple(room for room in event.rooms if may_be_in(viewer, room, event.quote))
    data = (_for_house if viewer.house else _OUTSIDE[viewer.role])(event, viewer) if rooms else None
    if data is None:
        return None
    told = {"type": "event", "offset": event.offset, "kind": event.kind, "rooms": rooms}
    return {**told, "conversation_id": _conversation(event, rooms), "data": data, "at": event.at}


def frame_for(event: Event, viewer: Viewer) -> str | None:
    """`redact`, written out; once for all who see the same."""
    if viewer.sight not in event.frames:
        seen = redact(event, viewer)
        event.frames[viewer.sight] = None if seen is None else orjson.dumps(seen).decode()
    return event.frames[viewer.sight]


def may_be_in(viewer: Viewer, room: str, quote: PricedQuote | None) -> bool:
    """Whether somebody has a part in a room of an event; ``quote`` is the one that the event is about."""
    if viewer.house:
        return True
    if quote is not None and room == quote_room(quote.view.id):
        return quote_for(viewer, quote) is not None
    if viewer.role == TRAVELLER:
        return viewer.conversation_id is not None and room == conversation_room(viewer.conversation_id)
    if viewer.role == Role.SUPPLIER:
        return room == supplier_room(viewer.supplier_code or "")
    return viewer.role == Role.RESELLER and room == reseller_room(viewer.reseller_code or "")


def quote_for(viewer: Viewer, quote: PricedQuote) -> Seen | None:
    """What a viewer may see of a quote; None where it is nothing."""
    if viewer.house:
        return quote_sights.of_house(quote)
    if viewer.role == Role.SUPPLIER:
        return quote_sights.of_supplier(quote, viewer.supplier_code)
    if viewer.role == Role.RESELLER:
        theirs = quote.reseller is not None and quote.reseller == viewer.reseller_code
        return quote_sights.of_reseller(quote) if theirs else None
    theirs = viewer.conversation_id is not None and quote.view.conversation_id == viewer.conversation_id
    return quote_sights.of_traveller(quote) if theirs else None


def booking_for(viewer: Viewer, booking: BookingView, quote: PricedQuote) -> Seen | None:
    """What a supplier or reseller may see of a booking and its quote, never who travels; None where it is nothing."""
    seen = None if viewer.house else quote_for(viewer, quote)
    return seen and {**{name: getattr(booking, name) for name in TOLD if name != "hold_id"}, "quote": seen}


def payable_for(viewer: Viewer, payable: PayableView) -> Seen | None:
    """What a supplier may see of what suppliers get: its own; None where it is another's."""
    if viewer.role != Role.SUPPLIER or payable.supplier != viewer.supplier_code:
        return None
    told = {name: getattr(payable, name) for name in ("booking", "due_on", "paid_on")}
    return {**told, "amount": quote_sights.amount(payable.amount)}


def account_of(viewer: Viewer) -> str | None:
    """The one account in the books whose entries a supplier or reseller may see; None of anybody else."""
    codes = {Role.SUPPLIER: viewer.supplier_code, Role.RESELLER: viewer.reseller_code}
    code = codes.get(Role(viewer.role))
    return None if code is None else f"{viewer.role}:{code}"


def agent_to_traveller(name: str | None) -> str | None:
    """All that a traveller may know of an agent: the first name. None of what is no name, as an address."""
    first, *_ = (name or "").split() or [""]
    return first if re.fullmatch(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", first) else None


def _for_house(event: Event, viewer: Viewer) -> Seen | None:
    quote = {} if event.quote is None else {"quote": quote_sights.of_house(event.quote)}
    return {**event.data, **event.shown, **quote}


def _for_traveller(event: Event, viewer: Viewer) -> Seen | None:
    if "message" in event.shown:
        shown = event.shown["message"]
        agent = agent_to_traveller(shown["agent"]["name"]) if shown["agent"] else None
        return {"message": {**{name: shown[name] for name in PUBLIC}, "agent": agent}}
    if event.kind == "conversation.changed":
        return {name: event.data[name] for name in ("erased_to", "language") if name in event.data}
    return _for_partner(event, viewer)


def _for_partner(event: Event, viewer: Viewer) -> Seen | None:
    if event.kind not in ABOUT_QUOTES or event.quote is None:
        return None
    quote = quote_for(viewer, event.quote)
    told = {name: event.data[name] for name in TOLD if name in event.data}
    return None if quote is None else {**told, "quote": quote}


_OUTSIDE: dict[str, Callable[[Event, Viewer], Seen | None]] = {
    TRAVELLER: _for_traveller,
    Role.SUPPLIER: _for_partner,
    Role.RESELLER: _for_partner,
}


def _conversation(event: Event, rooms: tuple[str, ...]) -> str | None:
    """Whoever is not in the conversation does not learn which one it is."""
    known = event.conversation_id and conversation_room(event.conversation_id) in rooms
    return str(event.conversation_id) if known else None
