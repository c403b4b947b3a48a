"""Links to pay by: made once, given again, ended when nobody needs them any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.payments import service, working
from backend.payments.ports import ProviderDown, TheirState
from backend.payments.schemas import OutcomeKind, PaymentKind, PaymentState
from tests.backend.payments.counter import Counter


async def test_the_links_that_nobody_needs_any_more_are_ended(counter: Counter) -> None:
    booking = await counter.book()
    deposit, full = await counter.ask(booking), await counter.ask(booking, PaymentKind.FULL)
    await counter.notify(await counter.pay(deposit))
    await counter.work()
    assert counter.provider.link_of(full.id).state is TheirState.EXPIRED
    async with counter.sessions() as session:
        states = {one.kind: one.state for one in await service.list_payments(session, booking_id=booking.id)}
    assert states == {PaymentKind.DEPOSIT: PaymentState.PAID, PaymentKind.FULL: PaymentState.EXPIRED}


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
