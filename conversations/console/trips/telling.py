"""Tells everybody who has a part in a trip what became of it: the house, the quote's room, its suppliers and its reseller."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.quotes.priced import partners_of_quote
from conversations.realtime import conversation_room, publish, quote_room, reseller_room, supplier_room


async def tell_trip(
    session: AsyncSession, kind: str, *, conversation_id: UUID | None, quote_id: UUID, **data: Any
) -> None:
    """Publishes an event about a quote; who sees what of it is decided when it is delivered."""
    suppliers, reseller = await partners_of_quote(session, quote_id=quote_id)
    rooms = [quote_room(quote_id), *map(supplier_room, suppliers)]
    if reseller is not None:
        rooms.append(reseller_room(reseller))
    if conversation_id is not None:
        rooms.insert(0, conversation_room(conversation_id))
    await publish(
        session, kind, rooms=rooms, conversation_id=conversation_id, data={"quote_id": quote_id, **data}
    )
