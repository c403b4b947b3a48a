"""The queries behind what providers report of messages of ours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.models import UNSENT, Contact, Conversation, Delivery, EarlyReport, Message


async def lock_parts(session: AsyncSession, channel: str, provider_ids: Sequence[str]) -> None:
    """Until the transaction ends nobody else tells of these parts, or looks what was told; before any row is locked."""
    for provider_id in sorted(set(provider_ids)):
        name = func.hashtextextended(f"part:{channel}:{provider_id}", 0)
        await session.execute(select(func.pg_advisory_xact_lock(name)))


async def find_unsent(session: AsyncSession, *, channel: str, message_id: UUID) -> Message | None:
    """The outbound message if it is still to be delivered, or on its way; locked."""
    return await session.scalar(
        select(Message)
        .where(Message.id == message_id, Message.channel == channel, Message.delivery.in_(UNSENT))
        .with_for_update()
    )


async def find_part(session: AsyncSession, *, channel: str, provider_id: str) -> Message | None:
    """The outbound message of which a provider took a part under this id."""
    return await session.scalar(
        select(Message)
        .where(Message.channel == channel, Message.parts_sent.contains([provider_id]))
        .with_for_update()
    )


async def list_on_the_way(
    session: AsyncSession, *, channel: str, address: str, until: datetime
) -> Sequence[Message]:
    """What somebody was sent until a moment and, as far as is known, has not read; locked."""
    conversations = (
        select(Conversation.id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Contact.channel == channel, Contact.address == address)
    )
    query = (
        select(Message)
        .where(
            Message.conversation_id.in_(conversations),
            Message.delivery.in_((Delivery.SENT, Delivery.DELIVERED)),
            Message.created_at <= until,
        )
        .order_by(Message.offset)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def keep_early(
    session: AsyncSession, *, channel: str, provider_id: str, delivery: Delivery, failure: str | None
) -> None:
    """Keeps a report for later."""
    row = {"channel": channel, "provider_message_id": provider_id, "delivery": delivery, "failure": failure}
    await session.execute(insert(EarlyReport).values(row).on_conflict_do_nothing())


async def take_early(
    session: AsyncSession, channel: str, provider_ids: Sequence[str]
) -> Sequence[EarlyReport]:
    """What was kept of these parts, and is not any more."""
    query = (
        delete(EarlyReport)
        .where(EarlyReport.channel == channel, EarlyReport.provider_message_id.in_(provider_ids))
        .returning(EarlyReport)
    )
    return (await session.scalars(query)).all()


async def forget_early(session: AsyncSession, *, before: datetime) -> None:
    """What has been kept for long."""
    await session.execute(delete(EarlyReport).where(EarlyReport.at < before))
