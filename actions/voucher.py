"""What a traveller shows on the day: one bubble with everything of a booking that is paid."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from actions.replies import MOST_INCLUDED, booking_values
from actions.turn import Turn
from backend import wording
from backend.bookings.schemas import BookingState, BookingView
from backend.catalogue.schemas import DestinationView
from backend.catalogue.service import get_product
from backend.errors import ProductNotFound
from backend.quotes.schemas import QuoteLine
from backend.quotes.wording import service_days, service_name


async def voucher_text(
    session: AsyncSession, turn: Turn, booking: BookingView, place: DestinationView
) -> str | None:
    """The voucher; what it waits for while the booking is on hold; None where there will be none."""
    values = booking_values(turn, booking)
    if booking.state is BookingState.ON_HOLD and booking.expires_at:
        until = wording.moment(turn.language, booking.expires_at, place.timezone)
        return turn.words(
            "voucher.on_hold",
            reference=booking.reference,
            total=values["total"],
            until=until,
            place=place.name[turn.language],
        )
    if booking.state is not BookingState.CONFIRMED:
        return None
    services = [await _service(session, turn, line) for line in booking.quote.lines]
    closing = []
    if included := booking.quote.includes.get(turn.language, ())[:MOST_INCLUDED]:
        closing.append(turn.words("quote.includes", items=", ".join(included)))
    closing.append(turn.words("voucher.show", reference=booking.reference))
    heading = turn.words(
        "voucher.heading", **values, place=place.name[turn.language], lead_name=booking.lead.name
    )
    return "\n\n".join([heading, "\n".join(services), "\n".join(closing)])


async def _service(session: AsyncSession, turn: Turn, line: QuoteLine) -> str:
    """A service with its days and, of a departure, its time."""
    shown = {"name": service_name(turn.voice, line), "when": service_days(turn.voice, line)}
    try:
        product = await get_product(session, code=line.product)
    except ProductNotFound:
        return turn.words("voucher.service", **shown)
    starts = next((option.starts for option in product.options if option.code == line.option), None)
    if starts is None:
        return turn.words("voucher.service", **shown)
    return turn.words("voucher.service_at", **shown, time=wording.clock_time(turn.language, starts))
