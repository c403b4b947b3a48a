"""Killed at any step between the wish to pay and the last message: nothing is lost, doubled or told twice."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.bookings.schemas import BookingState, BookingView
from backend.documents.models import Document
from backend.money import Money
from backend.payments import calling, service
from backend.payments.models import Capture, Refund
from backend.payments.receiving import Delivered, receive
from backend.payments.schemas import PaymentKind
from tests.backend.payments.crashing import Died, Mortal

SURPLUS = 700


async def paid_too_much(mortal: Mortal, booking: BookingView) -> None:
    """Everything is paid and a little more, so that money goes back too; the process may die once on the way."""
    counter, ports = mortal.counter, mortal.ports
    while True:  # They ask for the link again until they have one, as the provider sends its webhook.
        with suppress(Died):
            async with ports.sessions.begin() as session:
                asked = await service.request_payment(
                    session,
                    ports.queue,
                    booking_id=booking.id,
                    kind=PaymentKind.FULL,
                    provider="fake",
                    now=counter.now,
                    providers=ports.providers,
                )
            link = await calling.make_link(ports, payment_id=asked.id)
            break
    reference = counter.provider.link_of(link.id).link.reference
    counter.provider.pay(reference, Money(link.amount.amount + SURPLUS, "USD"), at=counter.now)
    slip = counter.provider.slip(reference, at=counter.now)
    notice = counter.provider.verify(headers=slip.headers, query={}, body=slip.body, now=counter.now)
    while True:
        with suppress(Died):
            await receive(ports, [Delivered("fake", notice, slip.body)])
            break
    counter.now += timedelta(seconds=11)
    await mortal.work()


async def test_it_may_die_at_any_step(counter_sessions: async_sessionmaker[AsyncSession]) -> None:
    last = 0
    while True:
        last += 1
        mortal = Mortal.over(counter_sessions, 0)
        booking = await mortal.counter.book()
        mortal.life.last = last
        await paid_too_much(mortal, booking)
        await everything_is_there_once(mortal, booking, last)
        if mortal.life.steps < last:
            break
    assert last > 40


async def everything_is_there_once(mortal: Mortal, booking: BookingView, last: int) -> None:
    told = [outcome.kind.value for outcome in mortal.world.told if outcome.kind != "link_ready"]
    assert told == ["over", "refunded"], last
    assert (await mortal.counter.booking(booking)).state is BookingState.CONFIRMED
    assert await mortal.counter.balance(f"booking:{booking.reference}") == 0
    (link,) = mortal.provider.links.values()
    assert len(link.refunds) == 1
    async with mortal.counter.sessions() as session:
        captures = await session.scalar(
            select(func.count()).select_from(Capture).where(Capture.booking_id == booking.id)
        )
        refunds = await session.scalar(
            select(func.count()).select_from(Refund).where(Refund.booking_id == booking.id)
        )
        documents = (
            await session.scalars(select(Document.kind).where(Document.booking_id == booking.id))
        ).all()
    assert (captures, refunds) == (1, 1), last
    assert sorted(documents) == ["credit_note", "invoice", "receipt"], last
