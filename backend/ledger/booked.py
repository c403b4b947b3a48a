"""Bookings in the books: what a confirmation makes owed, and what a cancellation turns round."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingView
from backend.ledger import postings
from backend.ledger.schemas import Line
from backend.ledger.service import post, posted
from backend.money import Money
from backend.quotes.priced import PricedQuote


async def post_confirmed(
    session: AsyncSession, *, booking: BookingView, quote: PricedQuote, at: datetime
) -> bool:
    """Writes what a confirmed booking of a quote makes owed, once; False where it stands there already."""
    sale = sale_of(booking.reference, quote)
    return await post(
        session,
        key=f"booking:{booking.id}:confirmed",
        kind="booking.confirmed",
        at=at,
        lines=postings.confirmed(sale),
        booking_id=booking.id,
    )


async def post_cancelled(session: AsyncSession, *, booking: BookingView, at: datetime) -> bool:
    """Turns a confirmation round but for the penalty, once; False where that was done, or nothing was ever confirmed."""
    confirmation = await posted(session, key=f"booking:{booking.id}:confirmed")
    if not confirmation:
        return False
    return await post(
        session,
        key=f"booking:{booking.id}:cancelled",
        kind="booking.cancelled",
        at=at,
        lines=postings.cancelled(confirmation, booking.penalty or Money(0, booking.total.currency)),
        booking_id=booking.id,
    )


async def owed_to_suppliers(session: AsyncSession, *, booking: BookingView) -> dict[str, Money]:
    """What each supplier gets for a booking as the books stand, by code; nothing is a Money of zero."""
    owed: dict[str, Money] = {}
    for event in ("confirmed", "cancelled"):
        for account, amount in _suppliers(await posted(session, key=f"booking:{booking.id}:{event}")):
            owed[account] = owed.get(account, Money(0, amount.currency)) - amount
    return owed


def sale_of(reference: str, quote: PricedQuote) -> postings.Sale:
    """What is sold with a quote; each supplier's net rates are one amount. Pure."""
    nets: dict[str, Money] = {}
    for supplied in quote.lines:
        net = Money(supplied.line.price.net, quote.price.currency)
        nets[supplied.supplier] = nets.get(supplied.supplier, Money(0, net.currency)) + net
    return postings.Sale(
        reference=reference,
        total=quote.view.total,
        tax=quote.view.tax,
        nets=nets,
        reseller=quote.reseller,
        commission=quote.commission,
    )


def _suppliers(lines: tuple[Line, ...]) -> list[tuple[str, Money]]:
    return [
        (line.account.removeprefix("supplier:"), line.amount)
        for line in lines
        if line.account.startswith("supplier:")
    ]
