"""A `PaymentProvider` in memory: people pay at it by `pay`, and its webhooks are the `Slip`s that it writes."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from backend.money import Money
from backend.payments.ports import (
    Link,
    LinkWish,
    Notice,
    NoticeForged,
    ProviderRefused,
    TheirCapture,
    TheirDispute,
    TheirPayment,
    TheirRefund,
    TheirState,
)

SIGNATURE = "x-fake-signature"
TOLERANCE = 300.0
"""Seconds that a webhook may be old."""


@dataclass(slots=True)
class FakeLink:
    """A link and all that became of it."""

    wish: LinkWish | None
    link: Link
    state: TheirState = TheirState.OPEN
    captures: dict[str, TheirCapture] = field(default_factory=dict)
    refunds: dict[str, TheirRefund] = field(default_factory=dict)
    disputes: dict[str, TheirDispute] = field(default_factory=dict)
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """A webhook on its way."""

    headers: dict[str, str]
    body: bytes


class FakeProvider:
    """Does what it is asked, once for each key; `trouble` is raised by the next call, before or after it did so."""

    currencies = frozenset({"USD", "EUR", "CLP", "PEN"})
    countries: frozenset[str] = frozenset()
    shortest_link = 0.0
    lists = True

    def __init__(self, name: str = "fake", *, secret: str = "fake") -> None:
        self.name, self._secret = name, secret
        self.links: dict[str, FakeLink] = {}
        self.trouble: list[tuple[str, Exception]] = []
        """(`before` or `after`, what to raise), one for each call to come."""
        self.calls = 0
        self._keys: dict[UUID, str] = {}

    def link_of(self, payment_id: UUID) -> FakeLink:
        """The link that was made for a payment."""
        return next(one for one in self.links.values() if one.wish and one.wish.payment_id == payment_id)

    def pay(
        self, reference: str, amount: Money | None = None, *, at: datetime, fee: Money | None = None
    ) -> TheirCapture:
        """Somebody pays: what was wished, or something else, even where the link has ended."""
        link = self.links[reference]
        wished = link.wish.amount if link.wish else None
        paid = amount or wished
        if paid is None:
            raise ProviderRefused("no_amount")
        capture = TheirCapture(f"{reference}-c{len(link.captures) + 1}", paid, fee, at)
        link.captures[capture.payment_id] = capture
        link.state = TheirState.PAID
        return capture

    def pay_unasked(self, amount: Money, *, at: datetime) -> str:
        """Money comes that belongs to no link of ours; its reference."""
        reference = f"lone-{uuid.uuid4()}"
        self.links[reference] = FakeLink(None, Link(reference, "", at))
        self.pay(reference, amount, at=at)
        return reference

    def dispute(self, reference: str, capture: TheirCapture, *, at: datetime) -> TheirDispute:
        """A bank wants a capture back."""
        made = TheirDispute(
            f"{capture.payment_id}-d", capture.payment_id, capture.amount, "open", "fraudulent", at
        )
        self.links[reference].disputes[made.dispute_id] = made
        return made

    def decide(self, reference: str, dispute: TheirDispute, state: str) -> None:
        """A dispute is `won` or `lost` by us."""
        self.links[reference].disputes[dispute.dispute_id] = replace(dispute, state=state)

    def slip(self, reference: str, *, event_id: str | None = None, at: datetime) -> Slip:
        """A webhook about a link, signed now."""
        told = {"id": event_id or str(uuid.uuid4()), "reference": reference, "at": at.timestamp()}
        body = json.dumps(told).encode()
        return Slip({SIGNATURE: self._sign(body)}, body)

    async def create_link(self, wish: LinkWish) -> Link:
        """See `PaymentProvider`."""
        self._begin()
        if wish.key not in self._keys:
            reference = f"{self.name}-{wish.payment_id}"
            link = Link(reference, f"https://{self.name}.example/{reference}", wish.expires_at)
            self._keys[wish.key] = reference
            self.links[reference] = FakeLink(wish, link)
        self._end()
        return self.links[self._keys[wish.key]].link

    async def fetch(self, reference: str) -> TheirPayment:
        """See `PaymentProvider`."""
        self._begin()
        captured = (link for link, one in self.links.items() if reference in one.captures)
        known = reference if reference in self.links else next(captured, None)
        if known is None:
            raise ProviderRefused("unknown")
        self._end()
        return self._told(known)

    async def expire(self, reference: str) -> None:
        """See `PaymentProvider`."""
        self._begin()
        if reference not in self.links:
            raise ProviderRefused("unknown")
        link = self.links[reference]
        if link.state is TheirState.OPEN:
            link.state = TheirState.EXPIRED
        self._end()

    async def refund(self, key: UUID, capture_id: str, amount: Money, *, again: bool = False) -> TheirRefund:
        """See `PaymentProvider`."""
        self._begin()
        link = next(one for one in self.links.values() if capture_id in one.captures)
        if (known := self._keys.get(key)) is None:
            gone = sum(one.amount.amount for one in link.refunds.values() if one.payment_id == capture_id)
            capture = link.captures[capture_id]
            if gone + amount.amount > capture.amount.amount:
                raise ProviderRefused("more_than_was_taken")
            known = self._keys[key] = f"r-{key}"
            link.refunds[known] = TheirRefund(known, capture_id, amount, "done", capture.paid_at, key)
        self._end()
        return link.refunds[known]

    def verify(
        self, *, headers: Mapping[str, str], query: Mapping[str, str], body: bytes, now: datetime
    ) -> Notice:
        """See `PaymentProvider`."""
        if SIGNATURE not in headers:
            raise NoticeForged("unsigned")
        if not hmac.compare_digest(headers[SIGNATURE].encode(), self._sign(body).encode()):
            raise NoticeForged("forged")
        told = json.loads(body)
        if abs(now.timestamp() - told["at"]) > TOLERANCE:
            raise NoticeForged("stale")
        return Notice(told["id"], "payment", told["reference"])

    async def list_between(self, since: datetime, until: datetime) -> AsyncIterator[TheirPayment]:
        """See `PaymentProvider`."""
        for reference, link in list(self.links.items()):
            if any(since <= capture.paid_at < until for capture in link.captures.values()):
                yield self._told(reference)

    async def aclose(self) -> None:
        """See `PaymentProvider`."""

    def _told(self, reference: str) -> TheirPayment:
        link = self.links[reference]
        return TheirPayment(
            provider=self.name,
            reference=reference,
            our_id=link.wish.payment_id if link.wish else None,
            state=link.state,
            captures=tuple(link.captures.values()),
            refunds=tuple(link.refunds.values()),
            disputes=tuple(link.disputes.values()),
            failure=link.failure,
        )

    def _sign(self, body: bytes) -> str:
        return hmac.new(self._secret.encode(), body, hashlib.sha256).hexdigest()

    def _begin(self) -> None:
        self.calls += 1
        if self.trouble and self.trouble[0][0] == "before":
            raise self.trouble.pop(0)[1]

    def _end(self) -> None:
        if self.trouble and self.trouble[0][0] == "after":
            raise self.trouble.pop(0)[1]
