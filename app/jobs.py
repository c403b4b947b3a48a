"""Jobs in PostgreSQL through procrastinate: added in the caller's transaction, worked off here or by `make worker`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any
from uuid import UUID

import orjson
import procrastinate
import psycopg
import structlog
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.worker import Worker
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession

from backend.payments.ports import ProviderDown
from conversations.ports import SEND_DOCUMENT, SendDelayed

log = structlog.get_logger()
QUEUE = "default"

POLL_SECONDS = 0.2
"""A notification that arrives while the worker fetches is lost, and retries are not notified at all: both wait this long."""
HEARTBEAT_SECONDS = 1.0
DEAD_AFTER_SECONDS = 6.0
"""A worker silent for so long is dead and its jobs are taken over. If it was only slow, they run twice: they may."""
STUCK_AFTER_SECONDS = 300.0
"""A job that began so long ago has lost its worker's word, whoever its worker is."""
LONGEST_BACKOFF = 5.0
LONGEST_SEND_BACKOFF = 30.0
"""A provider in trouble is asked less often than our own bot."""
CONCURRENCY = 16
"""Jobs at once; `channels.pacing` lets no channel have more than a few of them."""
KEEP_HOURS = 72
"""How long jobs that failed are kept to be looked at."""
GRACE_SECONDS = 5.0
"""How long a worker that shall stop lets its jobs run on."""

LATER = frozenset({SEND_DOCUMENT})
"""What may wait while others are waiting: nobody is kept from anything by it."""

DEFER = text(
    """
    SELECT procrastinate_defer_jobs_v1(ARRAY(
        SELECT ROW(:queue, :task, :priority, job.value ->> 0, NULL, job.value -> 1, NULL)::procrastinate_job_to_defer_v1
        FROM jsonb_array_elements(CAST(:jobs AS jsonb)) WITH ORDINALITY AS job (value, place)
        ORDER BY job.place
    ))
    """
)
TAKE_OVER = """
    WITH stalled AS (
        SELECT job.id FROM procrastinate_jobs AS job
        LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
        WHERE job.status = 'doing' AND (
            worker.id IS NULL
            OR (worker.id = %(worker)s AND job.id = ANY(%(over)s))
            OR worker.last_heartbeat < now() - make_interval(secs => %(dead)s)
            OR (SELECT max(event.at) FROM procrastinate_events AS event
                WHERE event.job_id = job.id AND event.type = 'started') < now() - make_interval(secs => %(stuck)s)
        )
        FOR UPDATE OF job SKIP LOCKED
    )
    SELECT id, procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM stalled
"""


def conninfo(url: str) -> str:
    """The database URL as psycopg itself reads it, without SQLAlchemy's driver."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


class PostgresQueue:
    """The `JobQueue` of conversations. No queueing lock: a job that already runs may have read its messages before."""

    async def defer(self, session: AsyncSession, task: str, *, lock: str, **arguments: str) -> None:
        """Adds the job inside the session's transaction; on commit PostgreSQL notifies the workers."""
        await self.defer_all(session, task, [(lock, arguments)])

    async def defer_all(
        self, session: AsyncSession, task: str, jobs: Sequence[tuple[str, Mapping[str, str]]]
    ) -> None:
        """See `defer`."""
        rows = orjson.dumps([(lock, dict(arguments)) for lock, arguments in jobs]).decode()
        priority = -1 if task in LATER else 0
        await session.execute(DEFER, {"queue": QUEUE, "task": task, "priority": priority, "jobs": rows})


class RetryForEver(procrastinate.BaseRetryStrategy):
    """Nothing is given up: half a second, then twice as long each time, up to a longest pause; or as the error says."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> procrastinate.RetryDecision:
        """When to try again; at once if only the worker stopped."""
        if isinstance(exception, asyncio.CancelledError):
            return procrastinate.RetryDecision(retry_in={"seconds": 0})
        told = getattr(exception, "after", None)
        theirs = isinstance(exception, (SendDelayed, ProviderDown))
        longest = LONGEST_SEND_BACKOFF if theirs else LONGEST_BACKOFF
        seconds = min(longest, 0.5 * 2 ** min(job.attempts, 10)) if told is None else told
        return procrastinate.RetryDecision(retry_in={"milliseconds": int(seconds * 1000)})


def job_app(
    database_url: str,
    works: Mapping[str, Callable[[UUID], Awaitable[None]]],
    *,
    every_minute: Callable[[], Awaitable[object]],
) -> procrastinate.App:
    """The tasks: by name what is done with a conversation, a payment's call or notice, and what is due ``every_minute``."""
    connector = procrastinate.PsycopgConnector(
        conninfo=conninfo(database_url), min_size=1, max_size=4, configure=_unhurried, pool_factory=_trusting
    )
    app = procrastinate.App(connector=connector)

    for name, work in works.items():
        app.task(name=name, queue=QUEUE, retry=RetryForEver())(_on_subject(work))

    @app.periodic(cron="* * * * *")
    @app.task(name="every_minute", queue=QUEUE)
    async def run_every_minute(timestamp: int) -> None:
        await every_minute()
        await app.job_manager.delete_old_jobs(nb_hours=KEEP_HOURS, include_failed=True, include_aborted=True)

    return app


def _trusting(**options: Any) -> AsyncConnectionPool:
    """Connections are not tried before each use, which costs as much as the use: a worker that loses one begins anew."""
    return AsyncConnectionPool(**{**options, "check": None})


async def _unhurried(connection: psycopg.AsyncConnection) -> None:
    """That a job was taken or is done need not reach the disk at once: what a power cut makes forgotten is done again.

    Jobs are added in their callers' transactions, which wait for the disk.
    """
    await connection.execute("SET synchronous_commit = off")
    await connection.commit()


def _on_subject(work: Callable[[UUID], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Every job has one argument, the id of what it is about, by whatever name."""

    async def run(**subject: str) -> None:
        (subject_id,) = subject.values()
        await work(UUID(subject_id))

    return run


async def run_worker(
    app: procrastinate.App,
    stop: asyncio.Event,
    *,
    concurrency: int = CONCURRENCY,
    grace: float = GRACE_SECONDS,
    dead_after: float = DEAD_AFTER_SECONDS,
) -> None:
    """Works jobs off until ``stop``; outlives losses of the database. Jobs of workers that died are taken over.

    ``grace`` and ``dead_after`` in seconds: see `GRACE_SECONDS` and `DEAD_AFTER_SECONDS`.
    """
    while not stop.is_set():
        work = asyncio.create_task(_work(app, concurrency, grace, dead_after), name="job worker")
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({work, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            await _end(work, grace)
        if not work.cancelled() and (error := work.exception()):
            log.warning("worker.interrupted", error=type(error).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), HEARTBEAT_SECONDS)


async def _end(work: asyncio.Task[None], grace: float) -> None:
    """Cancels until it has ended: while it registers itself, the database's driver may swallow a cancellation."""
    while not work.done():
        work.cancel()
        await asyncio.wait({work}, timeout=grace + HEARTBEAT_SECONDS)


class _Ended:
    """Jobs of this worker that have run. One that the database still calls running could not be reported to it."""

    def __init__(self) -> None:
        self.worker_id: int | None = None
        self._at: dict[int, float] = {}

    async def watch(
        self, call_next: Callable[[], Awaitable[Any]], context: procrastinate.JobContext, worker: Worker
    ) -> object:
        """A middleware around every job."""
        job_id = context.job.id or 0
        self.worker_id = worker.worker_id
        self._at.pop(job_id, None)
        try:
            return await call_next()
        finally:
            self._at[job_id] = monotonic()

    def overdue(self) -> list[int]:
        """Jobs whose end should be in the database by now; those long gone are forgotten."""
        now = monotonic()
        self._at = {job_id: at for job_id, at in self._at.items() if now - at < DEAD_AFTER_SECONDS}
        return [job_id for job_id, at in self._at.items() if now - at > HEARTBEAT_SECONDS]


async def _work(app: procrastinate.App, concurrency: int, grace: float, dead_after: float) -> None:
    ended = _Ended()
    async with app.open_async():
        taking_over = asyncio.create_task(
            _take_over_forever(app, ended, dead_after), name="take over stalled jobs"
        )
        try:
            await app.run_worker_async(
                queues=[QUEUE],
                concurrency=concurrency,
                fetch_job_polling_interval=POLL_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=dead_after,
                shutdown_graceful_timeout=grace,
                delete_jobs="successful",
                worker_middleware=[ended.watch],
                install_signal_handlers=False,
            )
        finally:
            taking_over.cancel()


async def _take_over_forever(app: procrastinate.App, ended: _Ended, dead_after: float) -> None:
    while True:
        with suppress(ConnectorException):
            taken = await app.connector.execute_query_all_async(
                TAKE_OVER,
                dead=dead_after,
                stuck=STUCK_AFTER_SECONDS,
                worker=ended.worker_id,
                over=ended.overdue(),
            )
            if taken:
                log.warning("jobs.taken_over", jobs=len(taken))
        await asyncio.sleep(HEARTBEAT_SECONDS)
