"""How mail leaves: by the operator's server, into a folder where the simulator runs, or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions.codes import Clock, Codes, mail_code
from app.settings import Settings
from backend.mail.folder import MailFolder
from backend.mail.ports import Mailer
from backend.mail.smtp import SmtpMailer
from conversations.ports import JobQueue

MAIL_CODE = "mail_code"


def mailer_of(settings: Settings) -> Mailer | None:
    """The operator's mail server; without one a folder where the simulator runs, else nothing."""
    if settings.smtp_url:
        return SmtpMailer(settings.smtp_url, settings.mail_from)
    return MailFolder(settings.data_dir / "mail") if settings.simulator else None


def codes_of(settings: Settings, queue: JobQueue) -> Codes | None:
    """How actions ask for codes by e-mail; None where no mail leaves, so that they are not offered."""

    async def post(session: AsyncSession, conversation_id: UUID) -> None:
        """With a lock of its own, so that no turn waits for a mail server."""
        lock, argument = f"mail:{conversation_id}", str(conversation_id)
        await queue.defer(session, MAIL_CODE, lock=lock, conversation_id=argument)

    return Codes(post, settings.secrets["visitor_secret"]) if mailer_of(settings) else None


def code_work(
    settings: Settings, sessions: async_sessionmaker[AsyncSession], clock: Clock
) -> Callable[[UUID], Awaitable[None]]:
    """The job that sends a conversation's code."""
    mailer, key = mailer_of(settings), settings.secrets["visitor_secret"]

    async def work(conversation_id: UUID) -> None:
        if mailer is None:
            return  # No mail leaves any more; the code runs out by itself.
        await mail_code(
            conversation_id,
            sessions=sessions,
            mailer=mailer,
            key=key,
            operator=settings.operator_name,
            clock=clock,
        )

    return work
