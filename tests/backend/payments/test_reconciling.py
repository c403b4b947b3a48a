"""Both lists side by side: what the rules can repair is repaired, the rest is shown with both sides."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from backend.bookings.schemas import BookingState, BookingView
from backend.money import Money
from backend.payments import discrepancies
from backend.payments.discrepancies import DiscrepancyView, list_found
from backend.payments.models import Discrepancy
from backend.payments.ports import ProviderDown, ProviderRefused, TheirPayment, TheirState
from backend.payments.providers.fake import FakeProvider
from backend.payments.reconciling import Report, reconcile, reconcile_daily
from backend.payments.refunded import done_by_hand
from backend.payments.schemas import PaymentKind
from backend.payments.settling import settle
from tests.backend.conftest import NOW
from tests.backend.payments.counter import Counter
from tests.backend.payments.test_refunding import could_not_go_back


async def compared(counter: Counter) -> Report:
    (report,) = await reconcile(
        counter.ports, since=NOW - timedelta(days=1), until=counter.now + timedelta(days=1)
    )
    return report


async def found(counter: Counter, capture: str) -> list[tuple[str, str]]:
    async with counter.sessions() as session:
        statement = select(Discrepancy).where(Discrepancy.provider_payment_id == capture)
        return [(one.kind, one.state) for one in (await session.scalars(statement)).all()]


async def listed(counter: Counter, state: str = "open") -> list[DiscrepancyView]:
    """What is open or was settled, of its provider."""
    async with counter.sessions() as session:
        found, _ = await list_found(session, state=state)
    return [one for one in found if one.provider == counter.provider.name]


async def claimed(counter: Counter, capture: str, booking: BookingView) -> None:
    """A person found out whose money it is."""
    async with counter.sessions.begin() as session:
        statement = select(Discrepancy.id).where(Discrepancy.provider_payment_id == capture)
        await discrepancies.settle(
            session,
            counter.ports,
            discrepancy_id=(await session.scalars(statement)).one(),
            settled_by=uuid.uuid4(),
            note="by their e-mail",
            booking=booking.reference,
            now=counter.now,
        )


def fresh(counter: Counter, name: str) -> Counter:
    """With a provider of its own, so that nothing of other tests is compared."""
    counter.provider.name = name
    return counter


async def test_a_payment_whose_webhook_never_came_is_settled(counter: Counter) -> None:
    fresh(counter, "lists")
    booking = await counter.book()
    reference = await counter.pay(await counter.ask(booking))
    report = await compared(counter)
    assert (report.compared, report.repaired, report.open) == (1, 1, 0)
    assert counter.told.kinds == ["settled"]
    assert (await counter.booking(booking)).state is BookingState.CONFIRMED
    assert await found(counter, f"{reference}-c1") == [("theirs_only", "repaired")]
    assert (await compared(counter)).repaired == 0


async def test_a_provider_that_cannot_list_is_asked_link_by_link(counter: Counter) -> None:
    fresh(counter, "asked").provider.lists = False
    booking = await counter.book()
    await counter.pay(await counter.ask(booking))
    assert (await compared(counter)).repaired == 1
    assert (await counter.booking(booking)).state is BookingState.CONFIRMED


async def test_what_only_we_know_of_is_for_a_person(counter: Counter) -> None:
    fresh(counter, "forgets")
    reference = await counter.pay(await counter.ask(await counter.book()))
    await counter.notify(reference)
    await counter.work()
    del counter.provider.links[reference]
    assert (await compared(counter)).open == 1
    assert await found(counter, f"{reference}-c1") == [("ours_only", "open")]


async def test_another_amount_is_for_a_person_with_both_sides(counter: Counter) -> None:
    fresh(counter, "differs")
    reference = await counter.pay(await counter.ask(await counter.book()))
    await counter.notify(reference)
    await counter.work()
    link = counter.provider.links[reference]
    (name,) = link.captures
    right = link.captures[name]
    link.captures[name] = replace(right, amount=Money(1, "USD"))
    assert (await compared(counter)).open == 1
    assert await found(counter, name) == [("different", "open")]
    link.captures[name] = right
    assert (await compared(counter)).open == 0


async def test_money_of_nobody_known_is_for_a_person(counter: Counter) -> None:
    fresh(counter, "nobodys")
    counter.provider.pay_unasked(Money(4200, "CLP"), at=counter.now)
    assert (await compared(counter)).open == 1
    assert counter.told.kinds == ["unclaimed"]


async def test_money_of_nobody_known_is_theirs_too_where_the_provider_cannot_list(counter: Counter) -> None:
    fresh(counter, "mute").provider.lists = False
    reference = counter.provider.pay_unasked(Money(4200, "CLP"), at=counter.now)
    await counter.notify(reference)
    await counter.work()
    assert (await compared(counter)).open == 1
    assert await found(counter, f"{reference}-c1") == [("theirs_only", "open")]
    await claimed(counter, f"{reference}-c1", await counter.book())
    assert (await compared(counter)).open == 0


async def test_what_becomes_of_money_that_a_person_found_to_be_a_bookings_is_the_bookings(
    counter: Counter,
) -> None:
    fresh(counter, "claimed")
    booking = await counter.book()
    reference = counter.provider.pay_unasked(booking.total, at=counter.now)
    assert (await compared(counter)).open == 1
    await claimed(counter, f"{reference}-c1", booking)
    assert (await counter.booking(booking)).state is BookingState.CONFIRMED
    assert await counter.balance(f"booking:{booking.reference}") == 0
    unclaimed = await counter.balance("unclaimed")

    link = counter.provider.links[reference]
    (capture,) = link.captures.values()
    made = await counter.provider.refund(uuid.uuid4(), capture.payment_id, Money(300, "USD"))
    link.refunds[made.refund_id] = replace(made, key=None)
    rest = replace(capture, amount=capture.amount - Money(300, "USD"))
    dispute = counter.provider.dispute(reference, rest, at=counter.now)
    counter.provider.decide(reference, dispute, "lost")
    await counter.notify(reference)
    await counter.work()
    assert counter.told.kinds == ["unclaimed", "settled", "refunded", "dispute_lost"]
    assert {one.booking.id for one in counter.told.outcomes[1:] if one.booking} == {booking.id}
    assert await counter.balance(f"booking:{booking.reference}") == booking.total.amount
    assert await counter.balance("unclaimed") == unclaimed


async def test_a_link_that_is_being_ended_is_not_given_again(counter: Counter) -> None:
    fresh(counter, "ending")
    booking = await counter.book()
    await counter.paid(booking)
    link = await counter.ask(booking, PaymentKind.BALANCE)
    reference = counter.provider.pay_unasked(link.amount, at=counter.now)
    await compared(counter)
    await claimed(counter, f"{reference}-c1", booking)
    await counter.give_back(booking, link.amount.amount)
    counter.provider.trouble = [("before", ProviderDown("timeout"))] * 2
    await counter.work()
    other = await counter.ask(booking, PaymentKind.BALANCE)
    assert (other.amount, other.id != link.id) == (link.amount, True)


async def test_more_money_like_that_of_a_booking_is_nobodys_until_a_person_says_so(counter: Counter) -> None:
    fresh(counter, "again")
    booking = await counter.book()
    reference = counter.provider.pay_unasked(Money(4200, "USD"), at=counter.now)
    await compared(counter)
    await claimed(counter, f"{reference}-c1", booking)
    counter.provider.pay(reference, Money(100, "USD"), at=counter.now)
    await counter.notify(reference)
    await counter.work()
    assert counter.told.kinds == ["unclaimed", "short", "unclaimed"]


async def test_money_of_nobody_known_that_is_told_of_twice_at_once_is_booked_once(counter: Counter) -> None:
    reference = counter.provider.pay_unasked(Money(4200, "PEN"), at=counter.now)
    theirs = await counter.provider.fetch(reference)
    await asyncio.gather(*(settle(counter.ports, theirs) for _ in range(4)))
    assert counter.told.kinds == ["unclaimed"]


async def test_a_provider_that_refuses_to_list_is_compared_again_as_soon_as_it_can_be(
    counter: Counter,
) -> None:
    class Refusing(FakeProvider):
        async def list_between(self, since: datetime, until: datetime) -> AsyncIterator[TheirPayment]:
            raise ProviderRefused("invalid_range")
            yield

    fresh(counter, "refuses").provider = Refusing("refuses")
    for _ in range(2):
        assert [report.failure for report in await reconcile_daily(counter.ports)] == ["invalid_range"]


async def test_a_dispute_is_looked_after_until_it_is_decided(counter: Counter) -> None:
    fresh(counter, "disputes")
    booking = await counter.book()
    reference = await counter.paid(booking)
    (capture,) = counter.provider.links[reference].captures.values()
    dispute = counter.provider.dispute(reference, capture, at=counter.now)
    await counter.notify(reference)
    await counter.work()
    counter.now += timedelta(days=40)
    counter.provider.decide(reference, dispute, "lost")
    for _ in range(2):
        await reconcile(counter.ports, since=counter.now - timedelta(days=3), until=counter.now)
    assert counter.told.kinds == ["settled", "dispute_opened", "dispute_lost"]


async def test_money_on_its_way_is_looked_after_until_it_comes_or_does_not(counter: Counter) -> None:
    fresh(counter, "vouchers")
    payment = await counter.ask(await counter.book())
    link = counter.provider.link_of(payment.id)
    link.state = TheirState.PROCESSING
    await counter.notify(link.link.reference)
    await counter.work()
    counter.now += timedelta(days=9)
    link.state, link.failure = TheirState.OPEN, "expired"
    for _ in range(2):
        await reconcile(counter.ports, since=counter.now - timedelta(days=3), until=counter.now)
    assert counter.told.kinds == ["processing", "failed"]


async def test_it_is_compared_once_a_day(counter: Counter) -> None:
    fresh(counter, "daily")
    assert len(await reconcile_daily(counter.ports)) == 1
    assert await reconcile_daily(counter.ports) == []
    counter.now += timedelta(days=1)
    assert len(await reconcile_daily(counter.ports)) == 1


async def test_what_is_open_still_was_found_when_it_was_found_first(counter: Counter) -> None:
    fresh(counter, "lasting").provider.pay_unasked(Money(4200, "USD"), at=counter.now)
    await compared(counter)
    (first,) = await listed(counter)
    counter.now += timedelta(days=2)
    assert (await compared(counter)).open == 1
    (again,) = await listed(counter)
    assert again == first


async def test_a_comparison_that_broke_off_is_done_again_soon(counter: Counter) -> None:
    """Also where it found something before."""
    fresh(counter, "breaks").provider.pay_unasked(Money(4200, "USD"), at=counter.now)
    reference = await counter.pay(await counter.ask(await counter.book()))
    await counter.notify(reference)
    await counter.work()
    del counter.provider.links[reference]
    counter.provider.trouble = [("before", ProviderDown("timeout"))]
    (broken,) = await reconcile_daily(counter.ports)
    assert (broken.failure, broken.open) == ("timeout", 1)
    (report,) = await reconcile_daily(counter.ports)
    assert (report.failure, report.open) == (None, 2)
    assert await reconcile_daily(counter.ports) == []


async def test_what_went_back_by_hand_is_no_difference(counter: Counter) -> None:
    booking = await fresh(counter, "handed").book()
    await counter.paid(booking)
    refund = await could_not_go_back(counter, booking, 100)
    async with counter.sessions.begin() as session:
        await done_by_hand(session, counter.ports, refund_id=refund.id)
    report = await compared(counter)
    assert (report.compared, report.repaired, report.open) == (1, 0, 0)


async def test_money_of_nobody_that_went_back_is_no_difference_any_more(counter: Counter) -> None:
    """Whoever had it given back is not asked the next day as well."""
    fresh(counter, "returns").provider.pay_unasked(Money(4200, "USD"), at=counter.now)
    await compared(counter)
    (found,) = await listed(counter)
    told = {"discrepancy_id": found.id, "settled_by": uuid.uuid4(), "note": "not ours", "now": counter.now}
    async with counter.sessions.begin() as session:
        await discrepancies.settle(session, counter.ports, **told, refund=True)
    await counter.work()
    assert counter.told.kinds == ["unclaimed", "refunded"]
    assert (await compared(counter)).open == 0
    assert [one.id for one in await listed(counter, "settled")] == [found.id]
