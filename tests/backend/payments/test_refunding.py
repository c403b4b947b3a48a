"""Money that goes back: by the policy, by the team, at the provider's own page; and what a bank takes back."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.errors import RefundTooHigh
from backend.money import Money
from backend.payments import service
from backend.payments.ports import ProviderDown
from backend.payments.schemas import PaymentKind
from tests.backend.payments.counter import Counter


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
