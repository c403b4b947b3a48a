"""Who travels is forgotten where nobody needs it any more."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingView, KeptBecause
from backend.bookings.service import (
    cancel_booking,
    erase_lead,
    expire_bookings,
    find_booking,
    get_booking,
    mark_paid,
)
from backend.errors import BookingNotFound
from tests.backend.conftest import ANA, NOW, booked

LATER = NOW + timedelta(days=2)


def here(booking: BookingView) -> uuid.UUID:
    """The conversation in which it was booked."""
    assert booking.conversation_id is not None
    return booking.conversation_id


async def test_a_booking_on_hold_keeps_its_traveller(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)

    erasure = await erase_lead(catalogue, conversation_id=here(booking), now=NOW)

    assert erasure.erased == ()
    assert erasure.kept == {booking.reference: KeptBecause.TRIP}
    assert (await get_booking(catalogue, reference=booking.reference)).lead == ANA


async def test_a_cancelled_booking_that_was_not_paid_forgets_its_traveller_once(
    catalogue: AsyncSession,
) -> None:
    booking = await booked(catalogue)
    await cancel_booking(catalogue, booking_id=booking.id, now=NOW)

    assert (await erase_lead(catalogue, conversation_id=here(booking), now=NOW)).erased == (
        booking.reference,
    )
    assert (await erase_lead(catalogue, conversation_id=here(booking), now=NOW)).erased == ()

    lead = (await get_booking(catalogue, reference=booking.reference)).lead
    assert (lead.name, lead.email, lead.phone) == ("", "", "")


@pytest.mark.parametrize("marked", [True, False])
async def test_a_booking_past_its_deadline_forgets_too_whether_it_is_marked_or_not(
    catalogue: AsyncSession, marked: bool
) -> None:
    booking = await booked(catalogue)
    if marked:
        await expire_bookings(catalogue, now=LATER)
    assert (await erase_lead(catalogue, conversation_id=here(booking), now=LATER)).erased == (
        booking.reference,
    )


async def test_what_was_paid_is_kept_for_the_trip_and_then_for_the_books(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    await mark_paid(catalogue, reference=booking.reference, now=NOW)
    after_the_trip = NOW + timedelta(days=400)

    for now, reason in ((NOW, KeptBecause.TRIP), (after_the_trip, KeptBecause.BOOKS)):
        erasure = await erase_lead(catalogue, conversation_id=here(booking), now=now)
        assert erasure.kept == {booking.reference: reason}

    await cancel_booking(catalogue, booking_id=booking.id, now=NOW)
    erasure = await erase_lead(catalogue, conversation_id=here(booking), now=NOW)
    assert erasure.kept == {booking.reference: KeptBecause.BOOKS}


async def test_bookings_of_other_conversations_are_left_alone(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    await cancel_booking(catalogue, booking_id=booking.id, now=NOW)

    erasure = await erase_lead(catalogue, conversation_id=uuid.uuid4(), now=NOW)

    assert (erasure.erased, erasure.kept) == ((), {})


@pytest.mark.parametrize("email", ["", " "])
async def test_a_forgotten_address_opens_no_booking(catalogue: AsyncSession, email: str) -> None:
    booking = await booked(catalogue)
    await cancel_booking(catalogue, booking_id=booking.id, now=NOW)
    await erase_lead(catalogue, conversation_id=here(booking), now=NOW)

    with pytest.raises(BookingNotFound):
        await find_booking(catalogue, reference=booking.reference, email=email, now=NOW)
