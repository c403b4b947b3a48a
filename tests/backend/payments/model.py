"""The rules of money once more, written from their description in plain words and numbers, sharing nothing with the code
that they judge: what a link, a booking and a traveller should have come to.

One hotel that only ever has room for one of these bookings a night; amounts in minor units of USD unless said otherwise.
"""

from __future__ import annotations

from collections import Counter as Bag
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LIMA = ZoneInfo("America/Lima")
Told = tuple[str, int, int]
"""What was said of what amount, and how much of it goes back."""


@dataclass
class Taken:
    """Money at the provider; ``known`` once we have heard of it."""

    name: str
    amount: int
    currency: str
    at: datetime
    fee: int
    rule: str | None = None
    back: list[int] = field(default_factory=list)
    given: int = 0
    ended: bool = False
    """Whether it was to go back at the deadline."""
    dispute: str | None = None
    heard: str | None = None


@dataclass
class Way:
    """A link to pay by."""

    trip: Trip | None
    kind: str
    amount: int
    ends: datetime
    asked: datetime
    state: str = "open"
    there: str = "open"
    """How it stands at the provider, where nothing was taken by it."""
    failure: str | None = None
    noted: str | None = None
    ending: bool = False
    taken: list[Taken] = field(default_factory=list)


@dataclass
class Trip:
    """A booking."""

    name: str
    night: date
    total: int
    deadline: datetime
    state: str = "ON_HOLD"
    keeps: bool = True
    confirmed: bool = False
    penalty: int = 0
    ways: list[Way] = field(default_factory=list)

    @property
    def deposit(self) -> int:
        return (self.total * 30 + 50) // 100

    @property
    def known(self) -> list[Taken]:
        return [one for way in self.ways for one in way.taken if one.rule is not None]

    @property
    def kept(self) -> int:
        ours = [one for one in self.known if one.currency == "USD"]
        return sum(one.amount - sum(one.back) - (one.amount if one.heard == "lost" else 0) for one in ours)

    @property
    def sales_end(self) -> datetime:
        return datetime.combine(self.night, time(12), LIMA) - timedelta(hours=24)


def left_of(one: Taken) -> int:
    """What can still go back."""
    return 0 if one.heard in ("open", "lost") else one.amount - sum(one.back)


class World:
    """All trips, and what people were told of each."""

    def __init__(self) -> None:
        self.trips: list[Trip] = []
        self.lone: list[Way] = []
        self.told: dict[str | None, Bag[Told]] = defaultdict(Bag)
        self.todo: list[tuple[Way | None, Taken | None, int]] = []
        self.now = datetime.min

    def is_free(self, night: date) -> bool:
        """Whether the night's rooms can be had; who is past the deadline makes way."""
        return not any(
            trip.keeps and not (trip.state == "ON_HOLD" and trip.deadline <= self.now)
            for trip in self.trips
            if trip.night == night
        )

    def make_way(self, night: date) -> None:
        for trip in self.trips:
            if trip.night == night and trip.state == "ON_HOLD" and trip.deadline <= self.now:
                trip.keeps = False

    def offers(self, trip: Trip) -> dict[str, int]:
        """What can be paid."""
        left = trip.total - trip.kept
        if left <= 0:
            return {}
        if trip.state == "CONFIRMED":
            return {"balance": left}
        if trip.state != "ON_HOLD" or self.now >= trip.deadline:
            return {}
        first = trip.deposit - trip.kept
        return {"deposit": first, "full": left} if 0 < first < left else {"full": left}

    def hear(self, way: Way) -> None:
        """We learn how a link stands."""
        for one in sorted(way.taken, key=lambda one: (one.at, one.name)):
            if one.rule is None:
                self._receive(way, one)
        for one in way.taken:
            if one.rule is not None and one.dispute and one.heard != one.dispute:
                one.heard = one.dispute
                words = {"open": "dispute_opened", "won": "dispute_won", "lost": "dispute_lost"}
                if one.dispute == "won" and way.trip and way.trip.state == "CANCELLED":
                    self.give_some(way.trip, self._due(way.trip))
                self._tell(way.trip, words[one.dispute], one.amount)

        if way.trip is not None and not way.taken and way.state in ("open", "processing"):
            self._follow(way.trip, way)

    def _follow(self, trip: Trip, way: Way) -> None:
        """Nothing has come yet: it may be on its way, or was not taken."""
        if way.there == "open" and way.failure not in (None, way.noted):
            over = way.ends <= self.now or way.ending
            way.state, way.noted = "failed" if over else "open", way.failure
            self._tell(trip, "failed", way.amount)
            self._end_ways(trip)
        elif way.there == "processing" and way.state != "processing":
            way.state, way.noted = "processing", None
            self._tell(trip, "processing", way.amount)
            self._end_ways(trip)
        elif way.there == "expired":
            way.state = "expired"

    def _receive(self, way: Way, one: Taken) -> None:
        trip = way.trip
        if trip is None:
            one.rule = "unclaimed"
            self._tell(None, "unclaimed", one.amount)
            return
        rule, back = self._rule(trip, way, one)
        one.rule, way.state = rule, "paid"
        if back:
            self._give(one, back)
        self._tell(trip, rule, one.amount, back)
        self._end_ways(trip)

    def _rule(self, trip: Trip, way: Way, one: Taken) -> tuple[str, int]:
        kept, amount = trip.kept, one.amount
        if one.currency != "USD":
            return "other_currency", amount
        if trip.state == "CANCELLED":
            return "cancelled", amount
        if kept >= trip.total:
            return "duplicate", amount
        surplus = max(0, kept + amount - trip.total)
        if trip.state == "CONFIRMED":
            if way.kind == "deposit":
                return "duplicate", amount
            if surplus:
                return "over", surplus
            return "balance", 0
        # A link for the rest of a deposit counts on the first part.
        whole = not any(one.back or one.heard == "lost" for one in trip.known if one.currency == "USD")
        enough = kept + amount >= trip.deposit or (amount >= way.amount and whole)
        in_time = trip.state == "ON_HOLD" and self.now < trip.deadline
        if not in_time:
            if not enough or self.now >= trip.sales_end or not self._retake(trip):
                return "late", amount
            return "retaken", surplus
        if not enough:
            return "short", 0
        trip.state, trip.confirmed = "CONFIRMED", True
        return ("over" if surplus else "settled"), surplus

    def _retake(self, trip: Trip) -> bool:
        if not trip.keeps:
            if not self.is_free(trip.night):
                return False
            self.make_way(trip.night)
        trip.state, trip.confirmed, trip.keeps = "CONFIRMED", True, True
        return True

    def _end_ways(self, trip: Trip) -> None:
        for way in sorted(trip.ways, key=lambda way: way.asked, reverse=True):
            if way.state in ("open", "failed") and way.amount > self.offers(trip).get(way.kind, 0):
                self._end(way)

    def _end(self, way: Way) -> None:
        if not way.ending:
            way.ending = True
            self.todo.append((way, None, 0))

    def _give(self, one: Taken, amount: int) -> None:
        one.back.append(amount)
        self.todo.append((None, one, amount))

    def give_some(self, trip: Trip, amount: int) -> None:
        """Back of the newest first."""
        for one in sorted(trip.known, key=lambda one: (-one.at.timestamp(), one.name)):
            part = min(left_of(one), amount) if one.currency == "USD" else 0
            if part > 0:
                self._give(one, part)
                amount -= part

    def work(self) -> None:
        """What follows is done: links end and are looked at once more, money goes back."""
        while self.todo:
            way, one, amount = self.todo.pop(0)
            if way is not None:
                way.there = "expired" if way.there == "open" else way.there
                self.hear(way)
                way.state = "expired" if way.state in ("open", "failed") else way.state
            elif one is not None:
                trip = next(trip for trip in self.trips if one in trip.known)
                if one.heard in ("open", "lost"):
                    one.back.remove(amount)
                    self._tell(trip, "refund_failed", amount)
                else:
                    one.given += amount
                    self._tell(trip, "refunded", amount)

    def cancel(self, trip: Trip) -> int:
        """What goes back."""
        trip.penalty = self._penalty(trip) if trip.state == "CONFIRMED" else 0
        back = self._due(trip)
        trip.state, trip.keeps = "CANCELLED", False
        self._end_ways(trip)
        self.give_some(trip, back)
        return back

    def _due(self, trip: Trip) -> int:
        """What cancelling leaves, of what no bank has."""
        most = sum(left_of(one) for one in trip.known if one.currency == "USD")
        return max(0, min(trip.kept - trip.penalty, most))

    def _penalty(self, trip: Trip) -> int:
        days = (trip.night - self.now.astimezone(LIMA).date()).days
        return 0 if days >= 7 else (trip.total + 1) // 2 if days >= 2 else trip.total

    def minute(self) -> None:
        """Deadlines pass."""
        for trip in self.trips:
            if trip.state == "ON_HOLD" and trip.deadline <= self.now:
                trip.state, trip.keeps = "EXPIRED", False
        open_ways = [way for trip in self.trips for way in trip.ways if way.state in ("open", "failed")]
        for way in sorted(open_ways, key=lambda way: (way.ends, way.asked)):
            if way.ends <= self.now:
                self._end(way)
        for trip in self.trips:
            mine = [one for one in trip.known if one.currency == "USD" and left_of(one)]
            if trip.state == "EXPIRED" and any(one.rule == "short" and not one.ended for one in mine):
                amount = sum(left_of(one) for one in mine)
                for one in mine:
                    one.ended = True
                self.give_some(trip, amount)
                self._tell(trip, "refund_requested", amount, amount)

    def books(self) -> dict[tuple[str, str], int]:
        """What should stand on the accounts that only money and bookings move."""
        books: dict[tuple[str, str], int] = defaultdict(int)
        for trip in self.trips:
            mine = (f"booking:{trip.name}", "USD")
            if trip.confirmed:
                books[mine] += trip.total
                if trip.state == "CANCELLED":
                    books[mine] -= trip.total - trip.penalty
                    books["penalties", "USD"] -= trip.penalty
            for one in trip.known:
                self._write(books, mine[0], one)
        for way in self.lone:
            for one in way.taken:
                if one.rule is not None:
                    self._write(books, "unclaimed", one)
        return {account: amount for account, amount in books.items() if amount}

    def _write(self, books: dict[tuple[str, str], int], whose: str, one: Taken) -> None:
        money, gone = one.currency, one.heard in ("open", "lost")
        books[whose, money] += one.given - one.amount + (one.amount if one.heard == "lost" else 0)
        books["provider:fake", money] += one.amount - one.given - one.fee - (one.amount if gone else 0)
        books["fees:fake", money] += one.fee
        books["disputes:fake", money] += one.amount if one.heard == "open" else 0

    def _tell(self, trip: Trip | None, what: str, amount: int, back: int = 0) -> None:
        self.told[trip.name if trip else None][what, amount, back] += 1
