"""A process that dies at its n-th step: before or after each commit, each call to a provider, each telling, each job."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.documents.schemas import DocumentView
from backend.money import Money
from backend.payments import working
from backend.payments.ports import Link, LinkWish, PaymentPorts, TheirPayment, TheirRefund
from backend.payments.providers.fake import FakeProvider
from backend.payments.schemas import Outcome
from backend.payments.settling import settle_notice
from tests.backend.payments.counter import Counter


class Died(Exception):
    """The process is gone; nothing that it had in memory is left."""


@dataclass
class Life:
    """Ends at the step ``last``, and never before: 0 is for ever."""

    last: int = 0
    steps: int = 0

    def step(self) -> None:
        """One more."""
        self.steps += 1
        if self.steps == self.last:
            raise Died


class MortalSessions:
    """Sessions that may end with the process: before anything, before the commit, or right after it."""

    def __init__(self, inner: async_sessionmaker[AsyncSession], life: Life) -> None:
        self._inner, self._life = inner, life

    def __call__(self) -> AsyncSession:
        self._life.step()
        return self._inner()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """See `async_sessionmaker`."""
        self._life.step()
        async with self._inner.begin() as session:
            yield session
            self._life.step()
        self._life.step()


class MortalProvider(FakeProvider):
    """A call may be lost on the way there, or its answer on the way back."""

    life = Life()

    async def create_link(self, wish: LinkWish) -> Link:
        """See `PaymentProvider`."""
        self.life.step()
        made = await super().create_link(wish)
        self.life.step()
        return made

    async def fetch(self, reference: str) -> TheirPayment:
        """See `PaymentProvider`."""
        self.life.step()
        told = await super().fetch(reference)
        self.life.step()
        return told

    async def refund(self, key: UUID, capture_id: str, amount: Money, *, again: bool = False) -> TheirRefund:
        """See `PaymentProvider`."""
        self.life.step()
        done = await super().refund(key, capture_id, amount)
        self.life.step()
        return done


class Committed:
    """Jobs and what was told, of transactions that were committed only: both are rows in the real app."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, UUID]] = []
        self.told: list[Outcome] = []
        self.life = Life()

    async def defer(self, session: AsyncSession, task: str, *, lock: str, **arguments: str) -> None:
        """See `JobQueue`."""
        await self.defer_all(session, task, [(lock, arguments)])

    async def defer_all(
        self, session: AsyncSession, task: str, jobs: Sequence[tuple[str, Mapping[str, str]]]
    ) -> None:
        """See `JobQueue`."""
        self.life.step()
        added = [(task, UUID(subject)) for _, arguments in jobs for subject in arguments.values()]
        self._when_committed(session, lambda: self.jobs.extend(added))
        self.life.step()

    async def prepare(self, session: AsyncSession, conversation_id: UUID | None) -> None:
        """See `Teller`."""
        self.life.step()

    async def tell(self, session: AsyncSession, outcome: Outcome) -> None:
        """See `Teller`."""
        self.life.step()
        self._when_committed(session, lambda: self.told.append(outcome))
        self.life.step()

    async def hand_over(self, session: AsyncSession, receipt: DocumentView) -> None:
        """See `Teller`."""
        self.life.step()

    def _when_committed(self, session: AsyncSession, do: Any) -> None:
        event.listen(session.sync_session, "after_commit", lambda _: do(), once=True)


@dataclass
class Mortal:
    """A counter whose process dies at one step and is started again; what it had committed is there."""

    counter: Counter
    provider: MortalProvider
    world: Committed
    life: Life

    @classmethod
    def over(cls, sessions: async_sessionmaker[AsyncSession], last: int) -> Mortal:
        """One that dies at the step ``last``."""
        life, provider, world = Life(), MortalProvider(), Committed()
        provider.life = world.life = life
        mortal = cls(Counter(sessions, provider), provider, world, life)
        life.last = last
        return mortal

    @property
    def ports(self) -> PaymentPorts:
        """As the counter's, but mortal."""
        mortal = cast(async_sessionmaker[AsyncSession], MortalSessions(self.counter.sessions, self.life))
        ports = replace(self.counter.ports, sessions=mortal, queue=self.world, teller=self.world)
        return replace(ports, clock=self._now)

    def _now(self) -> datetime:
        return self.counter.now

    async def work(self) -> None:
        """Jobs are done until none is left; one whose worker died is taken over."""
        works = {"call_provider": working.call_provider, "settle_notice": settle_notice}
        while self.world.jobs:
            task, subject = self.world.jobs[0]
            try:
                await works[task](self.ports, subject)
            except Died:
                continue
            self.world.jobs.remove((task, subject))
