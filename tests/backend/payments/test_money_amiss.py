"""What becomes of money that comes too late, or is too little, too much, in another currency or nobody's."""

from __future__ import annotations

from backend.bookings.schemas import BookingState
from backend.money import Money
from backend.payments import service, working
from backend.payments.ports import ProviderRefused
from backend.payments.schemas import PaymentKind
from backend.quotes.schemas import Party
from tests.backend.payments.counter import Counter


async def test_money_after_the_deadline_takes_the_places_again(counter: Counter) -> None:
    booking = await counter.book()
    payment = await counter.ask(booking)
    await counter.lapse()
    await counter.notify(await counter.pay(payment))
    await counter.work()
    assert counter.told.kinds == ["retaken"]
    assert (await counter.booking(booking)).state is BookingState.CONFIRMED


async def test_money_after_the_deadline_goes_back_where_the_places_are_gone(counter: Counter) -> None:
    booking = await counter.book(party=Party(6))
    payment = await counter.ask(booking)
    await counter.lapse()
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


async def test_the_rest_alone_confirms_nothing_where_the_first_part_went_back(counter: Counter) -> None:
    booking = await counter.book()
    payment = await counter.ask(booking)
    await counter.notify(await counter.pay(payment, payment.amount.amount - 500))
    await counter.work()
    rest = await counter.ask(booking)
    await counter.lapse()
    await working.expire_links(counter.ports)
    await counter.work()
    await counter.notify(await counter.pay(rest))
    await counter.work()
    assert counter.told.kinds == ["short", "refund_requested", "refunded", "late", "refunded"]
    assert (await counter.booking(booking)).state is BookingState.EXPIRED
    assert await counter.balance(f"booking:{booking.reference}") == 0


async def test_too_little_goes_back_at_the_deadline(counter: Counter) -> None:
    booking = await counter.book()
    await counter.notify(await counter.pay(await counter.ask(booking), 500))
    await counter.work()
    await counter.lapse()
    await working.expire_links(counter.ports)
    await working.expire_links(counter.ports)
    await counter.work()
    assert counter.told.kinds == ["short", "refund_requested", "refunded"]
    assert await counter.balance(f"booking:{booking.reference}") == 0


async def test_the_rest_of_too_little_goes_back_at_the_deadline_where_a_part_went_back_before(
    counter: Counter,
) -> None:
    booking = await counter.book()
    await counter.notify(await counter.pay(await counter.ask(booking), 500))
    await counter.work()
    await counter.give_back(booking, 200)
    await counter.work()
    await counter.lapse()
    await working.expire_links(counter.ports)
    await counter.work()
    assert counter.told.kinds == ["short", "refunded", "refund_requested", "refunded"]
    assert await counter.balance(f"booking:{booking.reference}") == 0


async def test_what_cannot_be_given_back_at_the_deadline_is_told_once(counter: Counter) -> None:
    booking = await counter.book()
    await counter.notify(await counter.pay(await counter.ask(booking), 500))
    await counter.work()
    await counter.lapse()
    await working.expire_links(counter.ports)
    counter.provider.trouble = [("before", ProviderRefused("account_closed"))]
    for _ in range(3):
        await counter.work()
        await working.expire_links(counter.ports)
    assert counter.told.kinds == ["short", "refund_requested", "refund_failed"]


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


async def test_money_for_what_was_cancelled_goes_back(counter: Counter) -> None:
    booking = await counter.book()
    payment = await counter.ask(booking)
    async with counter.sessions.begin() as session:
        await service.cancel_booking(
            session, counter.queue, booking_id=booking.id, now=counter.now, terms=counter.ports.terms
        )
    await counter.notify(await counter.pay(payment))
    await counter.work()
    assert counter.told.kinds == ["cancelled", "refunded"]


async def test_money_of_nobody_known_is_kept_for_a_person(counter: Counter) -> None:
    reference = counter.provider.pay_unasked(Money(4200, "PEN"), at=counter.now)
    await counter.notify(reference)
    await counter.work()
    assert counter.told.kinds == ["unclaimed"]
    assert await counter.balance("unclaimed", "PEN") == -4200
