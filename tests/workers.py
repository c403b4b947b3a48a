"""Workers for tests, on the real job queue, for as long as a block lasts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.jobs import PostgresQueue, job_app, run_worker
from conversations.answering import answer_conversation
from conversations.bot_client import BotClient
from conversations.delivering import deliver_conversation
from conversations.handoffs.telling import tell_bot
from conversations.ports import ANSWER_CONVERSATION, DELIVER_CONVERSATION, TELL_BOT, ChannelSender

Works = Mapping[str, Callable[[UUID], Awaitable[None]]]


async def nothing_due() -> None:
    """Nothing expires."""


@asynccontextmanager
async def working(
    database_url: str,
    works: Works,
    every_minute: Callable[[], Awaitable[object]] = nothing_due,
    **patience: float,
) -> AsyncIterator[None]:
    """A worker that does these works; its ``patience`` is as `run_worker` takes it."""
    stop, jobs = asyncio.Event(), job_app(database_url, works, every_minute=every_minute)
    worker = asyncio.create_task(run_worker(jobs, stop, **patience))
    try:
        yield
    finally:
        stop.set()
        await worker


def talking(
    sessions: async_sessionmaker[AsyncSession],
    bot: BotClient,
    senders: Mapping[str, ChannelSender] | None = None,
) -> Works:
    """The works that let a bot answer and carry its answers to the channels."""
    answer = partial(answer_conversation, sessions=sessions, bot=bot, queue=PostgresQueue())
    tell = partial(tell_bot, sessions=sessions, bot=bot, queue=PostgresQueue())
    deliver = partial(deliver_conversation, sessions=sessions, senders=senders or {})
    return {ANSWER_CONVERSATION: answer, DELIVER_CONVERSATION: deliver, TELL_BOT: tell}
