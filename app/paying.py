"""Payments wired up: whoever takes the money, and the jobs that ask them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions.turn import AttachDocument
from app.database import engine_for, sessions_for
from app.jobs import PostgresQueue
from app.settings import Settings
from backend.documents.schemas import DocumentView
from backend.payments.calling import open_wish
from backend.payments.endpoints import payments_router
from backend.payments.ports import (
    CALL_PROVIDER,
    RECONCILE,
    SETTLE_NOTICE,
    PaymentPorts,
    PaymentProvider,
    Teller,
)
from backend.payments.providers.emulating import Place
from backend.payments.receiving import forget_settled
from backend.payments.reconciling import Report, defer_daily, reconcile, reconcile_daily
from backend.payments.registry import Accesses, accesses_of, install_providers, providers_of
from backend.payments.settling import settle_notice
from backend.payments.working import call_provider, expire_links
from backend.terms import Terms
from conversations.documents import attach_document
from conversations.media.store import MediaStore
from conversations.paying.telling import PaymentTeller

Works = Mapping[str, Callable[[UUID], Awaitable[None]]]


def teller_of(queue: PostgresQueue) -> Teller:
    """Whoever tells people what became of their money."""
    return PaymentTeller(queue)


def attaching(store: MediaStore, queue: PostgresQueue) -> AttachDocument:
    """How actions send documents."""

    async def attach(session: AsyncSession, *, conversation_id: UUID, document: DocumentView) -> None:
        await attach_document(session, store, queue, conversation_id=conversation_id, document=document)

    return attach


def simulated_place(settings: Settings) -> Place | None:
    """Where the emulators stand; nowhere where others reach the app, unless it is a demo: anybody can pay there for free."""
    if not settings.simulator or (settings.public_url and not settings.demo):
        return None
    here = f"http://127.0.0.1:{settings.app_port}"
    return Place(f"{here}/simulator/pay", f"{settings.address.rstrip('/')}/simulator/pay", here)


def payment_accesses(settings: Settings) -> Accesses:
    """The providers with credentials; without any, the emulators where the simulator runs."""
    return accesses_of(place=simulated_place(settings), secret=settings.secrets["simulator_secret"])


def install_payments(app: FastAPI, settings: Settings, ports: PaymentPorts) -> None:
    """The webhooks, our pages, and the emulators where providers are simulated."""
    app.include_router(payments_router(ports))
    install_providers(
        app,
        payment_accesses(settings),
        place=simulated_place(settings),
        wishes=partial(open_wish, ports),
    )


def payment_ports(
    settings: Settings,
    sessions: async_sessionmaker[AsyncSession],
    queue: PostgresQueue,
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
        teller=teller or teller_of(queue),
        terms=terms,
    )


def terms_of(settings: Settings) -> Terms:
    """The operator's terms."""
    return Terms(
        quote_valid_hours=settings.quote_valid_hours,
        hold_minutes=settings.hold_minutes,
        booking_hold_hours=settings.booking_hold_hours,
        deposit_percent=settings.deposit_percent,
        issuer=settings.issuer,
    )


def payment_works(ports: PaymentPorts) -> Works:
    """The jobs of payments, by name."""

    async def compare(asked: UUID) -> None:
        await reconcile_daily(ports)
        await forget_settled(ports)

    return {
        CALL_PROVIDER: partial(call_provider, ports),
        SETTLE_NOTICE: partial(settle_notice, ports),
        RECONCILE: compare,
    }


async def every_minute(ports: PaymentPorts) -> None:
    """Links end in time, and both lists are compared once a day."""
    await expire_links(ports)
    await defer_daily(ports)


async def compare_all(settings: Settings, database_url: str, *, days: int) -> list[Report]:
    """Compares the last days with every provider's list now, for the command line."""
    engine = engine_for(database_url)
    sessions, queue = sessions_for(engine), PostgresQueue()
    ports = payment_ports(settings, sessions, queue, terms=terms_of(settings))
    now = ports.clock()
    try:
        return await reconcile(ports, since=now - timedelta(days=days), until=now)
    finally:
        for provider in ports.providers.values():
            await provider.aclose()
        await engine.dispose()
