"""What comes back of a booking's price: what is due, or what would be if it were cancelled now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from actions.replies import booking_values
from actions.turn import Turn
from backend import wording
from backend.bookings.schemas import BookingState, BookingView
from backend.catalogue.schemas import DestinationView
from backend.payments.schemas import OUTSIDE, RefundView
from backend.payments.service import cancellation_terms, list_refunds

_STATES = {"requested": "coming", "pending": "coming", "done": "sent", "failed": "failed"}
FOR_A_PERSON = ("failed", "by_hand")


async def refund_text(
    session: AsyncSession, turn: Turn, booking: BookingView, place: DestinationView, now: datetime
) -> tuple[str, bool]:
    """The answer, and whether it offers a person; ``now`` is aware UTC."""
    reference = booking.reference
    if under_way := await list_refunds(session, booking_id=booking.id):
        return _under_way(turn, booking, place, under_way)
    if booking.state is BookingState.CONFIRMED:
        return await _if_cancelled_now(session, turn, booking, place, now), False
    if booking.state is BookingState.ON_HOLD:
        return turn.words("refund.not_paid_yet", reference=reference), False
    if booking.state is BookingState.CANCELLED and booking.confirmed_at is not None:
        return _due(turn, booking), True
    if booking.state in (BookingState.CANCELLED, BookingState.EXPIRED):
        return turn.words("refund.never_paid", reference=reference), False
    return turn.words("refund.person", reference=reference), True


def _under_way(
    turn: Turn, booking: BookingView, place: DestinationView, refunds: list[RefundView]
) -> tuple[str, bool]:
    """What became of each refund, newest first; one that failed, or that people give back by hand, is for a person."""
    lines = []
    if booking.penalty is not None and booking.penalty.amount:
        penalty = wording.money(turn.language, booking.penalty)
        lines.append(turn.words("refund.charge", reference=booking.reference, penalty=penalty))
    for one in refunds:
        when = wording.moment(turn.language, one.done_at or one.requested_at, place.timezone)
        lines.append(
            turn.words(
                f"refund.{_state(one)}",
                refund=wording.money(turn.language, one.amount),
                reference=booking.reference,
                when=when,
                place=place.name[turn.language],
            )
        )
    return "\n\n".join(dict.fromkeys(lines)), any(_state(one) in FOR_A_PERSON for one in refunds)


def _state(refund: RefundView) -> str:
    by_hand = refund.provider == OUTSIDE and refund.state == "pending"
    return "by_hand" if by_hand else _STATES[refund.state]


async def _if_cancelled_now(
    session: AsyncSession, turn: Turn, booking: BookingView, place: DestinationView, now: datetime
) -> str:
    terms = await cancellation_terms(session, booking_id=booking.id, now=now)
    penalty = wording.money(turn.language, terms.penalty)
    refund = wording.money(turn.language, terms.refund)
    reference = booking.reference
    if terms.refund.amount == 0:
        return turn.words("refund.nothing_now", reference=reference, penalty=penalty)
    if terms.penalty.amount:
        return turn.words("refund.part_now", reference=reference, penalty=penalty, refund=refund)
    told = turn.words("refund.all_now", reference=reference, refund=refund)
    if terms.free_until is None:
        return told
    until = wording.moment(turn.language, terms.free_until, place.timezone)
    return f"{told} {turn.words('refund.free_until', until=until, place=place.name[turn.language])}"


def _due(turn: Turn, booking: BookingView) -> str:
    """By what cancelling cost when it was done."""
    penalty = booking.penalty if booking.penalty is not None else booking.total - booking.total
    refund = booking.total - penalty
    shown = {"reference": booking.reference, "penalty": wording.money(turn.language, penalty)}
    if refund.amount == 0:
        return turn.words("refund.nothing_due", **shown)
    total = booking_values(turn, booking)["total"]
    return turn.words("refund.due", **shown, total=total, refund=wording.money(turn.language, refund))
