"""The SQL of webhooks that are kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.payments.models import (
    PaymentNotice,
)

NAMED: Final = aliased(PaymentNotice)


TOLD: Final = (
    select(PaymentNotice.id, PaymentNotice.provider, PaymentNotice.reference)
    .join(NAMED, and_(PaymentNotice.provider == NAMED.provider, PaymentNotice.reference == NAMED.reference))
    .where(NAMED.id == bindparam("notice_id"), NAMED.settled_at.is_(None), PaymentNotice.settled_at.is_(None))
)


ADD_NOTICES: Final = text(
    """
    INSERT INTO payment_notices
        (id, provider, event_id, kind, reference, body, received_at, settled_at, outcome)
    SELECT * FROM unnest(
        CAST(:id AS uuid[]), CAST(:provider AS text[]), CAST(:event_id AS text[]), CAST(:kind AS text[]),
        CAST(:reference AS text[]), CAST(:body AS bytea[]), CAST(:received_at AS timestamptz[]),
        CAST(:settled_at AS timestamptz[]), CAST(:outcome AS text[])
    )
    ON CONFLICT DO NOTHING RETURNING id
    """
)


END_NOTICES: Final = text(
    "UPDATE payment_notices SET settled_at = :now, outcome = :told WHERE id = ANY(:ids) AND settled_at IS NULL"
)


async def end_notices(
    session: AsyncSession, notice_ids: Collection[UUID], outcome: str, now: datetime
) -> None:
    """Notices are done with."""
    await session.execute(END_NOTICES, {"ids": list(notice_ids), "told": outcome, "now": now})


async def forget_notices(session: AsyncSession, moment: datetime) -> None:
    """Deletes webhooks that were settled long ago, with whatever they say of people."""
    await session.execute(delete(PaymentNotice).where(PaymentNotice.settled_at < moment))


async def add_notices(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Keeps notices; the ids of those that had not come before.

    All who keep some at once do so in one order, so that no two wait for each other.
    """
    ordered = sorted(rows, key=lambda row: (row["provider"], row["event_id"]))
    columns = {name: [row[name] for row in ordered] for name in ordered[0]}
    return set((await session.scalars(ADD_NOTICES, columns)).all())


async def list_told(session: AsyncSession, notice_id: UUID) -> Sequence[Row[UUID, str, str | None]]:
    """(id, provider, what to ask for) of a notice and of all others about the same; none once it is settled."""
    return (await session.execute(TOLD, {"notice_id": notice_id})).all()
