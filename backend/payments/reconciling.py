"""A provider's list against ours, three ways: what the rules can repair is repaired, the rest is for a person."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from backend.payments import reconciling_repository as repository
from backend.payments.models import Capture
from backend.payments.ports import (
    RECONCILE,
    PaymentPorts,
    PaymentProvider,
    ProviderDown,
    ProviderRefused,
    TheirCapture,
    TheirPayment,
)
from backend.payments.schemas import OutcomeKind
from backend.payments.settling import settle

log = structlog.get_logger()
EVERY: Final = timedelta(days=1)
BACK: Final = timedelta(days=3)
"""How far each daily comparison looks back: what is told late, and weekends of a provider's own."""
Side = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """One comparison: captures compared, what was repaired, and what is left to a person; ``failure`` where it broke off."""

    provider: str
    compared: int
    repaired: int
    open: int
    failure: str | None = None


async def reconcile(ports: PaymentPorts, *, since: datetime, until: datetime) -> list[Report]:
    """Compares every provider's captures of a time with ours. A provider that is down is left for the next time."""
    return [
        await _reconcile(ports, provider, since=since, until=until) for provider in ports.providers.values()
    ]


async def reconcile_daily(ports: PaymentPorts) -> list[Report]:
    """Compares what was not compared for a day, by whichever process comes first."""
    now = ports.clock()
    reports = []
    for provider in ports.providers.values():
        async with ports.sessions() as session:
            last = await repository.last_ran(session, provider.name)
        if last is None or last <= now - EVERY:
            reports.append(await _reconcile(ports, provider, since=now - BACK, until=now))
    return reports


async def defer_daily(ports: PaymentPorts) -> None:
    """Every minute: has the job compare what was not compared for a day; one after the other, so that it is done once."""
    async with ports.sessions.begin() as session:
        ran = [await repository.last_ran(session, name) for name in ports.providers]
        if any(last is None or last <= ports.clock() - EVERY for last in ran):
            await ports.queue.defer(session, RECONCILE, lock=RECONCILE, asked=str(uuid.uuid4()))


async def _reconcile(
    ports: PaymentPorts, provider: PaymentProvider, *, since: datetime, until: datetime
) -> Report:
    run = _Run(ports, provider, uuid.uuid4())
    try:
        async with ports.sessions.begin() as session:
            await repository.add_run(session, run.id, provider.name, since, until, ports.clock())
        async for theirs in _theirs(provider, since, until):
            await run.compare(theirs)
        await run.look_up(since, until)
        failure = None
    except (ProviderDown, ProviderRefused) as broken:
        failure = broken.reason
        log.warning("reconciliation.broken_off", provider=provider.name, reason=failure)
    async with ports.sessions.begin() as session:
        if failure is None:
            await repository.end_run(session, run.id, run.compared, run.repaired, ports.clock())
        else:
            await repository.forget_run(session, run.id)
        left = await repository.count_open(session, provider.name)
    return Report(provider.name, run.compared, run.repaired, left, failure)


async def _theirs(provider: PaymentProvider, since: datetime, until: datetime) -> AsyncIterator[TheirPayment]:
    """Their list; empty where they cannot list."""
    if provider.lists:
        async for theirs in provider.list_between(since, until):
            yield theirs


class _Run:
    """One comparison under way."""

    def __init__(self, ports: PaymentPorts, provider: PaymentProvider, run_id: uuid.UUID) -> None:
        self.ports, self.provider, self.id = ports, provider, run_id
        self.compared = self.repaired = 0
        self._seen: set[str] = set()

    async def compare(self, theirs: TheirPayment) -> None:
        """One payment of theirs: settled as a webhook would have it settled, then both sides side by side."""
        before = {one.payment_id: await self._ours(one.payment_id) for one in theirs.captures}
        await settle(self.ports, theirs)
        for capture in theirs.captures:
            self.compared += 1
            self._seen.add(capture.payment_id)
            was, (ours, rule) = before[capture.payment_id], await self._ours(capture.payment_id)
            side = _their_side(theirs, capture)
            if rule == OutcomeKind.UNCLAIMED and _is_kept(side):
                await self._found("theirs_only", capture.payment_id, ours, side, "open")
            elif ours != side:
                await self._found("different", capture.payment_id, ours, side, "open")
            elif was[0] is None:
                await self._found("theirs_only", capture.payment_id, ours, side, "repaired")
            elif was[0] != ours:
                await self._found("different", capture.payment_id, was[0], side, "repaired")
            else:
                await self._agree(capture.payment_id)

    async def look_up(self, since: datetime, until: datetime) -> None:
        """What is ours and was not on their list is asked for one by one: unpaid links too where they cannot list."""
        async with self.ports.sessions() as session:
            asked = await repository.list_ours(
                session, self.provider.name, since, until, unpaid=not self.provider.lists
            )
        for reference, provider_payment_id in asked:
            if provider_payment_id is not None and provider_payment_id in self._seen:
                continue
            try:
                await self.compare(await self.provider.fetch(reference))
            except ProviderRefused:
                log.warning("reconciliation.unknown_there", provider=self.provider.name)
            if provider_payment_id is not None and provider_payment_id not in self._seen:
                self.compared += 1
                ours, _ = await self._ours(provider_payment_id)
                await self._found("ours_only", provider_payment_id, ours, None, "open")

    async def _ours(self, provider_payment_id: str) -> tuple[Side | None, str | None]:
        async with self.ports.sessions() as session:
            found = await repository.find_sums(session, self.provider.name, provider_payment_id)
        if found is None:
            return None, None
        capture, refunded, lost = found
        return _our_side(capture, refunded, lost), capture.rule

    async def _found(
        self, kind: str, provider_payment_id: str, ours: Side | None, theirs: Side | None, state: str
    ) -> None:
        self.repaired += state == "repaired"
        async with self.ports.sessions.begin() as session:
            await repository.add_discrepancy(
                session,
                {
                    "id": uuid.uuid4(),
                    "reconciliation_id": self.id,
                    "provider": self.provider.name,
                    "provider_payment_id": provider_payment_id,
                    "kind": kind,
                    "ours": ours,
                    "theirs": theirs,
                    "state": state,
                },
            )

    async def _agree(self, provider_payment_id: str) -> None:
        async with self.ports.sessions.begin() as session:
            await repository.close_repaired(session, self.provider.name, provider_payment_id)


def _is_kept(side: Side) -> bool:
    """Whether something of it is still here."""
    return bool(side["amount"] > side["refunded"] + side["lost"])


def _our_side(capture: Capture, refunded: int, lost: int) -> Side:
    return {
        "amount": capture.amount,
        "currency": capture.currency,
        "refunded": refunded,
        "lost": lost,
    }


def _their_side(theirs: TheirPayment, capture: TheirCapture) -> Side:
    mine = [one for one in theirs.refunds if one.payment_id == capture.payment_id and one.state == "done"]
    lost = [one for one in theirs.disputes if one.payment_id == capture.payment_id and one.state == "lost"]
    return {
        "amount": capture.amount.amount,
        "currency": capture.amount.currency,
        "refunded": sum(one.amount.amount for one in mine),
        "lost": sum(one.amount.amount for one in lost),
    }
