"""Whose bookings a conversation sees, and what it takes to prove it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.models import Booking
from backend.bookings.proofs import (
    MOST_CODES,
    MOST_CODES_FOR_EMAIL,
    MOST_WRONG_CODES,
    MOST_WRONG_PAIRS,
    WINDOW,
    forget_old_tries,
    make_code,
    mark_mailed,
    prove_by_code,
    request_code,
)
from backend.bookings.schemas import BookingView
from backend.bookings.service import (
    erase_lead,
    find_booking,
    list_by_conversation,
)
from backend.errors import BookingNotFound, TooManyTries
from tests.backend.conftest import ANA, NOW, booked

KEY = "a key of ours"
LATER = NOW + WINDOW + timedelta(seconds=1)


async def booked_again(session: AsyncSession, first: BookingView) -> BookingView:
    """Another booking in the same conversation and e-mail, written otherwise."""
    lead = replace(ANA, email=f" {ANA.email.upper()} ")
    return await booked(session, lead=lead, conversation_id=first.conversation_id)


async def seen(session: AsyncSession, conversation_id: uuid.UUID) -> set[str]:
    return {one.reference for one in await list_by_conversation(session, conversation_id=conversation_id)}


async def gives(session: AsyncSession, conversation_id: uuid.UUID, reference: str, email: str) -> BookingView:
    return await find_booking(
        session, reference=reference, conversation_id=conversation_id, email=email, now=NOW
    )


async def code_for(session: AsyncSession, conversation_id: uuid.UUID, email: str) -> str | None:
    """What the e-mail gets."""
    await request_code(session, conversation_id=conversation_id, email=email, voice="es", now=NOW)
    made = await make_code(session, conversation_id=conversation_id, key=KEY, now=NOW)
    return made.code if made else None


async def try_code(session: AsyncSession, conversation_id: uuid.UUID, code: str) -> bool:
    return await prove_by_code(session, conversation_id=conversation_id, code=code, key=KEY, now=NOW)


async def test_reference_and_email_together_show_what_was_booked_where_that_booking_was_made(
    catalogue: AsyncSession,
) -> None:
    first = await booked(catalogue)
    second = await booked_again(catalogue, first)
    phone = uuid.uuid4()
    assert await seen(catalogue, phone) == set()

    await gives(catalogue, phone, first.reference, f" {ANA.email.upper()}")

    assert await seen(catalogue, phone) == {first.reference, second.reference}
    known = await find_booking(catalogue, reference=second.reference, conversation_id=phone, now=NOW)
    assert known == second


async def test_a_booking_made_in_a_strangers_email_does_not_show_the_strangers_bookings(
    catalogue: AsyncSession,
) -> None:
    theirs = await booked(catalogue)
    bait = await booked(catalogue, start_on=theirs.quote.request.start_on)
    thief = uuid.uuid4()

    await gives(catalogue, thief, bait.reference, ANA.email)

    assert await seen(catalogue, thief) == {bait.reference}
    assert bait.conversation_id is not None
    assert await seen(catalogue, bait.conversation_id) == {bait.reference}


async def test_what_others_booked_in_the_same_conversation_stays_unseen(catalogue: AsyncSession) -> None:
    first = await booked(catalogue)
    other = await booked_again(catalogue, first)
    rewritten = update(Booking).where(Booking.id == other.id).values(lead_email="other@correo.example")
    await catalogue.execute(rewritten)
    phone = uuid.uuid4()

    await gives(catalogue, phone, first.reference, ANA.email)

    assert await seen(catalogue, phone) == {first.reference}


async def test_a_code_shows_all_that_is_booked_in_its_email(catalogue: AsyncSession) -> None:
    bookings = {(await booked(catalogue)).reference, (await booked(catalogue)).reference}
    phone = uuid.uuid4()

    code = await code_for(catalogue, phone, f" {ANA.email.upper()} ")

    assert code is not None
    assert await try_code(catalogue, phone, code)
    assert await seen(catalogue, phone) == bookings
    assert not await try_code(catalogue, phone, code)


async def test_wrong_pairs_end_in_a_refusal_of_right_ones_too_for_a_while(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    phone = uuid.uuid4()
    for number in range(MOST_WRONG_PAIRS):
        for _ in range(3):  # The same pair again tells nothing new.
            with pytest.raises(BookingNotFound):
                await gives(catalogue, phone, booking.reference, f"{number}@correo.example")

    with pytest.raises(TooManyTries):
        await gives(catalogue, phone, booking.reference, ANA.email)

    await find_booking(
        catalogue, reference=booking.reference, conversation_id=phone, email=ANA.email, now=LATER
    )
    await gives(catalogue, uuid.uuid4(), booking.reference, ANA.email)


async def test_no_code_is_sent_where_nothing_is_booked_and_wrong_ones_count_alike(
    catalogue: AsyncSession,
) -> None:
    await booked(catalogue)
    for email in ("nobody@correo.example", ANA.email):
        phone = uuid.uuid4()
        code = await code_for(catalogue, phone, email)
        assert (code is None) == (email != ANA.email)
        for _ in range(MOST_WRONG_CODES):
            assert not await try_code(catalogue, phone, "not it")
        with pytest.raises(TooManyTries):
            await try_code(catalogue, phone, code or "000000")
        assert await seen(catalogue, phone) == set()


async def test_a_code_is_good_for_a_quarter_of_an_hour_in_its_conversation(catalogue: AsyncSession) -> None:
    await booked(catalogue)
    phone = uuid.uuid4()
    code = await code_for(catalogue, phone, ANA.email)
    assert code is not None

    assert not await try_code(catalogue, uuid.uuid4(), code)
    assert not await prove_by_code(catalogue, conversation_id=phone, code=code, key=KEY, now=LATER)
    assert await seen(catalogue, phone) == set()


async def test_only_the_newest_code_counts_and_a_mailed_one_is_not_made_again(
    catalogue: AsyncSession,
) -> None:
    await booked(catalogue)
    phone = uuid.uuid4()
    first = await code_for(catalogue, phone, ANA.email)
    await request_code(catalogue, conversation_id=phone, email=ANA.email, voice="es", now=NOW)
    second = await make_code(catalogue, conversation_id=phone, key=KEY, now=NOW)
    assert first is not None
    assert second is not None
    await mark_mailed(catalogue, code_id=second.id, now=NOW)

    assert await make_code(catalogue, conversation_id=phone, key=KEY, now=NOW) is None
    assert not await try_code(catalogue, phone, first) or first == second.code
    assert await try_code(catalogue, phone, second.code)


async def test_codes_are_limited_for_a_conversation_and_for_an_email(catalogue: AsyncSession) -> None:
    phone = uuid.uuid4()
    for number in range(MOST_CODES):
        await code_for(catalogue, phone, f"{number}@correo.example")
    with pytest.raises(TooManyTries):
        await code_for(catalogue, phone, "another@correo.example")

    for _ in range(MOST_CODES_FOR_EMAIL):
        await code_for(catalogue, uuid.uuid4(), ANA.email)
    with pytest.raises(TooManyTries):
        await code_for(catalogue, uuid.uuid4(), f"{ANA.email.upper()} ")

    await forget_old_tries(catalogue, now=NOW + timedelta(days=2))
    await code_for(catalogue, phone, ANA.email)


async def test_who_is_forgotten_sees_no_more_what_was_booked_elsewhere(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    phone = uuid.uuid4()
    await gives(catalogue, phone, booking.reference, ANA.email)

    erasure = await erase_lead(catalogue, conversation_id=phone, now=NOW)

    assert (erasure.erased, erasure.kept, erasure.elsewhere) == ((), {}, (booking.reference,))
    assert await seen(catalogue, phone) == set()
    assert (await erase_lead(catalogue, conversation_id=phone, now=NOW)).elsewhere == ()
