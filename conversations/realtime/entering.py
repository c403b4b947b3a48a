"""Which rooms somebody may watch, and that there are such rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.service import known_resellers, supplier_names
from backend.quotes.priced import list_priced
from conversations.models import Conversation
from conversations.realtime.redaction import may_be_in
from conversations.realtime.rooms import (
    COMPANY,
    agent_room,
    conversation_room,
    quote_room,
    reseller_room,
    supplier_room,
)
from conversations.realtime.viewing import Viewer

MOST_ROOMS: Final = 100
"""That one socket watches at once."""
LONGEST_NAME: Final = 100


async def enterable(session: AsyncSession, viewer: Viewer, rooms: Collection[str]) -> set[str]:
    """The rooms among these that there are and that the viewer may watch, in at most four statements."""
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for room in rooms:
        kind, _, name = room[:LONGEST_NAME].partition(":")
        asked[kind].add(name)
    found = {
        *((COMPANY,) if COMPANY in rooms and viewer.house else ()),
        *((agent_room(viewer.id),) if viewer.house and viewer.id is not None else ()),
        *await _conversations(session, viewer, asked["conversation"]),
        *await _quotes(session, viewer, asked["quote"]),
        *await _partners(session, viewer, asked["supplier"], supplier_room, supplier_names),
        *await _partners(session, viewer, asked["reseller"], reseller_room, known_resellers),
    }
    return found.intersection(rooms)


async def _conversations(session: AsyncSession, viewer: Viewer, names: Collection[str]) -> list[str]:
    wanted = [one for one in _ids(names) if may_be_in(viewer, conversation_room(one), None)]
    if not wanted:
        return []
    known = await session.scalars(select(Conversation.id).where(Conversation.id.in_(wanted)))
    return [conversation_room(one) for one in known]


async def _quotes(session: AsyncSession, viewer: Viewer, names: Collection[str]) -> list[str]:
    quotes = await list_priced(session, quote_ids=_ids(names))
    return [quote_room(one) for one, quote in quotes.items() if may_be_in(viewer, quote_room(one), quote)]


async def _partners(
    session: AsyncSession,
    viewer: Viewer,
    codes: Collection[str],
    room: Callable[[str], str],
    known: Callable[..., Awaitable[Iterable[str]]],
) -> list[str]:
    wanted = [one for one in codes if one.isprintable() and may_be_in(viewer, room(one), None)]
    return [room(one) for one in await known(session, codes=wanted)] if wanted else []


def _ids(names: Collection[str]) -> list[UUID]:
    """Those that are ids as we write them; another spelling would be another room."""
    found = []
    for name in names:
        try:
            one = UUID(name)
        except ValueError:
            continue
        if str(one) == name:
            found.append(one)
    return found
