"""Thousands of events on hundreds of bookings, in the real database and in the model at once."""

from __future__ import annotations

import os
import random
from collections import Counter as Bag
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from backend.bookings.models import Booking
from backend.bookings.schemas import BookingView
from backend.bookings.service import expire_bookings
from backend.errors import BookingExpired, NotPayable
from backend.ledger.service import balances, trial_balance
from backend.money import Money
from backend.payments import service, working
from backend.payments.models import Capture
from backend.payments.ports import CALL_PROVIDER, ProviderDown, TheirRefund, TheirState
from backend.payments.providers.fake import FakeProvider
from backend.payments.reconciling import reconcile
from backend.payments.schemas import PaymentKind
from backend.quotes.schemas import Party
from tests.backend.conftest import NOW
from tests.backend.payments.counter import Counter
from tests.backend.payments.model import Taken, Told, Trip, Way, World, left_of

FIRST_NIGHT = date(2027, 3, 8)
DOINGS = {
    "ask": 18, "pay": 20, "voucher": 6, "notify": 22, "settle": 24, "later": 3, "minute": 4, "book": 12, "cancel": 3,
    "refund": 3, "dispute": 3, "decide": 2, "lone": 1, "reconcile": 0.3,
}  # fmt: skip


class FlakyProvider(FakeProvider):
    """Loses requests and answers now and then."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance

    async def refund(self, key: UUID, capture_id: str, amount: Money, *, again: bool = False) -> TheirRefund:
        """See `PaymentProvider`."""
        lost = self._chance.random()
        if lost < 0.1:
            raise ProviderDown("lost_request")
        done = await super().refund(key, capture_id, amount)
        if lost < 0.2:
            raise ProviderDown("lost_answer")
        return done


@dataclass
class Storm:
    """Whatever happens is done to both, then both are compared."""

    counter: Counter
    chance: random.Random
    nights: int
    most: int
    world: World = field(default_factory=World)
    views: dict[str, BookingView] = field(default_factory=dict)
    links: list[tuple[str, Way]] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)
    answered: set[tuple[str, str]] = field(default_factory=set)
    done: Bag[str] = field(default_factory=Bag)

    async def run(self, events: int) -> None:
        """So many events, then everything that was lost is found by comparing both lists."""
        names, weights = list(DOINGS), list(DOINGS.values())
        for number in range(events):
            await self.step(timedelta(seconds=self.chance.randint(1, 120)))
            what = self.chance.choices(names, weights)[0]
            await getattr(self, what)()
            await self.work()
            self.done[what] += 1
            if number % max(events // 10, 1) == 0:
                await self.adds_up()
        await self.reconcile()
        await self.work()

    async def step(self, by: timedelta) -> None:
        self.counter.now += by
        self.world.now = self.counter.now

    async def work(self) -> None:
        """What providers are to be asked is asked until they answer; webhooks wait for their turn."""
        queue = self.counter.queue
        while calls := [job for job in queue.jobs if job[0] == CALL_PROVIDER]:
            queue.jobs.remove(calls[0])
            while True:
                try:
                    await self.counter.run(*calls[0])
                    break
                except ProviderDown:
                    continue
        self.world.work()

    async def book(self) -> None:
        night = FIRST_NIGHT + timedelta(days=self.chance.randrange(self.nights))
        latest = self.world.now.date() + timedelta(days=3)
        if len(self.world.trips) >= self.most or night < latest or not self.world.is_free(night):
            return
        made = await self.counter.book(party=Party(6), start_on=night, end_on=night + timedelta(days=1))
        assert made.expires_at is not None
        self.world.make_way(night)
        self.world.trips.append(Trip(made.reference, night, made.total.amount, made.expires_at))
        self.views[made.reference] = made

    async def ask(self) -> None:
        if (trip := self._trip()) is None:
            return
        kind = self.chance.choice(["deposit", "deposit", "full", "balance", "balance"])
        amount = self.world.offers(trip).get(kind)
        try:
            made = await self.counter.ask(self.views[trip.name], PaymentKind(kind))
        except (NotPayable, BookingExpired):
            assert amount is None
            return
        assert amount == made.amount.amount
        reference = self.counter.provider.link_of(made.id).link.reference
        if all(known != reference for known, _ in self.links):
            way = Way(trip, kind, amount, made.expires_at, self.counter.now)
            trip.ways.append(way)
            self.links.append((reference, way))

    async def pay(self) -> None:
        payable = [(reference, way) for reference, way in self.links[-40:] if way.trip]
        if not payable:
            return
        unpaid = [(reference, way) for reference, way in payable if not way.taken]
        reference, way = self.chance.choice(unpaid if unpaid and self.chance.random() < 0.8 else payable)
        off = self.chance.random()
        amount, currency = way.amount, "USD"
        if off < 0.16:
            amount = max(1, amount * self.chance.randint(10, 99) // 100)
        elif off < 0.24:
            amount += self.chance.randint(1, 90_000)
        elif off < 0.28:
            currency = "EUR"
        await self._paid(reference, way, amount, currency)

    async def _paid(self, reference: str, way: Way, amount: int, currency: str) -> None:
        fee = amount // 30
        taken = self.counter.provider.pay(
            reference, Money(amount, currency), at=self.counter.now, fee=Money(fee, currency)
        )
        way.taken.append(Taken(taken.payment_id, amount, currency, self.counter.now, fee))
        if self.chance.random() < 0.75:
            await self._notify(reference)

    async def voucher(self) -> None:
        """Somebody takes a voucher to pay in cash, or one runs out."""
        waiting = [
            (ref, way) for ref, way in self.links if not way.taken and way.state in ("open", "processing")
        ]
        if not waiting:
            return
        reference, way = self.chance.choice(waiting[-12:])
        link = self.counter.provider.links[reference]
        if way.there == "open":
            way.there, way.failure = "processing", None
        elif way.there == "processing":
            way.there, way.failure = "open", f"expired-{self.done['voucher']}"
        link.state, link.failure = TheirState(way.there), way.failure
        await self._notify(reference)

    async def lone(self) -> None:
        reference = f"lone-{len(self.world.lone)}"
        made = self.counter.provider.pay_unasked(Money(1, "PEN"), at=self.counter.now)
        self.counter.provider.links[reference] = self.counter.provider.links.pop(made)
        self.counter.provider.links[reference].captures.clear()
        way = Way(None, "", 0, self.counter.now, self.counter.now)
        self.world.lone.append(way)
        self.links.append((reference, way))
        await self._paid(reference, way, self.chance.randint(100, 9_000), "PEN")

    async def notify(self) -> None:
        """A webhook, perhaps one that came before, perhaps of nothing new."""
        if self.links:
            await self._notify(self.chance.choice(self.links[-60:])[0])

    async def _notify(self, reference: str) -> None:
        event_id = self.chance.choice([f"{reference}-1", f"{reference}-{self.counter.now.timestamp()}"])
        before = len(self.counter.queue.jobs)
        await self.counter.notify(reference, event_id=event_id)
        if len(self.counter.queue.jobs) > before:
            self.notices.append((reference, event_id))

    async def settle(self) -> None:
        """Some webhook has its turn, in no order."""
        if not self.counter.queue.jobs:
            return
        place = self.chance.randrange(len(self.counter.queue.jobs))
        job, notice = self.counter.queue.jobs.pop(place), self.notices.pop(place)
        if self.chance.random() < 0.05:
            return  # Its job is lost with the database's backup: the comparison finds what it was about.
        await self.counter.run(*job)
        if notice not in self.answered:
            reference, _ = notice
            self.world.hear(self._way(reference))
            # One answer settles all that came before it.
            self.answered |= {each for each in self.notices if each[0] == reference}

    async def later(self) -> None:
        await self.step(timedelta(hours=self.chance.choice([1, 3, 8])))

    async def minute(self) -> None:
        async with self.counter.sessions.begin() as session:
            while await expire_bookings(session, now=self.counter.now):
                pass
        await working.expire_links(self.counter.ports)
        self.world.minute()

    async def cancel(self) -> None:
        trip = self._trip()
        if trip is None or trip.state not in ("ON_HOLD", "CONFIRMED"):
            return
        async with self.counter.sessions.begin() as session:
            cancelled = await service.cancel_booking(
                session,
                self.counter.queue,
                booking_id=self.views[trip.name].id,
                now=self.counter.now,
                terms=self.counter.ports.terms,
            )
        assert cancelled.refund.amount == self.world.cancel(trip)

    async def refund(self) -> None:
        trip = self._trip()
        most = sum(left_of(one) for one in trip.known if one.currency == "USD") if trip else 0
        if trip is None or not most:
            return
        amount = self.chance.randint(1, most)
        await self.counter.give_back(self.views[trip.name], amount)
        self.world.give_some(trip, amount)

    async def dispute(self) -> None:
        found = [(ref, way, one) for ref, way in self.links[-60:] if way.trip for one in way.taken]
        if not found:
            return
        reference, _, one = self.chance.choice(found)
        if one.dispute is None:
            link = self.counter.provider.links[reference]
            self.counter.provider.dispute(reference, link.captures[one.name], at=self.counter.now)
            one.dispute = "open"
            await self._notify(reference)

    async def decide(self) -> None:
        found = [(ref, one) for ref, way in self.links for one in way.taken if one.dispute == "open"]
        if found:
            reference, one = self.chance.choice(found)
            (dispute,) = [
                each
                for each in self.counter.provider.links[reference].disputes.values()
                if each.payment_id == one.name
            ]
            one.dispute = self.chance.choice(["won", "lost"])
            self.counter.provider.decide(reference, dispute, one.dispute)
            await self._notify(reference)

    async def reconcile(self) -> None:
        """Both lists, from the first day on."""
        until = self.counter.now + timedelta(seconds=1)
        await reconcile(self.counter.ports, since=NOW - timedelta(days=1), until=until)
        for reference in self.counter.provider.links:
            way = self._way(reference)
            if way.taken or way.state == "processing":
                self.world.hear(way)

    async def adds_up(self) -> None:
        async with self.counter.sessions() as session:
            assert not any((await trial_balance(session)).values())

    async def compare(self) -> None:
        """Final states, rules, books, and what people were told."""
        async with self.counter.sessions() as session:
            names = list(self.views)
            states = dict(
                (await session.execute(
                    select(Booking.reference, Booking.state).where(Booking.reference.in_(names))
                )).all()
            )  # fmt: skip
            mine = select(Capture.provider_payment_id, Capture.rule)
            taken = [one for _, way in self.links for one in way.taken]
            wanted = mine.where(Capture.provider_payment_id.in_([one.name for one in taken]))
            rules = dict((await session.execute(wanted)).all())
            books = {
                (line.account, line.amount.currency): line.amount.amount
                for prefix in (
                    "booking:",
                    "provider:fake",
                    "fees:fake",
                    "disputes:fake",
                    "unclaimed",
                    "penalties",
                )
                for line in await balances(session, prefix)
            }
            kept = {
                name: (
                    await service.payable(
                        session,
                        booking_id=view.id,
                        now=self.counter.now,
                        providers=self.counter.ports.providers,
                    )
                ).paid.amount
                for name, view in self.views.items()
            }
        assert kept == {trip.name: trip.kept for trip in self.world.trips}
        assert states == {trip.name: trip.state for trip in self.world.trips}
        assert rules == {one.name: one.rule for one in taken if one.rule}
        assert books == self.world.books()
        told: dict[str | None, Bag[Told]] = defaultdict(Bag)
        for outcome in self.counter.told.outcomes:
            back = outcome.refund.amount if outcome.refund else 0
            name = outcome.booking.reference if outcome.booking else None
            told[name][outcome.kind.value, outcome.amount.amount, back] += 1
        assert told == {name: bag for name, bag in self.world.told.items() if bag}
        await self.adds_up()

    def _trip(self) -> Trip | None:
        """One of the newer ones, more often than not one that can still become something."""
        newer = self.world.trips[-80:]
        living = [trip for trip in newer if self.world.offers(trip)]
        if living and self.chance.random() < 0.8:
            return self.chance.choice(living)
        return self.chance.choice(newer) if newer else None

    def _way(self, reference: str) -> Way:
        return next(way for known, way in self.links if known == reference)


def size() -> tuple[int, int]:
    """(events, bookings): a short form unless STORM_EVENTS says otherwise."""
    events = int(os.environ.get("STORM_EVENTS", "700"))
    return events, max(events // 20, 60)
