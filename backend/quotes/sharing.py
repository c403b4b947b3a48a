"""Quotes that are passed on by their reference: whoever has it may see what it sells for, and go on from it."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import QuoteNotFound
from backend.quotes import repository, views
from backend.quotes.models import Quote
from backend.quotes.schemas import QuoteView
from backend.references import new_reference


async def find_quote(session: AsyncSession, *, reference: str) -> QuoteView:
    """The newest revision of a quote. Raises QuoteNotFound."""
    row = await repository.newest_or_none(session, reference)
    if row is None:
        raise QuoteNotFound(reference)
    return views.quote_view(row)


async def copy_quote(
    session: AsyncSession, *, quote_id: UUID, conversation_id: UUID | None, language: str, now: datetime
) -> QuoteView:
    """The same offer at the same price until the same moment, under a reference of its own: what one conversation does
    with it, such as letting its places go, is nothing to the other. Raises QuoteNotFound.
    """
    row = await repository.get_one_or_none(session, quote_id)
    if row is None:
        raise QuoteNotFound(quote_id)
    copy = {column.name: getattr(row, column.name) for column in Quote.__table__.columns} | {
        "id": uuid.uuid4(),
        "revision": 1,
        "conversation_id": conversation_id,
        "language": language,
        "issued_at": now,
    }
    while not await repository.add(session, {**copy, "reference": f"Q-{new_reference()}"}):
        pass
    made = await repository.get_one_or_none(session, copy["id"])
    assert made is not None
    return views.quote_view(made)
