"""From a quote to a booking, and what becomes of it."""

from __future__ import annotations

import asyncio
import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from backend.availability.service import release_hold, vacancies
from backend.bookings.models import Booking
from backend.bookings.schemas import BookingState
from backend.bookings.service import (
    cancel_booking,
    cancellation_terms,
    create_booking,
    expire_bookings,
    find_booking,
    get_booking,
    hold_quote,
    list_by_conversation,
    list_of_supplier,
    mark_paid,
)
from backend.catalogue.importer import option_id
from backend.errors import (
    AvailabilityExhausted,
    BookingExpired,
    BookingNotFound,
    HoldExpired,
    QuoteExpired,
    QuoteNotFound,
    TransitionRefused,
)
from backend.money import Money
from backend.quotes.schemas import Interest, Party
from tests.backend.conftest import ANA, NOW, booked, quoted
from tests.databases import counted

ROOM = option_id("inti", "double")
TOUR = option_id("ciudadela", "morning")
DEADLINE = NOW + timedelta(hours=24)


async def free(session: AsyncSession, option: uuid.UUID, day: int, now: datetime = NOW) -> int:
    on = date(2027, 5, day)
    return (await vacancies(session, option_ids=[option], start_on=on, end_on=on, now=now)).free(option, on)


async def test_a_hold_takes_each_room_by_night_each_seat_and_each_vehicle(catalogue: AsyncSession) -> None:
    quote = await quoted(catalogue)
    hold = await hold_quote(catalogue, quote_id=quote.id, now=NOW)
    assert hold.expires_at == NOW + timedelta(minutes=30)
    assert [await free(catalogue, ROOM, day) for day in (9, 10, 13, 14)] == [3, 2, 2, 3]
    assert await free(catalogue, TOUR, 12) == 7
    assert [await free(catalogue, option_id("traslado", "car"), day) for day in (10, 11, 14)] == [3, 4, 3]


async def test_holding_a_quote_again_gives_the_same_hold(catalogue: AsyncSession) -> None:
    quote = await quoted(catalogue)
    first = await hold_quote(catalogue, quote_id=quote.id, now=NOW)
    assert await hold_quote(catalogue, quote_id=quote.id, now=NOW + timedelta(minutes=5)) == first
    assert await free(catalogue, ROOM, 10) == 2


async def test_an_expired_hold_can_be_placed_again(catalogue: AsyncSession) -> None:
    quote = await quoted(catalogue)
    first = await hold_quote(catalogue, quote_id=quote.id, now=NOW)
    second = await hold_quote(catalogue, quote_id=quote.id, now=NOW + timedelta(hours=1))
    assert second.id != first.id
    assert await free(catalogue, ROOM, 10, NOW + timedelta(hours=1)) == 2


async def test_holding_a_new_revision_gives_back_what_the_old_one_held(catalogue: AsyncSession) -> None:
    first = await quoted(catalogue)
    await hold_quote(catalogue, quote_id=first.id, now=NOW)
    second = await quoted(catalogue, party=Party(4), conversation_id=first.conversation_id, previous=first.id)
    await hold_quote(catalogue, quote_id=second.id, now=NOW)
    assert await free(catalogue, ROOM, 10) == 1


async def test_a_quote_past_its_time_is_not_held(catalogue: AsyncSession) -> None:
    quote = await quoted(catalogue)
    with pytest.raises(QuoteExpired):
        await hold_quote(catalogue, quote_id=quote.id, now=quote.valid_until)
    with pytest.raises(QuoteNotFound):
        await hold_quote(catalogue, quote_id=uuid.uuid4(), now=NOW)


async def test_who_comes_too_late_hears_what_is_gone_and_when(catalogue: AsyncSession) -> None:
    quotes = [await quoted(catalogue, party=Party(6), interest=Interest.HOTEL) for _ in range(2)]
    await hold_quote(catalogue, quote_id=quotes[0].id, now=NOW)
    with pytest.raises(AvailabilityExhausted) as refused:
        await hold_quote(catalogue, quote_id=quotes[1].id, now=NOW)
    assert (refused.value.product, refused.value.option, refused.value.on) == (
        "inti",
        "double",
        date(2027, 5, 10),
    )


async def test_of_two_requests_for_the_last_room_one_gets_it(
    committing: async_sessionmaker[AsyncSession],
) -> None:
    async with committing.begin() as session:
        quotes = [
            await quoted(session, product="lago", destination="pucon", party=Party(4)) for _ in range(2)
        ]

    async def attempt(quote_id: uuid.UUID) -> bool:
        try:
            async with committing.begin() as session:
                await hold_quote(session, quote_id=quote_id, now=NOW)
        except AvailabilityExhausted:
            return False
        return True

    assert sorted(await asyncio.gather(*(attempt(quote.id) for quote in quotes))) == [False, True]


async def test_two_requests_for_the_same_quote_share_one_hold_and_one_booking(
    committing: async_sessionmaker[AsyncSession],
) -> None:
    async with committing.begin() as session:
        quote = await quoted(session)

    async def hold() -> uuid.UUID:
        async with committing.begin() as session:
            return (await hold_quote(session, quote_id=quote.id, now=NOW)).id

    (hold_id,) = set(await asyncio.gather(hold(), hold(), hold()))

    async def book() -> str:
        async with committing.begin() as session:
            booking = await create_booking(
                session,
                hold_id=hold_id,
                booking_id=uuid.uuid4(),
                lead=ANA,
                conversation_id=None,
                language="es",
                now=NOW,
            )
            return booking.reference

    assert len(set(await asyncio.gather(book(), book(), book()))) == 1


async def test_a_booking_is_on_hold_until_its_deposit(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    assert booking.state is BookingState.ON_HOLD
    assert re.fullmatch("(?=.*[A-Z])(?=.*[2-9])[A-HJ-NP-Z2-9]{6}", booking.reference)
    assert booking.expires_at == DEADLINE
    assert booking.total == booking.quote.total == Money(77880, "USD")
    assert booking.lead == ANA
    assert await free(catalogue, ROOM, 10, DEADLINE - timedelta(seconds=1)) == 2


async def test_the_deadline_never_lies_beyond_the_cut_off(catalogue: AsyncSession) -> None:
    late = datetime(2027, 5, 9, 10, tzinfo=UTC)
    booking = await booked(catalogue, now=late, interest=Interest.HOTEL)
    assert booking.expires_at == datetime(2027, 5, 9, 17, tzinfo=UTC)


async def test_the_same_booking_id_gives_the_same_booking(catalogue: AsyncSession) -> None:
    quote = await quoted(catalogue)
    hold = await hold_quote(catalogue, quote_id=quote.id, now=NOW)
    wish = {"hold_id": hold.id, "lead": ANA, "conversation_id": None, "language": "es", "now": NOW}
    booking_id = uuid.uuid4()
    first = await create_booking(catalogue, booking_id=booking_id, **wish)
    assert await create_booking(catalogue, booking_id=booking_id, **wish) == first
    assert await create_booking(catalogue, booking_id=uuid.uuid4(), **wish) == first
    assert (await hold_quote(catalogue, quote_id=quote.id, now=NOW)).id == hold.id


async def test_an_expired_or_released_hold_is_not_booked(catalogue: AsyncSession) -> None:
    quote = await quoted(catalogue)
    hold = await hold_quote(catalogue, quote_id=quote.id, now=NOW)
    wish = {"booking_id": uuid.uuid4(), "lead": ANA, "conversation_id": None, "language": "es"}
    with pytest.raises(HoldExpired):
        await create_booking(catalogue, hold_id=hold.id, now=NOW + timedelta(minutes=30), **wish)
    await release_hold(catalogue, hold_id=hold.id, now=NOW)
    with pytest.raises(HoldExpired):
        await create_booking(catalogue, hold_id=hold.id, now=NOW, **wish)


async def test_releasing_the_hold_of_a_booking_leaves_its_places_alone(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    hold = await hold_quote(catalogue, quote_id=booking.quote.id, now=NOW)
    await release_hold(catalogue, hold_id=hold.id, now=NOW)
    assert await free(catalogue, ROOM, 10) == 2


async def test_a_paid_booking_is_confirmed_and_keeps_its_places_for_good(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    paid = await mark_paid(catalogue, reference=booking.reference.lower(), now=NOW)
    assert (paid.state, paid.expires_at) == (BookingState.CONFIRMED, None)
    assert await mark_paid(catalogue, reference=booking.reference, now=DEADLINE) == paid
    assert await expire_bookings(catalogue, now=DEADLINE) == []
    assert await free(catalogue, ROOM, 10, DEADLINE) == 2


async def test_an_unpaid_booking_expires_with_its_hold(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    assert len(await expire_bookings(catalogue, now=DEADLINE)) == 1
    assert (await get_booking(catalogue, reference=booking.reference)).state is BookingState.EXPIRED
    assert await free(catalogue, ROOM, 10) == 3
    with pytest.raises(BookingExpired):
        await mark_paid(catalogue, reference=booking.reference, now=NOW)
    with pytest.raises(TransitionRefused):
        await cancel_booking(catalogue, booking_id=booking.id, now=NOW)


async def test_a_payment_after_the_deadline_is_refused_before_any_job_has_run(
    catalogue: AsyncSession,
) -> None:
    booking = await booked(catalogue)
    with pytest.raises(BookingExpired):
        await mark_paid(catalogue, reference=booking.reference, now=DEADLINE)


async def test_cancelling_shows_what_it_costs_and_gives_the_places_back(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    await mark_paid(catalogue, reference=booking.reference, now=NOW)
    three_days_before = datetime(2027, 5, 7, 12, tzinfo=UTC)
    terms = await cancellation_terms(catalogue, booking_id=booking.id, now=three_days_before)
    assert (terms.penalty, terms.refund) == (Money(38940, "USD"), Money(38940, "USD"))
    cancelled = await cancel_booking(catalogue, booking_id=booking.id, now=three_days_before)
    assert cancelled.state is BookingState.CANCELLED
    assert await cancel_booking(catalogue, booking_id=booking.id, now=three_days_before) == cancelled
    assert await free(catalogue, ROOM, 10) == 3
    assert await free(catalogue, TOUR, 12) == 10
    kept = await catalogue.scalar(select(Booking.penalty).where(Booking.id == booking.id))
    assert kept == 38940


async def test_cancelling_an_unpaid_booking_is_free(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    assert (await cancellation_terms(catalogue, booking_id=booking.id, now=NOW)).penalty == Money(0, "USD")
    cancelled = await cancel_booking(catalogue, booking_id=booking.id, now=NOW)
    assert (cancelled.state, cancelled.expires_at) == (BookingState.CANCELLED, None)
    with pytest.raises(TransitionRefused):
        await mark_paid(catalogue, reference=booking.reference, now=NOW)


async def test_a_booking_is_found_by_its_conversation_or_its_email(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    here = booking.conversation_id
    assert (
        await find_booking(catalogue, reference=booking.reference, conversation_id=here, now=NOW) == booking
    )
    by_email = await find_booking(
        catalogue,
        reference=f" {booking.reference.lower()} ",
        conversation_id=uuid.uuid4(),
        email="ANA.quispe@Correo.example ",
        now=NOW,
    )
    assert by_email == booking
    assert here is not None
    assert await list_by_conversation(catalogue, conversation_id=here) == [booking]


async def test_nobody_learns_whether_a_booking_that_is_not_theirs_exists(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)

    async def refusal(**asked: object) -> tuple[str, ...]:
        with pytest.raises(BookingNotFound) as refused:
            await find_booking(catalogue, now=NOW, **asked)  # type: ignore[arg-type]
        return type(refused.value).__name__, str(refused.value).replace(str(refused.value.subject), "")

    strangers = {
        await refusal(reference=booking.reference, conversation_id=uuid.uuid4()),
        await refusal(reference=booking.reference, email="otra@correo.example"),
        await refusal(reference=booking.reference),
        await refusal(reference="ZZZZZ9", conversation_id=booking.conversation_id, email=ANA.email),
    }
    assert len(strangers) == 1


async def test_bookings_of_a_supplier_are_found_by_what_is_in_their_quotes(
    catalogue: AsyncSession, engine: AsyncEngine
) -> None:
    """Newest first, by an index: a supplier that is booked seldom would have the whole history read."""
    older = await booked(catalogue)
    newer = await booked(catalogue, now=NOW + timedelta(minutes=1))
    with counted(engine) as asked:
        found = await list_of_supplier(catalogue, supplier="sol-andino", most=2)
    assert [one.id for one in found] == [newer.id, older.id]
    assert await list_of_supplier(catalogue, supplier="cordillera", most=2) == []
    await catalogue.execute(text("SET LOCAL enable_seqscan = off"))
    connection, told = await catalogue.connection(), {"supplier_code_1": "sol-andino", "param_1": 2}
    plan = await connection.exec_driver_sql(f"EXPLAIN {asked[0]}", told)
    assert "ix_quotes_products" in "\n".join(plan.scalars())
