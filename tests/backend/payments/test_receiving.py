"""Webhooks that come together are kept together, each event once, with one job for those about the same."""

from __future__ import annotations

import asyncio

from sqlalchemy import text

from backend.payments.ports import SETTLE_NOTICE, Notice
from backend.payments.receiving import Delivered, receive
from tests.backend.payments.counter import Counter


def told(event_id: str, reference: str | None) -> Delivered:
    return Delivered("fake", Notice(event_id, "payment", reference), b"{}")


async def kept(counter: Counter, beginning: str) -> list[tuple[str, str | None]]:
    async with counter.sessions() as session:
        rows = await session.execute(
            text("SELECT event_id, outcome FROM payment_notices WHERE event_id LIKE :like ORDER BY event_id"),
            {"like": f"{beginning}%"},
        )
        return [(row.event_id, row.outcome) for row in rows]


async def test_those_about_the_same_have_one_job(counter: Counter) -> None:
    together = [told("same-1", "one"), told("same-2", "other"), told("same-3", "one")]
    await receive(counter.ports, together)
    assert [task for task, _ in counter.queue.jobs] == [SETTLE_NOTICE] * 2
    assert await kept(counter, "same-") == [("same-1", None), ("same-2", None), ("same-3", None)]


async def test_what_came_before_has_no_job_again(counter: Counter) -> None:
    await receive(counter.ports, [told("again-1", "one"), told("again-1", "one")])
    await receive(counter.ports, [told("again-1", "one")])
    assert len(counter.queue.jobs) == 1
    await receive(counter.ports, [told("again-1", "one"), told("again-2", "one")])
    assert len(counter.queue.jobs) == 2
    assert len(await kept(counter, "again-")) == 2


async def test_what_concerns_nobody_is_kept_as_settled(counter: Counter) -> None:
    await receive(counter.ports, [told("nobody-1", None)])
    assert counter.queue.jobs == []
    assert await kept(counter, "nobody-") == [("nobody-1", "concerns_nobody")]


async def test_the_same_may_come_to_many_at_once_in_any_order(counter: Counter) -> None:
    events = [told(f"many-{number:02}", f"of-{number}") for number in range(40)]
    await asyncio.gather(*(receive(counter.ports, events[:: (1, -1)[turn % 2]]) for turn in range(8)))
    assert len(await kept(counter, "many-")) == 40
    assert len(counter.queue.jobs) == 40
