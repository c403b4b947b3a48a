"""Jobs are done after the commit, and survive every death of a worker."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from sqlalchemy import text

import texts
from conversations.bot_client import FakeBot
from conversations.schemas import TurnRequest, TurnResult
from tests.conversations.conftest import Said, Talk, Until
from tests.workers import talking, working

HANGING_WORKER = """
import asyncio, sys
from uuid import UUID
from app.jobs import job_app, run_worker

async def hang(conversation_id: UUID) -> None:
    if str(conversation_id) == sys.argv[2]:
        print("hanging", flush=True)
        await asyncio.sleep(600)

async def nothing() -> None: ...

asyncio.run(run_worker(job_app(sys.argv[1], {"answer_conversation": hang}, every_minute=nothing), asyncio.Event()))
"""


def answered(said: Said) -> bool:
    return said[-1][0] == "bot"


async def test_a_worker_answers_what_was_received(talk: Talk, until: Until, database_url: str) -> None:
    async with working(database_url, talking(talk.sessions, talk.bot)):
        await talk.write("hola")
        assert await until(answered) == [("traveller", "hola"), ("bot", "hola")]


async def test_what_was_received_while_no_worker_ran_is_answered_by_the_next(
    talk: Talk, until: Until, database_url: str
) -> None:
    await talk.write("hola")
    async with working(database_url, talking(talk.sessions, talk.bot)):
        await until(answered)


async def test_the_worker_keeps_trying_until_the_bot_is_back(
    talk: Talk, bot: FakeBot, until: Until, database_url: str
) -> None:
    bot.down = True
    async with working(database_url, talking(talk.sessions, talk.bot)):
        await talk.write("hola")
        await until(lambda said: len(said) == 2)
        bot.down = False
        said = await until(answered)
    assert said == [("traveller", "hola"), ("system", texts.say("es", "bot.unavailable")), ("bot", "hola")]


async def test_the_job_of_a_worker_that_was_killed_is_taken_over(
    talk: Talk, until: Until, database_url: str
) -> None:
    await talk.write("hola")
    doomed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HANGING_WORKER, database_url, str(talk.id), stdout=asyncio.subprocess.PIPE
    )
    assert doomed.stdout and await doomed.stdout.readline() == b"hanging\n"
    os.kill(doomed.pid, signal.SIGKILL)
    await doomed.wait()
    async with working(database_url, talking(talk.sessions, talk.bot), dead_after=2):
        assert await until(answered) == [("traveller", "hola"), ("bot", "hola")]


async def test_a_worker_that_stops_gives_its_unfinished_job_back(
    talk: Talk, until: Until, database_url: str
) -> None:
    class SlowBot(FakeBot):
        asked = asyncio.Event()

        async def turn(self, request: TurnRequest) -> TurnResult:
            if request.conversation_id == talk.id:
                self.asked.set()
                await asyncio.sleep(600)
            return await super().turn(request)

    talk.bot = slow = SlowBot()
    await talk.write("hola")
    async with working(database_url, talking(talk.sessions, talk.bot), grace=0.2):
        await slow.asked.wait()
    talk.bot = FakeBot()
    async with working(database_url, talking(talk.sessions, talk.bot)):
        await until(answered)


async def test_a_worker_outlives_the_loss_of_its_connections(
    talk: Talk, until: Until, database_url: str
) -> None:
    async with working(database_url, talking(talk.sessions, talk.bot)):
        await talk.write("hola")
        await until(answered)
        async with talk.sessions() as session:
            await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        await talk.write("¿sigues ahí?")
        assert (await until(answered))[-1] == ("bot", "¿sigues ahí?")


async def test_what_is_due_every_minute_is_done(talk: Talk, database_url: str) -> None:
    done = asyncio.Event()

    async def due() -> None:
        done.set()

    async with talk.sessions.begin() as session:
        await session.execute(text("DELETE FROM procrastinate_periodic_defers"))
    async with working(database_url, talking(talk.sessions, talk.bot), every_minute=due), asyncio.timeout(20):
        await done.wait()
