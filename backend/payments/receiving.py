"""Webhooks are kept once, and settled by a job."""

from __future__ import annotations

import uuid
from datetime import timedelta

from backend.payments import repository
from backend.payments.ports import SETTLE_NOTICE, Notice, PaymentPorts

KEPT = timedelta(days=30)
"""How long a webhook is kept once it is settled: far longer than anybody delivers it again."""


async def forget_settled(ports: PaymentPorts) -> None:
    """Deletes webhooks that nobody needs any more."""
    async with ports.sessions.begin() as session:
        await repository.forget_notices(session, ports.clock() - KEPT)


async def receive(ports: PaymentPorts, *, provider: str, notice: Notice, body: bytes) -> bool:
    """Keeps a webhook with the job that settles it; False where it came before. What concerns nobody is kept as settled."""
    now = ports.clock()
    notice_id = uuid.uuid4()
    nobodys = notice.reference is None
    row = {
        "id": notice_id,
        "provider": provider,
        "event_id": notice.event_id,
        "kind": notice.kind,
        "reference": notice.reference,
        "body": body,
        "received_at": now,
        "settled_at": now if nobodys else None,
        "outcome": "concerns_nobody" if nobodys else None,
    }
    async with ports.sessions.begin() as session:
        new = await repository.add_notice(session, row)
        if new and not nobodys:
            lock = f"{SETTLE_NOTICE}:{provider}:{notice.reference}"
            await ports.queue.defer(session, SETTLE_NOTICE, lock=lock, notice_id=str(notice_id))
    return new
