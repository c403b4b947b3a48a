"""Webhooks are kept once, and settled by a job."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.payments import notices_repository
from backend.payments.ports import SETTLE_NOTICE, Notice, PaymentPorts

KEPT = timedelta(days=30)
"""How long a webhook is kept once it is settled: far longer than anybody delivers it again."""


async def forget_settled(ports: PaymentPorts) -> None:
    """Deletes webhooks that nobody needs any more."""
    async with ports.sessions.begin() as session:
        await notices_repository.forget_notices(session, ports.clock() - KEPT)


@dataclass(frozen=True, slots=True)
class Delivered:
    """A webhook that its provider is proved to have sent, and the bytes that came."""

    provider: str
    notice: Notice
    body: bytes


async def receive(ports: PaymentPorts, delivered: Sequence[Delivered]) -> None:
    """Keeps webhooks with the jobs that settle them, each event once. What concerns nobody is kept as settled.

    Of those about the same that come together one has the job: it settles all that are there.
    """
    rows = [_row(one, now=ports.clock()) for one in delivered]
    async with ports.sessions.begin() as session:
        new = await notices_repository.add_notices(session, rows)
        due: dict[str, dict[str, str]] = {}
        for row in rows:
            if row["id"] in new and row["reference"] is not None:
                lock = f"{SETTLE_NOTICE}:{row['provider']}:{row['reference']}"
                due.setdefault(lock, {"notice_id": str(row["id"])})
        if due:
            await ports.queue.defer_all(session, SETTLE_NOTICE, list(due.items()))


def _row(delivered: Delivered, *, now: datetime) -> dict[str, Any]:
    notice = delivered.notice
    nobodys = notice.reference is None
    return {
        "id": uuid.uuid4(),
        "provider": delivered.provider,
        "event_id": notice.event_id,
        "kind": notice.kind,
        "reference": notice.reference,
        "body": delivered.body,
        "received_at": now,
        "settled_at": now if nobodys else None,
        "outcome": "concerns_nobody" if nobodys else None,
    }
