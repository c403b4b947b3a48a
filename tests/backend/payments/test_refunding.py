"""Money that goes back: by the policy, by the team, at the provider's own page; and what a bank takes back."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.bookings.schemas import BookingView
from backend.errors import RefundTooHigh
from backend.money import Money
from backend.payments import service
from backend.payments.ports import ProviderDown, ProviderRefused, TheirRefund
from backend.payments.refunded import done_by_hand
from backend.payments.refunding import list_to_be_seen_to
from backend.payments.schemas import PaymentKind, RefundView
from tests.backend.payments.counter import Counter

BY_HAND = "provider:outside"


async def test_cancelling_gives_back_what_the_policy_leaves(counter: Counter) -> None:
    booking = await counter.book()
    await counter.paid(booking, PaymentKind.FULL)
    counter.now = counter.now.replace(
        year=booking.quote.request.start_on.year,
        month=booking.quote.request.start_on.month,
        day=booking.quote.request.start_on.day,
    ) - timedelta(days=3)
    async with counter.sessions.begin() as session:
        cancelled = await service.cancel_booking(
            session, counter.queue, booking_id=booking.id, now=counter.now, terms=counter.ports.terms
        )
        again = await service.cancel_booking(
            session, counter.queue, booking_id=booking.id, now=counter.now, terms=counter.ports.terms
        )
    assert (
        cancelled.refund.amount == booking.total.amount - (cancelled.booking.penalty or Money(0, "")).amount
    )
    assert again.refund.amount == 0
    await counter.work()
    assert counter.told.kinds == ["settled", "refunded"]
    assert await counter.balance(f"booking:{booking.reference}") == 0
    assert cancelled.booking.penalty is not None and cancelled.booking.penalty.amount > 0


async def could_not_go_back(counter: Counter, booking: BookingView, cents: int) -> RefundView:
    """The provider refuses to give back a part of what was paid."""
    (refund,) = await counter.give_back(booking, cents)
    counter.provider.trouble = [("before", ProviderRefused("card_closed"))]
    await counter.work()
    return refund


async def test_what_a_provider_could_not_give_back_goes_back_by_hand_once(counter: Counter) -> None:
    booking = await counter.book()
    reference = await counter.paid(booking)
    refund = await could_not_go_back(counter, booking, 100)
    owed, outside = await counter.balance(f"booking:{booking.reference}"), await counter.balance(BY_HAND)
    for new in (True, False):
        async with counter.sessions.begin() as session:
            assert refund.id in {one.id for one in await list_to_be_seen_to(session)} or not new
            done, first = await done_by_hand(session, counter.ports, refund_id=refund.id)
        assert (done.state, done.failure, first) == ("done", "card_closed", new)
    assert await counter.balance(f"booking:{booking.reference}") == owed + 100
    assert await counter.balance(BY_HAND) == outside - 100
    async with counter.sessions() as session:
        assert refund.id not in {one.id for one in await list_to_be_seen_to(session)}
    link = counter.provider.links[reference]
    (capture,) = link.captures
    said = TheirRefund("r-late", capture, Money(100, "USD"), "failed", counter.now, refund.id)
    link.refunds["r-late"] = said
    await counter.notify(reference)
    await counter.work()
    assert counter.told.kinds == ["settled", "refund_failed", "refunded"], "it failed and was done before"
    assert counter.told.outcomes[-1].reason == "by_hand"
    assert await counter.balance(BY_HAND) == outside - 100


async def test_what_went_back_in_another_way_does_not_go_back_by_hand_as_well(counter: Counter) -> None:
    booking = await counter.book()
    await counter.paid(booking)
    async with counter.sessions() as session:
        known = {"booking_id": booking.id, "now": counter.now, "providers": counter.ports.providers}
        paid = await service.payable(session, **known)
    refund = await could_not_go_back(counter, booking, 100)
    await counter.give_back(booking, paid.paid.amount)
    await counter.work()
    async with counter.sessions.begin() as session:
        assert refund.id not in {one.id for one in await list_to_be_seen_to(session)}
        with pytest.raises(RefundTooHigh):
            await done_by_hand(session, counter.ports, refund_id=refund.id)


async def test_a_disputed_payment_is_not_given_back_as_well(counter: Counter) -> None:
    booking = await counter.book()
    reference = await counter.paid(booking)
    (capture,) = counter.provider.links[reference].captures.values()
    dispute = counter.provider.dispute(reference, capture, at=counter.now)
    await counter.notify(reference)
    await counter.work()
    with pytest.raises(RefundTooHigh):
        await counter.give_back(booking, 100)
    counter.provider.decide(reference, dispute, "lost")
    for _ in range(2):
        await counter.notify(reference)
        await counter.work()
    assert counter.told.kinds == ["settled", "dispute_opened", "dispute_lost"]
    assert await counter.balance(f"booking:{booking.reference}") == booking.total.amount
    assert await counter.balance("disputes:fake") == 0


async def test_what_a_bank_withheld_while_a_booking_was_cancelled_goes_back_once_it_is_ours_again(
    counter: Counter,
) -> None:
    booking = await counter.book()
    reference = await counter.paid(booking)
    (capture,) = counter.provider.links[reference].captures.values()
    dispute = counter.provider.dispute(reference, capture, at=counter.now)
    await counter.notify(reference)
    await counter.work()
    async with counter.sessions.begin() as session:
        cancelled = await service.cancel_booking(
            session, counter.queue, booking_id=booking.id, now=counter.now, terms=counter.ports.terms
        )
    assert cancelled.refund.amount == 0
    counter.provider.decide(reference, dispute, "won")
    for _ in range(2):
        await counter.notify(reference)
        await counter.work()
    assert counter.told.kinds == ["settled", "dispute_opened", "dispute_won", "refunded"]
    assert await counter.balance(f"booking:{booking.reference}") == 0


async def test_a_refund_made_at_the_provider_is_booked_here(counter: Counter) -> None:
    booking = await counter.book()
    reference = await counter.paid(booking)
    link = counter.provider.links[reference]
    (capture,) = link.captures
    made = await counter.provider.refund(uuid.uuid4(), capture, Money(300, "USD"))
    link.refunds[made.refund_id] = replace(made, key=None)
    await counter.notify(reference)
    await counter.work()
    assert counter.told.kinds == ["settled", "refunded"]
    assert counter.told.outcomes[1].reason == "provider"


async def test_a_refund_that_was_given_up_but_had_been_made_is_booked(counter: Counter) -> None:
    booking = await counter.book()
    reference = await counter.paid(booking)
    await counter.give_back(booking, 100)
    counter.provider.trouble = [("after", ProviderDown("timeout"))]
    await counter.work()
    (capture,) = counter.provider.links[reference].captures.values()
    dispute = counter.provider.dispute(reference, capture, at=counter.now)
    refunds, counter.provider.links[reference].refunds = counter.provider.links[reference].refunds, {}
    await counter.notify(reference)  # Their answer to it does not have the refund yet.
    counter.queue.jobs.reverse()
    await counter.work()
    assert counter.told.kinds == ["settled", "dispute_opened", "refund_failed"]
    counter.provider.links[reference].refunds = refunds
    counter.provider.decide(reference, dispute, "won")
    before = await counter.balance("provider:fake")
    for _ in range(2):
        await counter.notify(reference)
        await counter.work()
    assert counter.told.kinds[3:] == ["refunded", "dispute_won"]
    assert await counter.balance("provider:fake") == before - 100 + capture.amount.amount


async def test_a_refund_whose_answer_was_lost_is_made_once(counter: Counter) -> None:
    booking = await counter.book()
    reference = await counter.paid(booking)
    await counter.give_back(booking, 100)
    counter.provider.trouble = [("after", ProviderDown("timeout"))]
    await counter.work()
    assert counter.told.kinds == ["settled"]
    await counter.notify(reference)
    await counter.work()
    assert counter.told.kinds == ["settled", "refunded"]
    assert len(counter.provider.links[reference].refunds) == 1


async def test_a_refund_that_is_asked_for_by_several_at_once_goes_back_once(counter: Counter) -> None:
    booking = await counter.book()
    await counter.paid(booking)
    request_id = uuid.uuid4()
    asked = await asyncio.gather(*(counter.give_back(booking, 100, request_id) for _ in range(6)))
    first, *again = [[one.id for one in made] for made in asked]
    assert len(first) == 1 and again == [first] * 5
    await counter.work()
    assert counter.told.kinds == ["settled", "refunded"]
