"""Who takes part: conversations, agents and their sessions, written straight into the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from app.bench_realtime.crowd import Room, Traveller, Watcher
from app.database import engine_for, sessions_for
from app.settings import Settings
from channels.web.token import VisitorTokens
from conversations.models import Contact, Conversation
from conversations.team.models import Agent, AgentSession, Role
from conversations.team.tokens import hash_of, new_token
from conversations.team.visits import LONGEST

WATCHERS = 2


async def invite(settings: Settings, count: int) -> list[Room]:
    """So many rooms, each with a traveller's token and two agents' cookies."""
    guests = _Guests(f"127.0.0.1:{settings.app_port}", VisitorTokens(settings.visitor_secret))
    rooms = [guests.room() for _ in range(count)]
    engine = engine_for(str(settings.database_url))
    async with sessions_for(engine).begin() as session:
        for table, rows in guests.rows.items():
            await session.execute(insert(table), rows)
    await engine.dispose()
    return rooms


class _Guests:
    """Rows to be written, by table, in the order in which they refer to each other."""

    def __init__(self, address: str, tokens: VisitorTokens) -> None:
        self._address, self._tokens = address, tokens
        tables: tuple[Any, ...] = (Contact, Conversation, Agent, AgentSession)
        self.rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in tables}

    def room(self) -> Room:
        """A conversation with everybody in it."""
        contact_id, conversation_id = uuid4(), uuid4()
        self.rows[Contact].append({"id": contact_id, "channel": "web", "address": str(contact_id)})
        self.rows[Conversation].append(
            {"id": conversation_id, "channel": "web", "contact_id": contact_id, "language": "es"}
        )
        traveller = Traveller(self._address, conversation_id, token=self._tokens.issue(conversation_id))
        return Room(traveller, tuple(self._watcher(conversation_id) for _ in range(WATCHERS)))

    def _watcher(self, conversation_id: UUID) -> Watcher:
        agent_id, token, now = uuid4(), new_token(), datetime.now(UTC)
        self.rows[Agent].append(
            {"id": agent_id, "email": f"{agent_id}@bench.example", "name": "Lucía", "role": Role.AGENT}
        )
        self.rows[AgentSession].append(
            {
                "token_hash": hash_of(token),
                "agent_id": agent_id,
                "csrf": new_token(),
                "created_at": now,
                "last_seen_at": now,
                "expires_at": now + LONGEST,
            }
        )
        return Watcher(self._address, conversation_id, cookie=token)
