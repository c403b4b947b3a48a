"""Proofs of whose bookings may be shown in a conversation: reference and e-mail together, or a code sent by e-mail.

Nothing here tells whether a reference or an e-mail exists: not by an answer, nor by what is done for it in a turn.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings import proof_repository as repository
from backend.bookings.models import Booking
from backend.errors import TooManyTries

WINDOW = timedelta(minutes=15)
"""How long a code is good for, and in which time wrong pairs and codes of a conversation are counted."""
MOST_WRONG_PAIRS = 5
MOST_WRONG_CODES = 5
MOST_CODES = 3
"""Codes for a conversation in a window."""
MOST_CODES_FOR_EMAIL = 5
"""Codes for an e-mail, from all conversations, in an hour."""
DIGITS = 6
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CodeToSend:
    """A code on its way to an e-mail; ``voice`` is the language and form of address of who asked for it."""

    id: int
    email: str
    code: str
    voice: str


async def prove_by_pair(
    session: AsyncSession,
    *,
    booking: Booking | None,
    reference: str,
    email: str,
    conversation_id: UUID,
    now: datetime,
) -> bool:
    """Whether reference and e-mail belong together; then the conversation sees what was booked with them. TooManyTries."""
    digest = hashlib.sha256(f"{reference}\0{email.strip().lower()}".encode()).digest()
    since = now - WINDOW
    if await repository.count_wrong_pairs(session, conversation_id, since, but=digest) >= MOST_WRONG_PAIRS:
        raise TooManyTries(conversation_id)
    if booking is None or not is_in(booking, email):
        await repository.add_wrong_pair(session, conversation_id, digest, now)
        return False
    if booking.conversation_id is not None:
        await repository.add_claim(session, conversation_id, email, booking.conversation_id, now)
    return True


def is_in(booking: Booking, email: str) -> bool:
    """Whether a booking was made in an e-mail."""
    known = email.strip().lower()
    return bool(known) and hmac.compare_digest(booking.lead_email.strip().lower().encode(), known.encode())


async def request_code(
    session: AsyncSession, *, conversation_id: UUID, email: str, voice: str, now: datetime
) -> None:
    """Notes that a code is to be sent to an e-mail, whether we know it or not. TooManyTries."""
    await repository.lock_email(session, email)
    mine = await repository.count_codes(session, since=now - WINDOW, conversation_id=conversation_id)
    theirs = await repository.count_codes(session, since=now - timedelta(hours=1), email=email)
    if mine >= MOST_CODES or theirs >= MOST_CODES_FOR_EMAIL:
        raise TooManyTries(conversation_id)
    await repository.add_code(session, conversation_id, email, voice, now)


async def make_code(
    session: AsyncSession, *, conversation_id: UUID, key: str, now: datetime
) -> CodeToSend | None:
    """The code that the conversation waits for, new each time until it is marked as mailed; kept only as a hash.

    None where it was mailed, where it is too late, and where nothing is booked in the e-mail.
    """
    row = await repository.lock_newest_code(session, conversation_id, now - WINDOW)
    if row is None or row.mailed_at is not None or not await repository.has_bookings(session, row.email):
        return None
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row.code_hash = _hash(row.id, code, key)
    await session.flush()
    return CodeToSend(row.id, row.email, code, row.voice)


async def mark_mailed(session: AsyncSession, *, code_id: int, now: datetime) -> None:
    """The code was sent."""
    await repository.mark_mailed(session, code_id, now)


async def prove_by_code(
    session: AsyncSession, *, conversation_id: UUID, code: str, key: str, now: datetime
) -> bool:
    """Whether it is the code sent last; then the conversation sees all that is booked in its e-mail. TooManyTries."""
    row = await repository.lock_newest_code(session, conversation_id, now - WINDOW)
    if row is None:
        return False
    if row.tries >= MOST_WRONG_CODES:
        raise TooManyTries(conversation_id)
    if not hmac.compare_digest(row.code_hash or b"", _hash(row.id, code, key)):
        row.tries += 1
        await session.flush()
        return False
    row.code_hash = None
    await session.flush()
    await repository.add_claim(session, conversation_id, row.email, None, now)
    return True


async def forget_old_tries(session: AsyncSession, *, now: datetime) -> None:
    """Deletes what was tried more than a day ago."""
    await repository.forget_tries_before(session, now - KEPT)


def _hash(code_id: int, code: str, key: str) -> bytes:
    return hmac.digest(key.encode(), f"code {code_id} {code}".encode(), "sha256")
