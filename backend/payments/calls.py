"""What is going to be asked of a provider is written down first, with the job that asks."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.payments import calls_repository
from backend.payments.ports import CALL_PROVIDER, JobQueue


async def write_call(
    session: AsyncSession, queue: JobQueue, *, action: str, subject_id: UUID, provider: str, now: datetime
) -> None:
    """Writes down one call for a payment or refund, and its job; again, it changes nothing."""
    call_id = uuid.uuid4()
    row = {
        "id": call_id,
        "provider": provider,
        "action": action,
        "subject_id": subject_id,
        "began_at": now,
    }
    if await calls_repository.add_call(session, row):
        await queue.defer(session, CALL_PROVIDER, lock=f"{CALL_PROVIDER}:{call_id}", call_id=str(call_id))
