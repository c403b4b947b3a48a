"""Payments wired up: whoever takes the money, and the jobs that ask them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.settings import Settings
from backend.payments.ports import (
    CALL_PROVIDER,
    SETTLE_NOTICE,
    JobQueue,
    PaymentPorts,
    PaymentProvider,
    Silent,
    Teller,
)
from backend.payments.registry import Accesses, accesses_of, providers_of
from backend.payments.settling import settle_notice
from backend.payments.working import call_provider
from backend.terms import Terms

Works = Mapping[str, Callable[[UUID], Awaitable[None]]]


def payment_accesses(settings: Settings) -> Accesses:
    """The providers with credentials, and the others as emulators where the simulator runs."""
    simulated = f"http://127.0.0.1:{settings.app_port}/simulator" if settings.simulator else None
    return accesses_of(simulated=simulated, secret=settings.secrets["simulator_secret"])


def payment_ports(
    settings: Settings,
    sessions: async_sessionmaker[AsyncSession],
    queue: JobQueue,
    *,
    terms: Terms,
    teller: Teller | None = None,
    providers: Mapping[str, PaymentProvider] | None = None,
) -> PaymentPorts:
    """What payments need from outside, from the settings."""
    return PaymentPorts(
        sessions=sessions,
        queue=queue,
        providers=providers_of(payment_accesses(settings)) if providers is None else providers,
        address=settings.address,
        teller=teller or Silent(),
        terms=terms,
    )


def payment_works(ports: PaymentPorts) -> Works:
    """The jobs of payments, by name."""
    return {CALL_PROVIDER: partial(call_provider, ports), SETTLE_NOTICE: partial(settle_notice, ports)}
