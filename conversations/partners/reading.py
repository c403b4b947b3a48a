"""What a supplier or reseller reads of themselves; what of it is theirs is decided by `conversations.realtime.redaction`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingView
from backend.bookings.service import list_of_reseller as bookings_of_reseller
from backend.bookings.service import list_of_supplier as bookings_of_supplier
from backend.documents.payables import list_payables_of
from backend.ledger.service import sums_by_kind
from backend.money import Money
from backend.quotes.priced import list_of_reseller as quotes_of_reseller
from backend.quotes.priced import list_priced
from conversations.realtime import reseller_room, supplier_room
from conversations.realtime.quote_sights import amount
from conversations.realtime.redaction import account_of, booking_for, payable_for, quote_for
from conversations.realtime.viewing import Viewer

Shown = dict[str, Any]
MOST: Final = 90
"""Of each sort."""
PAID: Final = frozenset({"commission.paid", "payable.paid"})


async def read_supplier(session: AsyncSession, viewer: Viewer) -> Shown:
    """What a supplier gets, and the bookings with services of its own, newest first, with its net rates only."""
    code = viewer.supplier_code or ""
    payables = await list_payables_of(session, supplier=code, most=MOST)
    booked = await bookings_of_supplier(session, supplier=code, most=MOST)
    return {
        "role": viewer.role,
        "code": code,
        **await _standing(session, viewer),
        "payables": _seen(payable_for(viewer, one) for one in payables),
        "bookings": await _bookings(session, viewer, booked),
        "rooms": [supplier_room(code)],
    }


async def read_reseller(session: AsyncSession, viewer: Viewer) -> Shown:
    """What a reseller quoted and sold, newest first, with its commission."""
    code = viewer.reseller_code or ""
    quotes = await quotes_of_reseller(session, reseller=code, most=MOST)
    booked = await bookings_of_reseller(session, reseller=code, most=MOST)
    sold = {one.quote.id for one in booked}
    return {
        "role": viewer.role,
        "code": code,
        **await _standing(session, viewer),
        "quotes": _seen(quote_for(viewer, one) for one in quotes if one.view.id not in sold),
        "bookings": await _bookings(session, viewer, booked),
        "rooms": [reseller_room(code)],
    }


async def _standing(session: AsyncSession, viewer: Viewer) -> Shown:
    """What they are owed and what they got, by currency; below zero where they have too much."""
    owed: defaultdict[str, int] = defaultdict(int)
    paid: defaultdict[str, int] = defaultdict(int)
    if account := account_of(viewer):
        for kind, written in await sums_by_kind(session, account):
            owed[written.currency] -= written.amount
            if kind in PAID:
                paid[written.currency] += written.amount
    return {"owed": _amounts(owed), "paid": _amounts(paid)}


async def _bookings(session: AsyncSession, viewer: Viewer, booked: Sequence[BookingView]) -> list[Shown]:
    quotes = await list_priced(session, quote_ids={one.quote.id for one in booked})
    return _seen(booking_for(viewer, one, quotes[one.quote.id]) for one in booked)


def _seen(found: Iterable[Shown | None]) -> list[Shown]:
    return [one for one in found if one is not None]


def _amounts(sums: dict[str, int]) -> list[Shown]:
    return [amount(Money(minor, currency)) for currency, minor in sums.items() if minor]
