"""How things stand at this moment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from conversations.figures import queries
from conversations.figures.period import Period
from conversations.figures.schemas import AtWork, Board
from conversations.figures.summary import read_summary
from conversations.team import repository
from conversations.team.settings import read_hours


async def read_board(session: AsyncSession, *, now: datetime) -> Board:
    """The queue, who is at work, and what today was like so far."""
    zone = (await read_hours(session)).timezone
    stands = (await session.execute(queries.NOW)).one()
    agents = await repository.list_agents(session, everybody=False)
    loads = await repository.loads(session)
    since = stands.waiting_since
    return Board(
        queue=stands.queue,
        longest_wait=None if since is None else max(0, round((now - since).total_seconds())),
        waiting=stands.waiting,
        owned=stands.owned,
        agents=[
            AtWork(
                id=agent.id,
                name=agent.name,
                on_duty=agent.on_duty,
                load=loads.get(agent.id, 0),
                capacity=agent.capacity,
            )
            for agent in agents
        ],
        today=await read_summary(session, period=Period.today(zone=zone, now=now), now=now),
    )
