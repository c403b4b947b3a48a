"""What becomes of money, by every rule, on the real database."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.bookings.schemas import BookingState, BookingView
from backend.bookings.service import expire_bookings
from backend.errors import NotPayable, RefundTooHigh
from backend.money import Money
from backend.payments import service, working
from backend.payments.ports import ProviderDown, TheirState
from backend.payments.refunding import done_by_hand, request_refund
from backend.payments.schemas import OutcomeKind, PaymentKind, PaymentState
from backend.payments.settling import settle
from backend.quotes.schemas import Party
from tests.backend.payments.counter import Counter


async def paid(counter: Counter, booking: BookingView, kind: PaymentKind = PaymentKind.DEPOSIT) -> str:
    """They pay by a new link, and we are told."""
    reference = await counter.pay(await counter.ask(booking, kind))
    await counter.notify(reference)
    await counter.work()
    return reference


async def expire(counter: Counter) -> None:
    """A day later nobody waits for the deposit any more."""
    counter.now += timedelta(hours=25)
    async with counter.sessions.begin() as session:
        await expire_bookings(session, now=counter.now)


async def test_a_deposit_confirms_the_booking_and_stands_in_the_books(counter: Counter) -> None:
    booking = await counter.book()
    await paid(counter, booking)
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
    await paid(counter, booking)
    await paid(counter, booking, PaymentKind.BALANCE)
    assert counter.told.kinds == ["settled", "balance"]
    assert await counter.balance(f"booking:{booking.reference}") == 0
    with pytest.raises(NotPayable):
        await counter.ask(booking, PaymentKind.BALANCE)


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


async def test_the_links_that_nobody_needs_any_more_are_ended(counter: Counter) -> None:
    booking = await counter.book()
    deposit, full = await counter.ask(booking), await counter.ask(booking, PaymentKind.FULL)
    await counter.notify(await counter.pay(deposit))
    await counter.work()
    assert counter.provider.link_of(full.id).state is TheirState.EXPIRED
    async with counter.sessions() as session:
        states = {one.kind: one.state for one in await service.list_payments(session, booking_id=booking.id)}
    assert states == {PaymentKind.DEPOSIT: PaymentState.PAID, PaymentKind.FULL: PaymentState.EXPIRED}


async def test_money_after_the_deadline_takes_the_places_again(counter: Counter) -> None:
    booking = await counter.book()
    payment = await counter.ask(booking)
    await expire(counter)
    await counter.notify(await counter.pay(payment))
    await counter.work()
    assert counter.told.kinds == ["retaken"]
    assert (await counter.booking(booking)).state is BookingState.CONFIRMED


async def test_money_after_the_deadline_goes_back_where_the_places_are_gone(counter: Counter) -> None:
    booking = await counter.book(party=Party(6))
    payment = await counter.ask(booking)
    await expire(counter)
    request = booking.quote.request
    await counter.book(party=Party(6), start_on=request.start_on, end_on=request.end_on)
    await counter.notify(await counter.pay(payment))
    await counter.work()
    assert counter.told.kinds == ["late", "refunded"]
    assert counter.told.outcomes[0].for_a_person
    assert (await counter.booking(booking)).state is BookingState.EXPIRED
    assert await counter.balance(f"booking:{booking.reference}") == 0


async def test_too_little_is_kept_and_the_rest_is_asked_for(counter: Counter) -> None:
    booking = await counter.book()
    payment = await counter.ask(booking)
    await counter.notify(await counter.pay(payment, payment.amount.amount - 500))
    await counter.work()
    assert counter.told.kinds == ["short"]
    assert counter.told.outcomes[0].left == Money(500, "USD")
    rest = await counter.ask(booking)
    assert rest.amount == Money(500, "USD")
    await counter.notify(await counter.pay(rest))
    await counter.work()
    assert counter.told.kinds == ["short", "settled"]


async def test_too_little_goes_back_at_the_deadline(counter: Counter) -> None:
    booking = await counter.book()
    await counter.notify(await counter.pay(await counter.ask(booking), 500))
    await counter.work()
    await expire(counter)
    await working.expire_links(counter.ports)
    await working.expire_links(counter.ports)
    await counter.work()
    assert counter.told.kinds == ["short", "refund_requested", "refunded"]
    assert await counter.balance(f"booking:{booking.reference}") == 0


async def test_the_surplus_goes_back(counter: Counter) -> None:
    booking = await counter.book()
    payment = await counter.ask(booking, PaymentKind.FULL)
    await counter.notify(await counter.pay(payment, payment.amount.amount + 700))
    await counter.work()
    assert counter.told.kinds == ["over", "refunded"]
    assert counter.told.outcomes[1].amount == Money(700, "USD")
    assert await counter.balance(f"booking:{booking.reference}") == 0


async def test_another_currency_goes_back_and_a_person_is_told(counter: Counter) -> None:
    booking = await counter.book()
    await counter.notify(await counter.pay(await counter.ask(booking), currency="EUR"))
    await counter.work()
    assert counter.told.kinds == ["other_currency", "refunded"]
    assert (await counter.booking(booking)).state is BookingState.ON_HOLD


async def test_cancelling_gives_back_what_the_policy_leaves(counter: Counter) -> None:
    booking = await counter.book()
    await paid(counter, booking, PaymentKind.FULL)
    counter.now = counter.now.replace(
        year=booking.quote.request.start_on.year,
        month=booking.quote.request.start_on.month,
        day=booking.quote.request.start_on.day,
    ) - timedelta(days=3)
    async with counter.sessions.begin() as session:
        cancelled = await service.cancel_booking(
            session, counter.queue, booking_id=booking.id, now=counter.now
        )
        again = await service.cancel_booking(session, counter.queue, booking_id=booking.id, now=counter.now)
    assert (
        cancelled.refund.amount == booking.total.amount - (cancelled.booking.penalty or Money(0, "")).amount
    )
    assert again.refund.amount == 0
    await counter.work()
    assert counter.told.kinds == ["settled", "refunded"]
    assert await counter.balance(f"booking:{booking.reference}") == 0
    assert cancelled.booking.penalty is not None and cancelled.booking.penalty.amount > 0


async def test_money_for_what_was_cancelled_goes_back(counter: Counter) -> None:
    booking = await counter.book()
    payment = await counter.ask(booking)
    async with counter.sessions.begin() as session:
        await service.cancel_booking(session, counter.queue, booking_id=booking.id, now=counter.now)
    await counter.notify(await counter.pay(payment))
    await counter.work()
    assert counter.told.kinds == ["cancelled", "refunded"]


async def test_money_of_nobody_known_is_kept_for_a_person(counter: Counter) -> None:
    reference = counter.provider.pay_unasked(Money(4200, "PEN"), at=counter.now)
    await counter.notify(reference)
    await counter.work()
    assert counter.told.kinds == ["unclaimed"]
    assert await counter.balance("unclaimed", "PEN") == -4200


async def test_a_disputed_payment_is_not_given_back_as_well(counter: Counter) -> None:
    booking = await counter.book()
    reference = await paid(counter, booking)
    (capture,) = counter.provider.links[reference].captures.values()
    dispute = counter.provider.dispute(reference, capture, at=counter.now)
    await counter.notify(reference)
    await counter.work()
    async with counter.sessions.begin() as session:
        with pytest.raises(RefundTooHigh):
            await request_refund(
                session,
                counter.queue,
                booking_id=booking.id,
                amount=Money(100, "USD"),
                reason="kindness",
                now=counter.now,
            )
    counter.provider.decide(reference, dispute, "lost")
    for _ in range(2):
        await counter.notify(reference)
        await counter.work()
    assert counter.told.kinds == ["settled", "dispute_opened", "dispute_lost"]
    assert await counter.balance(f"booking:{booking.reference}") == booking.total.amount
    assert await counter.balance("disputes:fake") == 0


async def test_a_refund_made_at_the_provider_is_booked_here(counter: Counter) -> None:
    booking = await counter.book()
    reference = await paid(counter, booking)
    link = counter.provider.links[reference]
    (capture,) = link.captures
    made = await counter.provider.refund(uuid.uuid4(), capture, Money(300, "USD"))
    link.refunds[made.refund_id] = replace(made, key=None)
    await counter.notify(reference)
    await counter.work()
    assert counter.told.kinds == ["settled", "refunded"]
    assert counter.told.outcomes[1].reason == "provider"


async def test_a_refund_whose_answer_was_lost_is_made_once(counter: Counter) -> None:
    booking = await counter.book()
    reference = await paid(counter, booking)
    async with counter.sessions.begin() as session:
        await request_refund(
            session,
            counter.queue,
            booking_id=booking.id,
            amount=Money(100, "USD"),
            reason="kindness",
            now=counter.now,
        )
    counter.provider.trouble = [("after", ProviderDown("timeout"))]
    await counter.work()
    assert counter.told.kinds == ["settled"]
    await counter.notify(reference)
    await counter.work()
    assert counter.told.kinds == ["settled", "refunded"]
    assert len(counter.provider.links[reference].refunds) == 1


async def test_a_refund_that_is_asked_for_by_several_at_once_goes_back_once(counter: Counter) -> None:
    booking = await counter.book()
    await paid(counter, booking)
    request_id = uuid.uuid4()

    async def ask() -> list[uuid.UUID]:
        async with counter.sessions.begin() as session:
            made = await request_refund(
                session,
                counter.queue,
                booking_id=booking.id,
                request_id=request_id,
                amount=Money(100, "USD"),
                reason="kindness",
                now=counter.now,
            )
        return [one.id for one in made]

    first, *again = await asyncio.gather(*(ask() for _ in range(6)))
    assert len(first) == 1 and again == [first] * 5
    await counter.work()
    assert counter.told.kinds == ["settled", "refunded"]


async def test_a_link_whose_answer_was_lost_is_made_once_and_sent_by_the_job(counter: Counter) -> None:
    booking = await counter.book()
    counter.provider.trouble = [("after", ProviderDown("timeout"))]
    with pytest.raises(ProviderDown):
        await counter.ask(booking)
    await counter.work(later=timedelta(seconds=5))
    assert counter.told.kinds == []
    await counter.work()
    assert counter.told.kinds == [OutcomeKind.LINK_READY]
    assert len(counter.provider.links) == 1


async def test_a_link_that_was_given_is_given_again_and_not_sent_twice(counter: Counter) -> None:
    booking = await counter.book()
    first = await counter.ask(booking)
    assert await counter.ask(booking) == first
    await counter.work()
    assert counter.told.kinds == []


async def test_a_link_ends_with_the_hold_and_is_looked_at_once_more(counter: Counter) -> None:
    booking = await counter.book()
    payment = await counter.ask(booking)
    assert payment.expires_at == booking.expires_at
    await counter.pay(payment)
    counter.now += timedelta(hours=24)
    await working.expire_links(counter.ports)
    await counter.work()
    assert counter.told.kinds == ["retaken"]


async def test_what_was_paid_in_cash_is_booked_and_ends_the_links(counter: Counter) -> None:
    booking = await counter.book()
    payment = await counter.ask(booking)
    async with counter.sessions.begin() as session:
        await service.mark_paid(session, counter.queue, reference=booking.reference, now=counter.now)
    await counter.work()
    assert counter.provider.link_of(payment.id).state is TheirState.EXPIRED
    before = await counter.balance("provider:outside")
    assert await counter.balance(f"booking:{booking.reference}") == 0
    async with counter.sessions.begin() as session:
        await service.cancel_booking(session, counter.queue, booking_id=booking.id, now=counter.now)
    async with counter.sessions.begin() as session:
        (refund,) = await service.list_refunds(session, booking_id=booking.id)
        for _ in range(2):
            await done_by_hand(session, counter.ports, refund_id=refund.id)
    assert counter.told.kinds == ["refunded"]
    assert await counter.balance("provider:outside") == before - booking.total.amount


@pytest.mark.parametrize("state", [TheirState.FAILED, TheirState.OPEN])
async def test_a_link_by_which_paying_failed_may_be_paid_by_until_it_ends(
    counter: Counter, state: TheirState
) -> None:
    booking = await counter.book()
    payment = await counter.ask(booking)
    link = counter.provider.link_of(payment.id)
    link.state, link.failure = state, "card_declined"
    for _ in range(2):
        await counter.notify(link.link.reference)
        await counter.work()
    assert counter.told.kinds == ["failed"]
    await counter.notify(await counter.pay(payment))
    await counter.work()
    assert counter.told.kinds == ["failed", "settled"]
