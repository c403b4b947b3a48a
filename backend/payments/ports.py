"""What payments need from outside: whoever takes the money, and work that is done after the commit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.documents.schemas import DocumentView
from backend.jobs import JobQueue as JobQueue
from backend.money import Money
from backend.payments.schemas import Outcome
from backend.terms import DEFAULT_TERMS, Terms

SETTLE_NOTICE = "settle_notice"
CALL_PROVIDER = "call_provider"
RECONCILE = "reconcile"


class NoJobs:
    """A `JobQueue` where there is no provider to ask."""

    async def defer(self, session: AsyncSession, task: str, *, lock: str, **arguments: str) -> None:
        """See `JobQueue`."""

    async def defer_all(
        self, session: AsyncSession, task: str, jobs: Sequence[tuple[str, Mapping[str, str]]]
    ) -> None:
        """See `JobQueue`."""


@dataclass(frozen=True, slots=True)
class LinkWish:
    """What a link is to be made for; ``key`` is the idempotency key, ``payment_id`` comes back with everything."""

    key: UUID
    payment_id: UUID
    amount: Money
    title: str
    email: str
    language: str
    expires_at: datetime
    return_url: str
    notify_url: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where the traveller pays; ``reference`` is the provider's id of it, ``expires_at`` when it ends there (UTC)."""

    reference: str
    url: str
    expires_at: datetime


class TheirState(StrEnum):
    """How far a payment has come at a provider, whatever it calls it there."""

    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class TheirCapture:
    """Money that a provider took, once; ``fee`` is what it keeps of it, in the amount's currency, None where it does not
    say yet. ``payment_id`` is what `refund` asks for.
    """

    payment_id: str
    amount: Money
    fee: Money | None
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class TheirRefund:
    """Money that a provider gives back: `pending`, `done` or `failed`; ``key`` is ours where we asked for it and the
    provider tells it again.
    """

    refund_id: str
    payment_id: str
    amount: Money
    state: str
    at: datetime
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class TheirDispute:
    """A traveller's bank wants the money back: `open`, `won` or `lost` by us."""

    dispute_id: str
    payment_id: str
    amount: Money
    state: str
    reason: str | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class TheirPayment:
    """All that a provider says of one link, or of money without a link of ours (``our_id`` None).

    Whose it is says ``our_id`` first: ``reference`` is the link's where the provider tells it, else that of what was taken.
    """

    provider: str
    reference: str
    our_id: UUID | None
    state: TheirState
    captures: tuple[TheirCapture, ...] = ()
    refunds: tuple[TheirRefund, ...] = ()
    disputes: tuple[TheirDispute, ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A webhook that is the provider's: its id there, what it is about, and what to `fetch`; None concerns nobody."""

    event_id: str
    kind: str
    reference: str | None

    def __post_init__(self) -> None:
        """NoticeForged where it holds what no provider writes, and no database keeps."""
        try:
            if b"\0" in f"{self.event_id}{self.kind}{self.reference or ''}".encode():
                raise ValueError("a zero byte")
        except ValueError as error:
            raise NoticeForged("unreadable") from error


class NoticeForged(Exception):
    """Nobody but the provider may tell us; ``reason``: `unsigned`, `forged`, `stale`, `unreadable`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ProviderDown(Exception):
    """It could not be asked, or did not answer properly; whether it did what was asked is not known."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after


class ProviderRefused(Exception):
    """It will never do it; ``reason`` is its own code or a word of ours."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PaymentProvider(Protocol):
    """Whoever takes the money. Every call may raise ProviderDown or ProviderRefused; none is made inside a transaction."""

    name: str
    currencies: frozenset[str]
    countries: frozenset[str]
    """ISO 3166; empty: all."""
    shortest_link: float
    """Seconds that a link lives at least there; ours is expired explicitly where it ends sooner."""
    lists: bool
    """Whether `list_between` knows everything; where not, it lists nothing, and what is ours is fetched one by one."""

    async def create_link(self, wish: LinkWish) -> Link:
        """A link; the same ``key`` again gives the same."""
        ...

    async def fetch(self, reference: str) -> TheirPayment:
        """What stands there now, by the link's reference, a capture's id or what a notice named; ProviderRefused `unknown`
        where it is another account's, or nobody's.
        """
        ...

    async def expire(self, reference: str) -> None:
        """Ends a link; one that has ended or was paid stays as it is."""
        ...

    async def refund(self, key: UUID, capture_id: str, amount: Money, *, again: bool = False) -> TheirRefund:
        """Gives money back; the same ``key`` again does nothing more. ``again``: it was asked for before, perhaps by a
        process that died before it had the answer.
        """
        ...

    def verify(
        self, *, headers: Mapping[str, str], query: Mapping[str, str], body: bytes, now: datetime
    ) -> Notice | None:
        """What a webhook is about, once it is proved to be the provider's; NoticeForged. Names of ``headers`` are in lower
        case. None: neither proved nor of any use, but to be expected; it is answered 2xx, and nothing is kept.
        """
        ...

    def list_between(self, since: datetime, until: datetime) -> AsyncIterator[TheirPayment]:
        """Everything that was paid, refunded or disputed there in that time, for the daily comparison."""
        ...

    async def aclose(self) -> None:
        """Closes connections."""
        ...


Providers = Mapping[str, PaymentProvider]
Listed = Sequence[TheirPayment]


class Teller(Protocol):
    """Whoever tells people what became of their money (`conversations/paying/telling.py`)."""

    async def prepare(self, session: AsyncSession, conversation_id: UUID | None) -> None:
        """Takes the locks that `tell` needs, before those of the booking: everybody takes them in this order."""
        ...

    async def tell(self, session: AsyncSession, outcome: Outcome) -> None:
        """Tells the traveller, and a person where one has to know, inside the session's transaction."""
        ...

    async def hand_over(self, session: AsyncSession, receipt: DocumentView) -> None:
        """Has a receipt sent to whoever paid, once the session's transaction commits."""
        ...


class Silent:
    """Tells nobody."""

    async def prepare(self, session: AsyncSession, conversation_id: UUID | None) -> None:
        """See `Teller`."""

    async def tell(self, session: AsyncSession, outcome: Outcome) -> None:
        """See `Teller`."""

    async def hand_over(self, session: AsyncSession, receipt: DocumentView) -> None:
        """See `Teller`."""


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPorts:
    """What payments need from outside, filled once by the composition root; ``address`` is where people reach the app."""

    sessions: async_sessionmaker[AsyncSession]
    queue: JobQueue
    providers: Providers
    address: str
    teller: Teller = field(default_factory=Silent)
    terms: Terms = DEFAULT_TERMS
    clock: Callable[[], datetime] = utc_now

    def provider(self, name: str) -> PaymentProvider:
        """A provider by name; ProviderDown while it is not set up, for it may be again."""
        if name not in self.providers:
            raise ProviderDown("not_set_up")
        return self.providers[name]
