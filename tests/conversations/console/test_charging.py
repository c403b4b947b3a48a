"""An agent asks for money by a link, sees what came of it, and gives it back within what they may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.jobs import PostgresQueue
from backend.money import Money
from backend.payments.looking import look
from backend.payments.ports import PaymentPorts, ProviderDown
from backend.payments.providers.fake import FakeProvider
from conversations.console.ports import DeskPorts
from conversations.console.trips.charging import Till, charging_router
from conversations.media.store import MemoryStore
from conversations.paying.telling import PaymentTeller
from conversations.team.guard import Guard
from conversations.team.models import AuditEntry, Role
from tests.backend.conftest import NOW
from tests.conversations.console.conftest import ADDRESS, Colleague, Sessions
from tests.conversations.console.desk import ANA, Desk, desk_over


@dataclass
class Counter:
    """Lucía's desk with a till, and a booking on hold."""

    desk: Desk
    stripe: FakeProvider
    ports: PaymentPorts
    reference: str

    async def ask(self, kind: str = "deposit") -> Any:
        body = {"client_id": str(uuid4()), "kind": kind, "provider": "stripe"}
        return await self.desk.post(f"bookings/{self.reference}/payments", body)

    async def paid(self, kind: str = "deposit") -> None:
        """The traveller pays by a link, and it is noticed."""
        link = (await self.ask(kind)).json()["payment"]
        self.stripe.pay(link["url"].rpartition("/")[2], at=NOW)
        await look(self.ports, payment_id=link["id"])

    async def refund(self, amount: int, client_id: str | None = None) -> Any:
        body = {"client_id": client_id or str(uuid4()), "amount": amount, "reason": "cortesía"}
        return await self.desk.post(f"bookings/{self.reference}/refunds", body)

    async def money(self) -> Any:
        (shown,) = (await self.desk.get("traveller"))["payments"]
        return shown


@pytest.fixture
async def counter(undone: Sessions) -> AsyncIterator[Counter]:
    desk = await desk_over(undone)
    _, hold = await desk.held()
    body = {"booking_id": str(uuid4()), "hold_id": hold["id"], **ANA}
    reference = (await desk.post("bookings", body)).json()["reference"]
    stripe, queue = FakeProvider("stripe"), PostgresQueue()
    ports = PaymentPorts(
        sessions=undone,
        queue=queue,
        providers={"stripe": stripe},
        address="https://altamar.example",
        teller=PaymentTeller(queue, lambda: NOW),
        clock=lambda: NOW,
    )
    console = DeskPorts(
        sessions=undone,
        queue=queue,
        guard=Guard(undone, address=ADDRESS),
        media=MemoryStore(),
        clock=lambda: NOW,
    )
    till = Till(ports, refund_limit=Money(10_000, "USD"))
    desk.office.app.include_router(charging_router(console, till), prefix="/console/api")
    yield Counter(desk, stripe, ports, reference)
    await desk.lucia.browser.aclose()


async def test_a_link_is_sent_as_a_message_with_a_button(counter: Counter) -> None:
    due = await counter.desk.get(f"bookings/{counter.reference}/payable")
    assert [one["kind"] for one in due["choices"]] == ["deposit", "full"]
    assert due["providers"] == ["stripe"]

    made = (await counter.ask()).json()

    assert made["message"]["sender"] == "agent"
    assert "El enlace sirve hasta el" in made["message"]["text"]
    assert made["message"]["buttons"] == [{"title": "Pagar ahora", "payload": made["payment"]["url"]}]
    shown = await counter.money()
    assert [(one["state"], one["kind"]) for one in shown["links"]] == [("open", "deposit")]


async def led(counter: Counter) -> Colleague:
    """Somebody who leads takes over, and whoever had it is given."""
    boss = await counter.desk.office.hire("Rosa", Role.SUPERVISOR)
    taken = await boss.post(f"conversations/{counter.desk.id}/transfer", {"agent_id": str(boss.id)})
    assert taken.status_code == 200
    counter.desk.lucia, lucia = boss, counter.desk.lucia
    return lucia


async def test_what_came_is_seen_with_what_can_go_back(counter: Counter) -> None:
    await counter.paid()
    shown = await counter.money()
    assert [one["rule"] for one in shown["captures"]] == ["settled"]
    assert shown["returnable"] == shown["captures"][0]["amount"]
    assert (await counter.desk.get("traveller"))["bookings"][0]["state"] == "CONFIRMED"


async def test_a_balance_that_came_past_all_providers_is_booked_and_told_once(counter: Counter) -> None:
    await counter.paid()
    for _ in range(2):
        marked = await counter.desk.post(f"bookings/{counter.reference}/mark-paid")
        assert (marked.status_code, marked.json()["state"]) == (200, "CONFIRMED")
    shown = await counter.money()
    assert {one["provider"]: one["rule"] for one in shown["captures"]} == {
        "stripe": "settled",
        "outside": "balance",
    }
    said = [
        one["message"]["text"] for one in (await counter.desk.get("timeline"))["entries"] if "message" in one
    ]
    assert sum("Está pagada por completo" in text for text in said) == 1


async def test_never_more_goes_back_than_is_left_and_only_who_leads_gives_back_much(counter: Counter) -> None:
    await counter.paid("full")
    left = (await counter.money())["returnable"]["minor"]
    assert (await counter.refund(10_001)).json()["error"]["code"] == "refund_needs_lead"
    assert (await counter.refund(9_999)).status_code == 201
    assert (await counter.refund(2)).json()["error"]["code"] == "refund_needs_lead"
    assert (await counter.refund(1)).status_code == 201
    lucia = await led(counter)
    too_much = await counter.refund(left)
    assert (too_much.status_code, too_much.json()["error"]["code"]) == (409, "refund_too_high")
    assert (await counter.refund(left - 10_000)).status_code == 201
    shown = await counter.money()
    assert shown["returnable"]["minor"] == 0
    assert [one["state"] for one in shown["refunds"]] == ["requested"] * 3
    counter.desk.lucia = lucia
    assert (await counter.refund(1)).json()["error"]["code"] == "not_yours"


async def test_a_refund_that_is_asked_for_again_goes_back_once(counter: Counter) -> None:
    await counter.paid()
    await counter.paid("balance")
    await led(counter)
    (newest, _) = (await counter.money())["captures"]
    client_id, amount = str(uuid4()), newest["returnable"]["minor"] + 100
    answers = [await counter.refund(amount, client_id) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert [one["amount"]["minor"] for one in answers[0].json()["refunds"]] == [amount - 100, 100]
    assert len((await counter.money())["refunds"]) == 2
    async with counter.ports.sessions() as session:
        asked = select(AuditEntry).where(
            AuditEntry.action == "refund.requested", AuditEntry.conversation_id == counter.desk.id
        )
        assert len((await session.scalars(asked)).all()) == 1
    assert len((await counter.refund(100)).json()["refunds"]) == 1
    assert len((await counter.money())["refunds"]) == 3


async def test_a_provider_in_trouble_sends_nothing_now_and_nothing_is_lost(counter: Counter) -> None:
    counter.stripe.trouble.append(("before", ProviderDown("timeout")))
    made = await counter.ask()
    assert (made.status_code, made.json()["message"]) == (201, None)
    assert made.json()["payment"]["state"] == "requested"
    # Asked again the same link is made.
    assert (await counter.ask()).json()["message"]["buttons"]
    assert len((await counter.money())["links"]) == 1


async def test_what_is_not_to_be_paid_is_refused(counter: Counter) -> None:
    assert (await counter.ask("balance")).json()["error"]["code"] == "not_payable"
    strange = await counter.desk.post(
        "bookings/ZZZZZZ/refunds", {"client_id": str(uuid4()), "amount": 1, "reason": "x"}
    )
    assert strange.status_code == 404
