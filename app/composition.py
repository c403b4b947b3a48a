"""Where everybody is wired and nobody imports from: the parts that the app and a lone worker share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import procrastinate
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from actions.codes import Codes
from app.database import engine_for, sessions_for
from app.jobs import PostgresQueue, conninfo, job_app
from app.mailing import MAIL_CODE, code_work, codes_of
from app.paying import every_minute, payment_ports, payment_works, terms_of
from app.settings import Settings
from backend.bookings import proofs
from backend.payments.ports import PaymentPorts
from backend.terms import Terms
from channels.registry import Accesses, accesses_of, fetchers_of, senders_of
from conversations.answering import answer_conversation
from conversations.bot_client import HttpBotClient
from conversations.console.trips.expiring import expire_trips
from conversations.delivering import deliver_conversation
from conversations.documents import send_document
from conversations.handoffs.service import tend_handoffs
from conversations.handoffs.telling import tell_bot
from conversations.media.links import FileLinks
from conversations.media.store import DiskStore, MediaStore
from conversations.media.tending import tend_media
from conversations.numbers import number_of
from conversations.ports import (
    ANSWER_CONVERSATION,
    DELIVER_CONVERSATION,
    SEND_DOCUMENT,
    TELL_BOT,
    TEND_MEDIA,
    ChannelSender,
    MediaFetcher,
)
from conversations.realtime import Hub
from conversations.realtime.feed import Feed
from conversations.realtime.placing import forget_old
from conversations.realtime.publishing import wake_after_commit
from conversations.realtime.wires import PostgresWire, RedisWire
from conversations.reporting import forget_early_reports
from conversations.signalling import Signals
from conversations.team.tidying import tidy_team


def utc_now() -> datetime:
    """The clock of the whole app."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """What one process of ours is made of."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    queue: PostgresQueue
    hub: Hub
    bot: HttpBotClient
    senders: Mapping[str, ChannelSender]
    fetchers: Mapping[str, MediaFetcher]
    media: MediaStore
    files: FileLinks
    signals: Signals
    jobs: procrastinate.App
    tend_queue: Callable[[], Awaitable[None]]
    terms: Terms
    codes: Codes | None
    numbers: Callable[[UUID], Awaitable[str | None]]
    payments: PaymentPorts

    async def aclose(self) -> None:
        """Closes connections."""
        await self.bot.aclose()
        await self.signals.aclose()
        for sender in self.senders.values():
            await sender.aclose()
        for fetcher in self.fetchers.values():
            await fetcher.aclose()
        for provider in self.payments.providers.values():
            await provider.aclose()
        await self.hub.aclose()
        await self.engine.dispose()


def channel_accesses(settings: Settings) -> Accesses:
    """The channels that are open: those with credentials, and the others as simulations where the simulator runs."""
    simulated = f"http://127.0.0.1:{settings.app_port}/simulator" if settings.simulator else None
    return accesses_of(simulated=simulated, secret=settings.secrets["simulator_secret"])


def _outside_address(settings: Settings) -> str | None:
    """Where providers fetch files; emulators are on this machine."""
    return settings.public_url or (f"http://127.0.0.1:{settings.app_port}" if settings.simulator else None)


def hub_for(
    database_url: str, sessions: async_sessionmaker[AsyncSession], *, redis_url: str | None = None
) -> Hub:
    """This process's hub, woken by PostgreSQL itself or, where there is one, by Redis; then these sessions do that too."""
    if not redis_url:
        return Hub(PostgresWire(conninfo(database_url), sessions), Feed(sessions))
    wire = RedisWire(redis_url)
    wake_after_commit(sessions, wire.wake)
    return Hub(wire, Feed(sessions))


def compose(settings: Settings, database_url: str) -> Parts:
    """Builds the parts from the settings; nothing connects yet."""
    engine = engine_for(database_url)
    sessions = sessions_for(engine)
    bot = HttpBotClient(
        settings.bot_url, settings.secrets["bot_secret"], timeout=settings.bot_timeout_seconds
    )
    terms = terms_of(settings)

    queue = PostgresQueue()
    accesses = channel_accesses(settings)
    media = DiskStore(settings.data_dir / "media")
    files = FileLinks(media, secret=settings.secrets["visitor_secret"], address=_outside_address(settings))
    senders, fetchers = senders_of(accesses, files), fetchers_of(accesses)
    signals = Signals(senders)

    async def answer(conversation_id: UUID) -> None:
        await answer_conversation(conversation_id, sessions=sessions, bot=bot, queue=queue, signals=signals)

    async def deliver(conversation_id: UUID) -> None:
        await deliver_conversation(conversation_id, sessions=sessions, senders=senders)

    async def tend(conversation_id: UUID) -> None:
        await tend_media(conversation_id, sessions=sessions, fetchers=fetchers, store=media)

    async def numbers(conversation_id: UUID) -> str | None:
        async with sessions() as session:
            return await number_of(session, conversation_id=conversation_id)

    async def tell(conversation_id: UUID) -> None:
        await tell_bot(conversation_id, sessions=sessions, bot=bot, queue=queue)

    async def send_issued(document_id: UUID) -> None:
        await send_document(document_id, sessions=sessions, store=media, queue=queue, now=utc_now())

    async def tend_queue() -> None:
        await tend_handoffs(sessions=sessions, queue=queue, now=utc_now())

    payments = payment_ports(settings, sessions, queue, terms=terms)

    async def expire() -> None:
        await expire_trips(sessions, now=utc_now())
        await every_minute(payments)
        async with sessions.begin() as session:
            await forget_early_reports(session, now=utc_now())
        async with sessions.begin() as session:
            await proofs.forget_old_tries(session, now=utc_now())
            await forget_old(session, now=utc_now())
            await tidy_team(session, now=utc_now())

    works = {
        ANSWER_CONVERSATION: answer,
        DELIVER_CONVERSATION: deliver,
        TEND_MEDIA: tend,
        MAIL_CODE: code_work(settings, sessions, utc_now),
        TELL_BOT: tell,
        SEND_DOCUMENT: send_issued,
        **payment_works(payments),
    }
    codes = codes_of(settings, queue)
    jobs = job_app(database_url, works, every_minute=expire)
    hub = hub_for(database_url, sessions, redis_url=settings.realtime_redis_url)
    return Parts(
        engine=engine,
        sessions=sessions,
        queue=queue,
        hub=hub,
        bot=bot,
        senders=senders,
        fetchers=fetchers,
        media=media,
        files=files,
        signals=signals,
        jobs=jobs,
        tend_queue=tend_queue,
        terms=terms,
        codes=codes,
        numbers=numbers,
        payments=payments,
    )
