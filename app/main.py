"""The app: every room's routes on one FastAPI, and what runs beside them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from actions.endpoint import actions_router
from actions.executor import build_executor
from actions.person_rules import PersonRules, read_amount
from app.beside import keep_running
from app.composition import Parts, channel_accesses, compose, utc_now
from app.health import health_router
from app.paying import attaching, install_payments
from app.settings import Settings
from app.worker import work_off
from backend.quote_page.endpoints import quote_router
from backend.quote_page.links import QuoteLinks
from channels.ports import ChannelPorts
from channels.registry import install_channels, install_simulator
from conversations.body_limits import BodyLimit
from conversations.console.canned_endpoints import canned_router
from conversations.console.desk import desk_router
from conversations.console.endpoints import ConsolePorts, console_router
from conversations.console.money import money_router
from conversations.console.pages import install_console_page
from conversations.console.ports import DeskPorts
from conversations.console.trips.charging import Till, charging_router
from conversations.console.trips.telling import tell_trip
from conversations.error_handlers import install_error_handlers
from conversations.figures.endpoints import figures_router
from conversations.realtime.door import Door
from conversations.realtime.socket import socket_router
from conversations.realtime.telling import SocketPorts
from conversations.team.endpoints import team_router
from conversations.team.guard import Guard
from conversations.team.ports import TeamPorts


def create_app(settings: Settings, database_url: str) -> FastAPI:
    """Wires the app; its lifespan listens for changes and, by default, works jobs off."""
    parts = compose(settings, database_url)
    app = FastAPI(title="Booking assistant", lifespan=_lifespan(settings, parts), openapi_url=None)
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(BodyLimit, prefix="/console/")
    install_error_handlers(app)
    # First, since routes are tried in their order and providers call more often than anybody else.
    app.state.beside = install_channels(
        app,
        ChannelPorts(
            sessions=parts.sessions,
            queue=parts.queue,
            hub=parts.hub,
            media=parts.media,
            visitor_secret=settings.secrets["visitor_secret"],
            origins=tuple(origin.strip() for origin in settings.widget_origins.split(",")),
        ),
        channel_accesses(settings),
    )
    install_payments(app, settings, parts.payments)
    quotes = QuoteLinks(secret=settings.secrets["visitor_secret"], address=settings.address)
    app.include_router(quote_router(parts.payments, quotes))
    app.include_router(parts.files.router())
    app.include_router(health_router(parts.sessions, settings.bot_url))
    executor = build_executor(
        parts.sessions,
        clock=utc_now,
        terms=parts.terms,
        operator_name=settings.operator_name,
        codes=parts.codes,
        tell=tell_trip,
        numbers=parts.numbers,
        payments=parts.payments,
        attach=attaching(parts.media, parts.queue),
        quote_page=quotes.link,
        person_rules=PersonRules(
            amount=read_amount(settings.handoff_over_amount),
            people=settings.handoff_over_people,
            products=frozenset(filter(None, map(str.strip, settings.handoff_products.split(",")))),
        ),
    )
    app.include_router(actions_router(executor, settings.secrets["bot_secret"]))
    app.include_router(
        console_router(
            ConsolePorts(
                sessions=parts.sessions,
                queue=parts.queue,
                console_token=settings.secrets["console_token"],
                terms=parts.terms,
                media=parts.media,
            )
        )
    )
    guard = Guard(parts.sessions, address=settings.address, demo=settings.demo)
    desk = DeskPorts(
        sessions=parts.sessions,
        queue=parts.queue,
        guard=guard,
        media=parts.media,
        viewers=parts.hub.presence.viewers,
        terms=parts.terms,
        quote_page=quotes.link,
    )
    app.include_router(desk_router(desk), prefix="/console/api")
    app.include_router(money_router(desk, parts.payments), prefix="/console/api")
    till = Till(parts.payments, refund_limit=read_amount(settings.refund_limit))
    app.include_router(charging_router(desk, till), prefix="/console/api")
    team = TeamPorts(
        sessions=parts.sessions, guard=guard, address=settings.address, operator=settings.operator_name
    )
    app.include_router(team_router(team), prefix="/console/api")
    app.include_router(
        socket_router(
            SocketPorts(sessions=parts.sessions, hub=parts.hub, door=Door(guard), signals=parts.signals)
        )
    )
    app.include_router(canned_router(team), prefix="/console/api")
    app.include_router(figures_router(team), prefix="/console/api")
    install_console_page(app, operator=settings.operator_name)
    photos = settings.catalogue_dir / "photos"
    app.mount("/photos", StaticFiles(directory=photos, check_dir=False), name="photos")
    if settings.simulator:
        install_simulator(app)
    return app


def _lifespan(settings: Settings, parts: Parts) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        stop = asyncio.Event()
        async with parts.hub.listening():
            worker = asyncio.create_task(work_off(parts, stop)) if settings.worker_in_app else None
            beside = [asyncio.create_task(keep_running(run)) for run in app.state.beside]
            yield
            stop.set()
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            if worker is not None:
                await worker
        await parts.aclose()

    return lifespan
