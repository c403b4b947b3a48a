"""The SQL of who proved to be with whoever has an e-mail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CompoundSelect, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement

from backend.bookings.models import Booking, BookingClaim, EmailCode, WrongPair


def without_case(email: InstrumentedAttribute[str] | str) -> ColumnElement[str]:
    """An e-mail as it is compared, always by the database, which has an index of them."""
    return func.lower(func.btrim(email))


def seen_from(conversation_id: UUID) -> CompoundSelect[UUID]:
    """The ids of what was booked in the conversation, or in an e-mail that it proved."""
    made_here = select(Booking.id).where(Booking.conversation_id == conversation_id)
    proved = (
        select(Booking.id)
        .join(BookingClaim, BookingClaim.email == without_case(Booking.lead_email))
        .where(
            BookingClaim.conversation_id == conversation_id,
            or_(BookingClaim.made_in.is_(None), BookingClaim.made_in == Booking.conversation_id),
        )
    )
    return made_here.union(proved)


async def sees(session: AsyncSession, conversation_id: UUID, booking_id: UUID) -> bool:
    """Whether the conversation made the booking or proved its e-mail."""
    seen = seen_from(conversation_id).subquery()
    return await session.scalar(select(seen.c.id).where(seen.c.id == booking_id)) is not None


async def add_claim(
    session: AsyncSession, conversation_id: UUID, email: str, made_in: UUID | None, now: datetime
) -> None:
    """Remembers a proof; again, it changes nothing."""
    row = {
        "conversation_id": conversation_id,
        "email": without_case(email),
        "made_in": made_in,
        "proved_at": now,
    }
    await session.execute(insert(BookingClaim).values(row).on_conflict_do_nothing())


async def add_wrong_pair(session: AsyncSession, conversation_id: UUID, digest: bytes, now: datetime) -> None:
    """Counts a wrong pair; the same one again counts once, for it tells nothing new."""
    row = {"conversation_id": conversation_id, "digest": digest, "given_at": now}
    await session.execute(insert(WrongPair).values(row).on_conflict_do_nothing())


async def count_wrong_pairs(
    session: AsyncSession, conversation_id: UUID, since: datetime, *, but: bytes
) -> int:
    """How many other wrong pairs the conversation gave."""
    statement = select(func.count()).where(
        WrongPair.conversation_id == conversation_id, WrongPair.given_at > since, WrongPair.digest != but
    )
    return await session.scalar(statement) or 0


async def lock_email(session: AsyncSession, email: str) -> None:
    """Requests of codes for one e-mail are counted one after the other until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(without_case(email), 0))))


async def count_codes(
    session: AsyncSession, *, since: datetime, conversation_id: UUID | None = None, email: str | None = None
) -> int:
    """How many codes a conversation asked for, or were asked for an e-mail."""
    statement = select(func.count()).select_from(EmailCode).where(EmailCode.requested_at > since)
    if conversation_id is not None:
        statement = statement.where(EmailCode.conversation_id == conversation_id)
    if email is not None:
        statement = statement.where(EmailCode.email == without_case(email))
    return await session.scalar(statement) or 0


async def add_code(
    session: AsyncSession, conversation_id: UUID, email: str, voice: str, now: datetime
) -> None:
    """A request of a code that is still to be made."""
    row = {
        "conversation_id": conversation_id,
        "email": without_case(email),
        "voice": voice,
        "requested_at": now,
    }
    await session.execute(insert(EmailCode).values(row))


async def lock_newest_code(session: AsyncSession, conversation_id: UUID, since: datetime) -> EmailCode | None:
    """The code that the conversation asked for last; those before it are worth nothing any more."""
    statement = (
        select(EmailCode)
        .where(EmailCode.conversation_id == conversation_id, EmailCode.requested_at > since)
        .order_by(EmailCode.id.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).one_or_none()


async def mark_mailed(session: AsyncSession, code_id: int, now: datetime) -> None:
    """The code has left."""
    await session.execute(update(EmailCode).where(EmailCode.id == code_id).values(mailed_at=now))


async def has_bookings(session: AsyncSession, email: str) -> bool:
    """Whether anything is booked in an e-mail."""
    statement = select(Booking.id).where(without_case(Booking.lead_email) == without_case(email)).limit(1)
    return await session.scalar(statement) is not None


async def forget(session: AsyncSession, conversation_id: UUID) -> None:
    """Deletes all that a conversation proved or tried to."""
    for table in (BookingClaim, WrongPair, EmailCode):
        await session.execute(delete(table).where(table.conversation_id == conversation_id))


async def forget_tries_before(session: AsyncSession, moment: datetime) -> None:
    """Deletes wrong pairs and codes that count no more."""
    await session.execute(delete(WrongPair).where(WrongPair.given_at < moment))
    await session.execute(delete(EmailCode).where(EmailCode.requested_at < moment))
