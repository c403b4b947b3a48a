"""What becomes of money that comes as it should, on the real database: in time, twice, at the same moment, in cash."""

from __future__ import annotations

import asyncio

import pytest

from backend.bookings.schemas import BookingState
from backend.errors import NotPayable
from backend.money import Money
from backend.payments import service
from backend.payments.ports import TheirState
from backend.payments.refunded import done_by_hand
from backend.payments.schemas import PaymentKind
from backend.payments.settling import settle
from tests.backend.payments.counter import Counter


async def test_a_deposit_confirms_the_booking_and_stands_in_the_books(counter: Counter) -> None:
    booking = await counter.book()
    await counter.paid(booking)
    assert (await counter.booking(booking)).state is BookingState.CONFIRMED
    assert counter.told.kinds == ["settled"]
    deposit = -(-booking.total.amount * 30 // 100)
    assert counter.told.outcomes[0].left == Money(booking.total.amount - deposit, "USD")
    assert await counter.balance(f"booking:{booking.reference}") == booking.total.amount - deposit


async def test_what_is_told_again_and_again_is_booked_and_said_once(counter: Counter) -> None:
    booking = await counter.book()
    reference = await counter.pay(await counter.ask(booking))
    for event_id in ("a", "a", "b", "c"):
        await counter.notify(reference, event_id=f"{reference}-{event_id}")
    await counter.work()
    await counter.notify(reference)
    await counter.work()
    assert counter.told.kinds == ["settled"]


async def test_what_is_settled_twice_at_the_same_moment_is_booked_and_said_once(counter: Counter) -> None:
    booking = await counter.book()
    reference = await counter.pay(await counter.ask(booking))
    theirs = await counter.provider.fetch(reference)
    await asyncio.gather(*(settle(counter.ports, theirs) for _ in range(4)))
    assert counter.told.kinds == ["settled"]


async def test_two_links_that_are_settled_at_the_same_moment_leave_one(counter: Counter) -> None:
    booking = await counter.book()
    links = [await counter.ask(booking, kind) for kind in (PaymentKind.DEPOSIT, PaymentKind.FULL)]
    paid = [await counter.provider.fetch(await counter.pay(link)) for link in links]
    await asyncio.gather(*(settle(counter.ports, theirs) for theirs in paid))
    await counter.work()
    assert sorted(counter.told.kinds) in (
        ["duplicate", "refunded", "settled"],
        ["over", "refunded", "settled"],
    )
    assert await counter.balance(f"booking:{booking.reference}") == 0


async def test_the_balance_comes_after_the_deposit(counter: Counter) -> None:
    booking = await counter.book()
    await counter.paid(booking)
    await counter.paid(booking, PaymentKind.BALANCE)
    assert counter.told.kinds == ["settled", "balance"]
    assert await counter.balance(f"booking:{booking.reference}") == 0
    with pytest.raises(NotPayable):
        await counter.ask(booking, PaymentKind.BALANCE)


async def test_a_part_of_the_balance_counts_and_the_rest_is_left(counter: Counter) -> None:
    booking = await counter.book()
    await counter.paid(booking)
    balance = await counter.ask(booking, PaymentKind.BALANCE)
    await counter.notify(await counter.pay(balance, 700))
    await counter.work()
    assert counter.told.kinds == ["settled", "balance"]
    assert counter.told.outcomes[1].left == balance.amount - Money(700, "USD")
    rest = await counter.ask(booking, PaymentKind.BALANCE)
    assert rest.amount == balance.amount - Money(700, "USD")


async def test_two_payments_of_one_deposit_leave_one(counter: Counter) -> None:
    booking = await counter.book()
    deposit = await counter.ask(booking)
    full = await counter.ask(booking, PaymentKind.FULL)
    first, second = await counter.pay(full), await counter.pay(deposit)
    for reference in (first, second):
        await counter.notify(reference)
        await counter.work()
    assert counter.told.kinds == ["settled", "duplicate", "refunded"]
    assert await counter.balance(f"booking:{booking.reference}") == 0


async def test_a_balance_that_was_paid_in_cash_is_booked_once(counter: Counter) -> None:
    booking = await counter.book()
    await counter.paid(booking)
    link = await counter.ask(booking, PaymentKind.BALANCE)
    for came in (link.amount, Money(0, "USD")):
        async with counter.sessions.begin() as session:
            marked = await service.mark_paid(
                session,
                counter.queue,
                reference=booking.reference,
                now=counter.now,
                terms=counter.ports.terms,
            )
        assert (marked.came, marked.confirmed) == (came, False)
    await counter.work()
    assert counter.provider.link_of(link.id).state is TheirState.EXPIRED
    assert await counter.balance(f"booking:{booking.reference}") == 0


async def test_what_was_paid_in_cash_is_booked_and_ends_the_links(counter: Counter) -> None:
    booking = await counter.book()
    payment = await counter.ask(booking)
    async with counter.sessions.begin() as session:
        await service.mark_paid(
            session, counter.queue, reference=booking.reference, now=counter.now, terms=counter.ports.terms
        )
    await counter.work()
    assert counter.provider.link_of(payment.id).state is TheirState.EXPIRED
    before = await counter.balance("provider:outside")
    assert await counter.balance(f"booking:{booking.reference}") == 0
    async with counter.sessions.begin() as session:
        await service.cancel_booking(
            session, counter.queue, booking_id=booking.id, now=counter.now, terms=counter.ports.terms
        )
    async with counter.sessions.begin() as session:
        (refund,) = await service.list_refunds(session, booking_id=booking.id)
        for _ in range(2):
            await done_by_hand(session, counter.ports, refund_id=refund.id)
    assert counter.told.kinds == ["refunded"]
    assert await counter.balance("provider:outside") == before - booking.total.amount
