"""The SQL of quotes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, exists, func, select, text
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.quotes.models import Quote

BY_IDS: Final = select(Quote).where(Quote.id.in_(bindparam("ids", expanding=True)))
SUPPLIERS: Final = text(
    """
    SELECT DISTINCT supplier_code FROM products WHERE code IN (
        SELECT line ->> 'product' FROM quotes, jsonb_array_elements(itinerary -> 'lines') AS line
        WHERE quotes.id = :quote_id
    ) ORDER BY supplier_code
    """
)


async def get_one_or_none(session: AsyncSession, quote_id: UUID) -> Quote | None:
    """The quote."""
    return await session.get(Quote, quote_id)


async def list_by_ids(session: AsyncSession, quote_ids: Collection[UUID]) -> Sequence[Quote]:
    """Those of these quotes that there are."""
    return (await session.scalars(BY_IDS, {"ids": list(quote_ids)})).all()


async def list_suppliers(session: AsyncSession, quote_id: UUID) -> Sequence[str]:
    """Who gives a quote's services, by code."""
    return (await session.scalars(SUPPLIERS, {"quote_id": quote_id})).all()


async def lock_one_or_none(session: AsyncSession, quote_id: UUID) -> Quote | None:
    """The quote, with others who want to hold or revise it kept waiting until the transaction ends."""
    statement = select(Quote).where(Quote.id == quote_id).with_for_update(key_share=True)
    return (await session.scalars(statement)).one_or_none()


async def list_revisions(session: AsyncSession, reference: str) -> Sequence[UUID]:
    """The ids of all revisions."""
    return (await session.scalars(select(Quote.id).where(Quote.reference == reference))).all()


async def newest_or_none(session: AsyncSession, reference: str) -> Quote | None:
    """The last revision."""
    newest_first = select(Quote).where(Quote.reference == reference).order_by(Quote.revision.desc()).limit(1)
    return await session.scalar(newest_first)


async def last_revision(session: AsyncSession, reference: str) -> int:
    """The number of the newest revision, with other revisers kept waiting."""
    first = (
        select(Quote.id)
        .where(Quote.reference == reference, Quote.revision == 1)
        .with_for_update(key_share=True)
    )
    await session.execute(first)
    newest = select(func.max(Quote.revision)).where(Quote.reference == reference)
    return (await session.execute(newest)).scalar_one()


async def add(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Writes a quote; False when its reference and revision exist already."""
    statement = insert(Quote).values(row).on_conflict_do_nothing(constraint="uq_quotes_reference_revision")
    return (await session.execute(statement.returning(Quote.id))).one_or_none() is not None


async def list_referenced(session: AsyncSession, first: str, last: str, limit: int) -> Sequence[Quote]:
    """The newest revisions of quotes whose references lie between two, both included, the newest quotes first."""
    each = (
        select(Quote)
        .where(Quote.reference >= first, Quote.reference <= last, Quote.reference.startswith(first))
        .ext(distinct_on(Quote.reference))
        .order_by(Quote.reference, Quote.revision.desc())
        .subquery()
    )
    newest = select(aliased(Quote, each)).order_by(each.c.issued_at.desc()).limit(limit)
    return (await session.scalars(newest)).all()


async def list_ids_by_conversation(
    session: AsyncSession, conversation_id: UUID, limit: int
) -> Sequence[UUID]:
    """The conversation's quotes, all revisions, newest first."""
    statement = select(Quote.id).where(Quote.conversation_id == conversation_id)
    newest = statement.order_by(Quote.issued_at.desc(), Quote.revision.desc()).limit(limit)
    return (await session.scalars(newest)).all()


async def list_of_reseller(session: AsyncSession, reseller: str, limit: int) -> Sequence[UUID]:
    """The newest revisions of the quotes that a reseller sells, newest first."""
    revision = aliased(Quote)
    newer = exists().where(revision.reference == Quote.reference, revision.revision > Quote.revision)
    statement = select(Quote.id).where(Quote.reseller_code == reseller, ~newer)
    return (await session.scalars(statement.order_by(Quote.issued_at.desc(), Quote.id).limit(limit))).all()
