"""A counter of payments for tests: the fake provider, jobs that are worked off when a test says so, and what was told."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.bookings.schemas import BookingView
from backend.bookings.service import expire_bookings
from backend.documents.schemas import DocumentView
from backend.ledger import service as ledger
from backend.money import Money
from backend.payments import calling, service, settling, working
from backend.payments.ports import CALL_PROVIDER, SETTLE_NOTICE, PaymentPorts, ProviderDown
from backend.payments.providers.fake import FakeProvider
from backend.payments.receiving import Delivered, receive
from backend.payments.refunding import request_refund
from backend.payments.schemas import Outcome, PaymentKind, PaymentView, RefundView
from backend.quotes.schemas import Interest
from tests.backend.conftest import NOW, booked

STAYS = itertools.count()


class HeldQueue:
    """Jobs as they were deferred; those of a transaction that fails are forgotten with it by whoever works them off."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, UUID]] = []

    async def defer(self, session: AsyncSession, task: str, *, lock: str, **arguments: str) -> None:
        """See `JobQueue`."""
        await self.defer_all(session, task, [(lock, arguments)])

    async def defer_all(
        self, session: AsyncSession, task: str, jobs: Sequence[tuple[str, Mapping[str, str]]]
    ) -> None:
        """See `JobQueue`."""
        self.jobs += [(task, UUID(subject)) for _, arguments in jobs for subject in arguments.values()]


class Told:
    """Remembers what was told, in the order in which it was."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    async def prepare(self, session: AsyncSession, conversation_id: UUID | None) -> None:
        """See `Teller`."""

    async def tell(self, session: AsyncSession, outcome: Outcome) -> None:
        """See `Teller`."""
        self.outcomes.append(outcome)

    async def hand_over(self, session: AsyncSession, receipt: DocumentView) -> None:
        """See `Teller`."""

    @property
    def kinds(self) -> list[str]:
        """What was told."""
        return [outcome.kind.value for outcome in self.outcomes]


@dataclass
class Counter:
    """All parts of a payment in one hand."""

    sessions: async_sessionmaker[AsyncSession]
    provider: FakeProvider = field(default_factory=FakeProvider)
    queue: HeldQueue = field(default_factory=HeldQueue)
    told: Told = field(default_factory=Told)
    now: datetime = NOW

    @property
    def ports(self) -> PaymentPorts:
        """As the composition root would fill them."""
        return PaymentPorts(
            sessions=self.sessions,
            queue=self.queue,
            providers={self.provider.name: self.provider},
            address="https://altamar.example",
            teller=self.told,
            clock=lambda: self.now,
        )

    async def book(self, **wishes: Any) -> BookingView:
        """A booking on hold: two nights in a hotel that no other booking of these tests wants, unless wished otherwise."""
        start = date(2027, 5, 10) + timedelta(days=2 * next(STAYS))
        usual = {"start_on": start, "end_on": start + timedelta(days=2), "interest": Interest.HOTEL}
        async with self.sessions.begin() as session:
            return await booked(session, now=self.now, **{**usual, **wishes})

    async def balance(self, account: str, currency: str = "USD") -> int:
        """What stands on an account, in minor units."""
        async with self.sessions() as session:
            return (await ledger.balance(session, account, currency)).amount

    async def booking(self, booking: BookingView) -> BookingView:
        """As it is now."""
        async with self.sessions() as session:
            return await service.bookings.get_by_id(session, booking_id=booking.id)

    async def ask(self, booking: BookingView, kind: PaymentKind = PaymentKind.DEPOSIT) -> PaymentView:
        """A link to pay by."""
        async with self.sessions.begin() as session:
            asked = await service.request_payment(
                session,
                self.queue,
                booking_id=booking.id,
                kind=kind,
                provider=self.provider.name,
                now=self.now,
                providers=self.ports.providers,
            )
        return await calling.make_link(self.ports, payment_id=asked.id)

    async def pay(self, payment: PaymentView, amount: int | None = None, currency: str | None = None) -> str:
        """The traveller pays, and nobody has told us yet; the link's reference."""
        link = self.provider.link_of(payment.id).link
        paid = Money(payment.amount.amount if amount is None else amount, currency or payment.amount.currency)
        self.provider.pay(link.reference, paid, at=self.now)
        return link.reference

    async def paid(self, booking: BookingView, kind: PaymentKind = PaymentKind.DEPOSIT) -> str:
        """They pay by a new link, and we are told; its reference."""
        reference = await self.pay(await self.ask(booking, kind))
        await self.notify(reference)
        await self.work()
        return reference

    async def give_back(
        self, booking: BookingView, cents: int, request_id: UUID | None = None
    ) -> list[RefundView]:
        """Somebody of the team gives a part of a booking's money back."""
        async with self.sessions.begin() as session:
            return await request_refund(
                session,
                self.queue,
                booking_id=booking.id,
                request_id=request_id,
                amount=Money(cents, "USD"),
                reason="kindness",
                now=self.now,
            )

    async def lapse(self) -> None:
        """A day later nobody waits for the deposit any more."""
        self.now += timedelta(hours=25)
        async with self.sessions.begin() as session:
            await expire_bookings(session, now=self.now)

    async def notify(self, reference: str, event_id: str | None = None) -> None:
        """The provider's webhook comes."""
        slip = self.provider.slip(reference, event_id=event_id, at=self.now)
        notice = self.provider.verify(headers=slip.headers, query={}, body=slip.body, now=self.now)
        await receive(self.ports, [Delivered(self.provider.name, notice, slip.body)])

    async def work(self, *, later: timedelta = timedelta(seconds=11)) -> None:
        """Every job that waits is done, and those that come of them; those that must wait stay."""
        self.now += later
        waiting, self.queue.jobs = self.queue.jobs, []
        again = []
        for task, subject in waiting:
            try:
                await self.run(task, subject)
            except ProviderDown:
                again.append((task, subject))
        if self.queue.jobs:
            await self.work(later=timedelta())
        self.queue.jobs += again

    async def run(self, task: str, subject: UUID) -> None:
        """One job."""
        works = {CALL_PROVIDER: working.call_provider, SETTLE_NOTICE: settling.settle_notice}
        await works[task](self.ports, subject)
