"""Links to pay by: made once, given again, ended when nobody needs them any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.bookings.schemas import BookingView
from backend.payments import service, working
from backend.payments.ports import ProviderDown, ProviderRefused, TheirState
from backend.payments.providers.fake.provider import FakeLink
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


async def on_its_way(counter: Counter, booking: BookingView) -> FakeLink:
    """Somebody went to pay a deposit's voucher in cash; the link as the provider has it."""
    payment = await counter.ask(booking)
    link = counter.provider.link_of(payment.id)
    await becomes(counter, link, TheirState.PROCESSING)
    return link


async def becomes(counter: Counter, link: FakeLink, state: TheirState, failure: str | None = None) -> None:
    """The provider tells how it stands."""
    link.state, link.failure = state, failure
    await counter.notify(link.link.reference)
    await counter.work()


async def states(counter: Counter, booking: BookingView) -> dict[str, str]:
    async with counter.sessions() as session:
        found = await service.list_payments(session, booking_id=booking.id)
        return {one.kind.value: one.state.value for one in found}


async def test_a_voucher_that_nobody_paid_is_told_and_the_link_may_be_paid_again(counter: Counter) -> None:
    booking = await counter.book()
    link = await on_its_way(counter, booking)
    for _ in range(2):
        await becomes(counter, link, TheirState.OPEN, "expired")
    assert counter.told.kinds == ["processing", "failed"]
    assert await states(counter, booking) == {"deposit": "open"}
    counter.provider.pay(link.link.reference, at=counter.now)
    await counter.notify(link.link.reference)
    await counter.work()
    assert counter.told.kinds == ["processing", "failed", "settled"]


async def test_a_voucher_that_nobody_paid_until_the_deadline_leaves_no_link(counter: Counter) -> None:
    booking = await counter.book()
    link = await on_its_way(counter, booking)
    await counter.lapse()
    await becomes(counter, link, TheirState.OPEN, "expired")
    assert counter.told.outcomes[-1].payment and counter.told.outcomes[-1].payment.state == "failed"
    await working.expire_links(counter.ports)
    await counter.work()
    assert await states(counter, booking) == {"deposit": "expired"}


async def test_a_voucher_that_nobody_paid_while_another_did_leaves_no_link(counter: Counter) -> None:
    booking = await counter.book()
    link = await on_its_way(counter, booking)
    await counter.paid(booking, PaymentKind.FULL)
    await becomes(counter, link, TheirState.OPEN, "expired")
    assert counter.told.kinds == ["processing", "settled", "failed"]
    assert await states(counter, booking) == {"deposit": "expired", "full": "paid"}


async def test_a_voucher_that_is_paid_after_the_deadline_takes_the_places_again(counter: Counter) -> None:
    booking = await counter.book()
    link = await on_its_way(counter, booking)
    await counter.lapse()
    await working.expire_links(counter.ports)
    await counter.work()
    assert await states(counter, booking) == {"deposit": "processing"}
    counter.provider.pay(link.link.reference, at=counter.now)
    await counter.notify(link.link.reference)
    await counter.work()
    assert counter.told.kinds == ["processing", "retaken"]


async def test_a_link_that_could_be_made_only_after_the_deadline_is_not_sent(counter: Counter) -> None:
    booking = await counter.book()
    counter.provider.trouble = [("before", ProviderDown("timeout"))] * 2
    with pytest.raises(ProviderDown):
        await counter.ask(booking)
    await counter.lapse()
    for _ in range(3):
        await working.expire_links(counter.ports)
        await counter.work()
    assert counter.told.kinds == []
    assert await states(counter, booking) == {"deposit": "expired"}
    assert {one.state for one in counter.provider.links.values()} == {TheirState.EXPIRED}


async def test_a_link_that_could_be_made_only_after_another_was_paid_is_not_sent(counter: Counter) -> None:
    booking = await counter.book()
    counter.provider.trouble = [("before", ProviderDown("timeout"))]
    with pytest.raises(ProviderDown):
        await counter.ask(booking)
    jobs, counter.queue.jobs = counter.queue.jobs, []
    await counter.paid(booking, PaymentKind.FULL)
    counter.queue.jobs += jobs
    for _ in range(3):
        await counter.work()
    assert counter.told.kinds == ["settled"]
    assert await states(counter, booking) == {"deposit": "expired", "full": "paid"}


async def test_a_link_that_is_refused_after_the_deadline_is_not_spoken_of(counter: Counter) -> None:
    booking = await counter.book()
    counter.provider.trouble = [("before", ProviderDown("timeout")), ("before", ProviderRefused("too_late"))]
    with pytest.raises(ProviderDown):
        await counter.ask(booking)
    await counter.lapse()
    for _ in range(3):
        await working.expire_links(counter.ports)
        await counter.work()
    assert counter.told.kinds == []
    assert await states(counter, booking) == {"deposit": "expired"}


async def test_money_by_a_link_whose_answer_was_lost_is_the_bookings(counter: Counter) -> None:
    booking = await counter.book()
    counter.provider.trouble = [("after", ProviderDown("timeout"))]
    with pytest.raises(ProviderDown):
        await counter.ask(booking)
    (link,) = counter.provider.links.values()
    counter.provider.pay(link.link.reference, at=counter.now)
    await counter.notify(link.link.reference)
    counter.queue.jobs.reverse()  # It is told before we asked again.
    await counter.work()
    assert counter.told.kinds == ["settled"]
