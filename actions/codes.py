"""Codes by e-mail, which prove that a traveller is with whoever booked: asked for in a turn, sent by a job after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.bookings.proofs import WINDOW, make_code, mark_mailed
from backend.mail.ports import Mail, Mailer, MailRefused
from texts import say

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]
MINUTES = int(WINDOW.total_seconds() // 60)


class Post(Protocol):
    """Whoever takes care that a conversation's code is sent once the caller's transaction has committed."""

    async def __call__(self, session: AsyncSession, conversation_id: UUID) -> None:
        """Defers `mail_code`."""
        ...


@dataclass(frozen=True, slots=True)
class Codes:
    """How codes are sent, and the key that their hashes need."""

    post: Post
    key: str


async def mail_code(
    conversation_id: UUID,
    *,
    sessions: async_sessionmaker[AsyncSession],
    mailer: Mailer,
    key: str,
    operator: str,
    clock: Clock,
) -> None:
    """Sends the code that a conversation waits for; raises MailDelayed, and is then to be tried again with a new code."""
    async with sessions.begin() as session:
        made = await make_code(session, conversation_id=conversation_id, key=key, now=clock())
    if made is None:
        return
    subject = say(made.voice, "mail.code_subject", code=made.code, operator=operator)
    text = say(made.voice, "mail.code_text", code=made.code, operator=operator, minutes=MINUTES)
    try:
        await mailer.send(Mail(made.email, subject, text))
    except MailRefused as refused:
        log.warning("mail.refused", conversation_id=str(conversation_id), reason=refused.reason)
    async with sessions.begin() as session:
        await mark_mailed(session, code_id=made.id, now=clock())
