"""The webhook's door: what is the provider's is kept once with its job, and nothing else is."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from backend.payments.endpoints import MOST_BYTES, payments_router
from backend.payments.models import PaymentNotice
from backend.payments.ports import SETTLE_NOTICE, Notice, TheirCapture, TheirPayment, TheirState
from backend.payments.providers.fake.provider import SIGNATURE
from backend.payments.receiving import Delivered, receive
from backend.payments.settling import settle
from tests.backend.payments.counter import Counter


@pytest.fixture
def door(counter: Counter) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(payments_router(counter.ports))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://door")


async def kept(counter: Counter) -> int:
    async with counter.sessions() as session:
        return await session.scalar(select(func.count()).select_from(PaymentNotice)) or 0


async def test_a_webhook_is_kept_once_however_often_it_comes(
    counter: Counter, door: httpx.AsyncClient
) -> None:
    before = await kept(counter)
    slip = counter.provider.slip("somewhere", at=counter.now)
    for _ in range(3):
        answer = await door.post("/payments/fake/webhook", content=slip.body, headers=slip.headers)
        assert answer.status_code == 200
    assert await kept(counter) == before + 1
    assert [task for task, _ in counter.queue.jobs] == [SETTLE_NOTICE]


async def test_of_what_is_not_the_providers_nothing_is_kept(
    counter: Counter, door: httpx.AsyncClient
) -> None:
    before = await kept(counter)
    slip = counter.provider.slip("somewhere", at=counter.now)
    old = counter.provider.slip("somewhere", at=counter.now - timedelta(seconds=301))
    tries = [
        ({}, slip.body, 401),
        ({SIGNATURE: "0" * 64}, slip.body, 403),
        (slip.headers, slip.body + b" ", 403),
        (slip.headers, slip.body[:-5], 403),
        (old.headers, old.body, 403),
        (slip.headers, b"x" * (MOST_BYTES + 1), 413),
    ]
    for headers, body, status in tries:
        answer = await door.post("/payments/fake/webhook", content=body, headers=headers)
        assert answer.status_code == status
    assert (await door.post("/payments/nobody/webhook", content=slip.body)).status_code == 404
    assert await kept(counter) == before
    assert counter.queue.jobs == []


async def test_a_webhook_that_breaks_off_is_nothing(counter: Counter) -> None:
    app = FastAPI()
    app.include_router(payments_router(counter.ports))
    coming = iter([{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}])
    sent: list[MutableMapping[str, Any]] = []

    async def listen() -> MutableMapping[str, Any]:
        return dict(next(coming))

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    path = {"path": "/payments/fake/webhook", "raw_path": b"/payments/fake/webhook", "query_string": b""}
    scope = {"type": "http", "method": "POST", "headers": [], **path}
    await app(scope, listen, send)
    assert sent[0]["status"] == 400


async def test_an_event_of_another_account_concerns_nobody(counter: Counter) -> None:
    await counter.notify("not-ours")
    await counter.work()
    assert counter.told.kinds == []
    assert counter.queue.jobs == []


async def test_the_same_event_id_of_another_provider_is_another_webhook(counter: Counter) -> None:
    before = await kept(counter)
    notice = Notice("evt_1", "payment", "somewhere")
    for _ in range(2):
        await receive(counter.ports, [Delivered(name, notice, b"{}") for name in ("one", "other", "one")])
    assert (await kept(counter), len(counter.queue.jobs)) == (before + 2, 2)


async def test_what_names_a_payment_of_another_provider_is_nobodys(counter: Counter) -> None:
    """Whoever is paid by our account may write any id beside it."""
    payment = await counter.ask(await counter.book())
    taken = TheirCapture(str(uuid4()), payment.amount, None, counter.now)
    theirs = TheirPayment("other", str(uuid4()), payment.id, TheirState.PAID, (taken,))
    await settle(counter.ports, theirs)
    assert counter.told.kinds == ["unclaimed"]
