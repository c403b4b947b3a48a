"""From a quote to a booking, and what becomes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.availability import service as availability
from backend.availability.schemas import HoldView
from backend.bookings import proof_repository, proofs, repository, rules, views
from backend.bookings.models import Booking
from backend.bookings.schemas import (
    BookingState,
    BookingView,
    CancellationTerms,
    Erasure,
    ExpiredBooking,
    KeptBecause,
    LeadTraveller,
)
from backend.errors import BookingExpired, BookingNotFound, HoldExpired, QuoteExpired
from backend.money import Money
from backend.quotes import service as quotes
from backend.references import LAST, Referenced, beginning_of, new_reference
from backend.terms import DEFAULT_TERMS, Terms

BATCH = 200


async def hold_quote(
    session: AsyncSession, *, quote_id: UUID, now: datetime, terms: Terms = DEFAULT_TERMS
) -> HoldView:
    """Keeps every place the quote needs; a quote that is held already gives the same hold.

    Places held for another revision, and not booked, go back. Raises QuoteNotFound, QuoteExpired,
    AvailabilityExhausted.
    """
    quote = await quotes.lock_quote(session, quote_id=quote_id)
    held = await availability.find_hold(session, quote_id=quote_id, now=now)
    if held is not None:
        return held
    if now >= quote.valid_until:
        raise QuoteExpired(quote.reference, quote.valid_until)
    return await availability.place_hold(
        session,
        quote_id=quote_id,
        claims=quote.itinerary.claims,
        expires_at=min(now + timedelta(minutes=terms.hold_minutes), quote.cut_off_at),
        now=now,
        replacing=await quotes.list_revisions(session, reference=quote.reference),
    )


async def create_booking(
    session: AsyncSession,
    *,
    hold_id: UUID,
    booking_id: UUID,
    lead: LeadTraveller,
    conversation_id: UUID | None,
    language: str,
    now: datetime,
    terms: Terms = DEFAULT_TERMS,
) -> BookingView:
    """The hold becomes a booking ``ON_HOLD`` until its deposit's deadline.

    The same ``booking_id``, or a hold that is booked already, gives the booking that exists. Raises HoldNotFound,
    HoldExpired.
    """
    hold = await availability.lock_hold(session, hold_id=hold_id)
    made = await repository.get_made_or_none(session, booking_id, hold_id)
    if made is not None:
        return views.booking_view(made)
    quote = await quotes.get_issued(session, quote_id=hold.quote_id)
    expires_at = min(now + timedelta(hours=terms.booking_hold_hours), quote.cut_off_at)
    await availability.book_hold(session, hold_id=hold_id, expires_at=expires_at, now=now)
    price = quote.itinerary.price
    row = {
        "id": booking_id,
        "state": BookingState.ON_HOLD.value,
        "quote_id": hold.quote_id,
        "hold_id": hold_id,
        "lead_name": lead.name,
        "lead_email": lead.email,
        "lead_phone": lead.phone,
        "conversation_id": conversation_id,
        "language": language,
        "currency": price.currency,
        "total": price.sell,
        "expires_at": expires_at,
        "created_at": now,
    }
    while not await repository.add(session, {**row, "reference": new_reference()}):
        pass
    return views.booking_view(await _get(session, booking_id))


async def find_booking(
    session: AsyncSession,
    *,
    reference: str,
    now: datetime,
    conversation_id: UUID | None = None,
    email: str | None = None,
) -> BookingView:
    """The traveller's own booking: made in this conversation, in an e-mail that it proved, or in this ``email``.

    Reference and e-mail together prove that more was booked by whoever has them (`backend.bookings.proofs`). Raises
    BookingNotFound, the same whether it is unknown or not theirs, and TooManyTries after wrong pairs; commit either way.
    """
    normal = _normal(reference)
    booking = await repository.get_by_reference_or_none(session, normal)
    if booking is not None and await _is_seen(session, booking, conversation_id):
        return views.booking_view(booking)
    if email and conversation_id is not None:
        proved = await proofs.prove_by_pair(
            session,
            booking=booking,
            reference=normal,
            email=email,
            conversation_id=conversation_id,
            now=now,
        )
    else:
        proved = booking is not None and proofs.is_in(booking, email or "")
    if booking is None or not proved:
        raise BookingNotFound(reference)
    return views.booking_view(booking)


async def _is_seen(session: AsyncSession, booking: Booking, conversation_id: UUID | None) -> bool:
    if conversation_id is None:
        return False
    made_here = booking.conversation_id == conversation_id
    return made_here or await proof_repository.sees(session, conversation_id, booking.id)


async def get_booking(session: AsyncSession, *, reference: str) -> BookingView:
    """Any booking: for agents, never for travellers. Raises BookingNotFound."""
    return views.booking_view(await _get_by_reference(session, reference))


async def get_by_id(session: AsyncSession, *, booking_id: UUID) -> BookingView:
    """Any booking: for agents and for money, never for travellers. Raises BookingNotFound."""
    return views.booking_view(await _get(session, booking_id))


async def references_of(session: AsyncSession, *, booking_ids: Collection[UUID]) -> dict[UUID, str]:
    """By id, the references of those of these bookings that there are."""
    return await repository.references_of(session, booking_ids) if booking_ids else {}


async def find_of_quote(session: AsyncSession, *, quote_id: UUID) -> BookingView | None:
    """The newest booking of a quote, if it was ever booked."""
    row = await repository.newest_of_quote(session, quote_id)
    return views.booking_view(row) if row is not None else None


async def lock_booking(session: AsyncSession, *, booking_id: UUID) -> BookingView:
    """The booking, kept from changing until the transaction ends. Raises BookingNotFound."""
    return views.booking_view(await _get(session, booking_id, lock=True))


async def find_referenced(session: AsyncSession, *, typed: str, limit: int) -> list[Referenced]:
    """Bookings whose reference begins as was typed, newest first: for agents only."""
    beginning = beginning_of(typed)
    if beginning is None:
        return []
    rows = await repository.list_referenced(session, beginning, f"{beginning}{LAST}", limit)
    return [Referenced(row.reference, row.conversation_id, row.created_at.astimezone(UTC)) for row in rows]


async def list_by_conversation(session: AsyncSession, *, conversation_id: UUID) -> list[BookingView]:
    """The bookings made in a conversation, or in an e-mail that it proved, newest first."""
    return [views.booking_view(row) for row in await repository.list_seen_from(session, conversation_id)]


async def list_of_reseller(session: AsyncSession, *, reseller: str, most: int) -> list[BookingView]:
    """What a reseller sold, newest first."""
    return [views.booking_view(row) for row in await repository.list_of_reseller(session, reseller, most)]


async def list_of_supplier(session: AsyncSession, *, supplier: str, most: int) -> list[BookingView]:
    """What was booked with a service of a supplier in it, newest first."""
    return [views.booking_view(row) for row in await repository.list_of_supplier(session, supplier, most)]


async def cancellation_terms(session: AsyncSession, *, booking_id: UUID, now: datetime) -> CancellationTerms:
    """What cancelling now would cost. Raises BookingNotFound, TransitionRefused."""
    return await _terms(session, await _get(session, booking_id), now)


async def cancel_booking(session: AsyncSession, *, booking_id: UUID, now: datetime) -> BookingView:
    """Cancels and gives the places back; again, it changes nothing. Raises BookingNotFound, TransitionRefused."""
    booking = await _get(session, booking_id, lock=True)
    if booking.state != BookingState.CANCELLED:
        booking.penalty = (await _terms(session, booking, now)).penalty.amount
        booking.state, booking.expires_at, booking.cancelled_at = BookingState.CANCELLED.value, None, now
        await session.flush()
        await availability.end_holds(session, hold_ids=[booking.hold_id], expired=False)
    return views.booking_view(booking)


async def mark_paid(session: AsyncSession, *, reference: str, now: datetime) -> BookingView:
    """Confirms a booking on hold; again, it changes nothing. Raises BookingNotFound, BookingExpired, TransitionRefused."""
    booking = views.booking_view(await _get_by_reference(session, reference, lock=True))
    return await confirm(session, booking=booking, now=now)


async def confirm(session: AsyncSession, *, booking: BookingView, now: datetime) -> BookingView:
    """Confirms a booking on hold that is locked already (`lock_booking`); again, it changes nothing.

    Raises BookingExpired, TransitionRefused.
    """
    if booking.state is BookingState.CONFIRMED:
        return booking
    if booking.state is BookingState.EXPIRED:
        raise BookingExpired(booking.reference)
    rules.check_transition(booking.reference, booking.state, BookingState.CONFIRMED)
    return await _confirm(session, booking, availability.consume_hold, now)


async def retake_places(session: AsyncSession, *, booking: BookingView, now: datetime) -> BookingView:
    """Confirms a booking whose deadline has passed, with its places taken again; it is locked already, and confirmed it does
    not change.

    Raises TransitionRefused, AvailabilityExhausted, and BookingExpired where its services can no longer be booked or its
    quote was booked anew.
    """
    if booking.state is BookingState.CONFIRMED:
        return booking
    rules.check_late_confirmation(booking.reference, booking.state)
    if now >= (await quotes.get_issued(session, quote_id=booking.quote.id)).cut_off_at:
        raise BookingExpired(booking.reference)
    return await _confirm(session, booking, availability.retake_hold, now)


async def expire_bookings(session: AsyncSession, *, now: datetime) -> list[ExpiredBooking]:
    """Ends up to BATCH bookings past their deadline together with their holds; returns these bookings."""
    bookings = await repository.lock_expired_batch(session, now, BATCH)
    for booking in bookings:
        booking.state, booking.expires_at = BookingState.EXPIRED.value, None
    await session.flush()
    await availability.end_holds(session, hold_ids=[booking.hold_id for booking in bookings], expired=True)
    return [ExpiredBooking(one.reference, one.quote_id, one.conversation_id) for one in bookings]


async def erase_lead(session: AsyncSession, *, conversation_id: UUID, now: datetime) -> Erasure:
    """Blanks who travels in the bookings made in a conversation that nobody needs any more; again, it changes nothing.

    What it merely saw, made elsewhere in an e-mail that it proved, is named and left, and seen no more.
    """
    erased: list[str] = []
    kept: dict[str, KeptBecause] = {}
    seen = await repository.list_seen_from(session, conversation_id)
    elsewhere = tuple(one.reference for one in seen if one.conversation_id != conversation_id)
    await proof_repository.forget(session, conversation_id)
    for booking in await repository.list_made_in(session, conversation_id, lock=True):
        because = rules.kept_because(
            BookingState(booking.state),
            expires_at=booking.expires_at,
            paid=booking.confirmed_at is not None,
            ends_on=views.booking_view(booking).quote.request.end_on,
            now=now,
        )
        if because is not None:
            kept[booking.reference] = because
        elif booking.lead_name or booking.lead_email or booking.lead_phone:
            booking.lead_name = booking.lead_email = booking.lead_phone = ""
            erased.append(booking.reference)
    await session.flush()
    return Erasure(tuple(erased), kept, elsewhere)


async def _confirm(
    session: AsyncSession, booking: BookingView, take_places: Callable[..., Awaitable[None]], now: datetime
) -> BookingView:
    try:
        await take_places(session, hold_id=booking.hold_id, now=now)
    except HoldExpired as expired:
        raise BookingExpired(booking.reference) from expired
    await repository.confirm(session, booking.id, now)
    return replace(booking, state=BookingState.CONFIRMED, expires_at=None, confirmed_at=now)


async def _terms(session: AsyncSession, booking: Booking, now: datetime) -> CancellationTerms:
    state = BookingState(booking.state)
    rules.check_transition(booking.reference, state, BookingState.CANCELLED)
    itinerary = (await quotes.get_issued(session, quote_id=booking.quote_id)).itinerary
    return rules.cancellation(
        itinerary.cancellation,
        Money(booking.total, booking.currency),
        state=state,
        starts_on=itinerary.starts_on,
        timezone=itinerary.timezone,
        now=now,
    )


async def _get(session: AsyncSession, booking_id: UUID, *, lock: bool = False) -> Booking:
    booking = await repository.get_one_or_none(session, booking_id, lock=lock)
    if booking is None:
        raise BookingNotFound(booking_id)
    return booking


async def _get_by_reference(session: AsyncSession, reference: str, *, lock: bool = False) -> Booking:
    booking = await repository.get_by_reference_or_none(session, _normal(reference), lock=lock)
    if booking is None:
        raise BookingNotFound(reference)
    return booking


def _normal(reference: str) -> str:
    return reference.strip().upper()
