"""What Stripe tells us by webhook, and that nobody else can."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from backend.payments.ports import NoticeForged
from backend.payments.providers.stripe import signature
from tests.backend.payments.providers.cases import SECRET, STRIPE
from tests.backend.payments.providers.conftest import documented

NOW = datetime(2027, 5, 10, 12, tzinfo=UTC)


def told(body: bytes, header: str | None, now: datetime = NOW) -> object:
    headers = {} if header is None else {"stripe-signature": header}
    return STRIPE.client("").verify(headers=headers, query={}, body=body, now=now)


async def test_the_documented_event_names_its_session() -> None:
    body = json.dumps(documented("stripe_event.json")).encode()
    at = int(NOW.timestamp())
    notice = told(body, signature.sign(body, SECRET, at))
    assert notice.event_id == "evt_1NG8Du2eZvKYlo2CUI79vXWy"  # type: ignore[attr-defined]
    # While a secret is being replaced there are two signatures.
    both = signature.sign(body, "whsec_old", at) + "," + signature.sign(body, SECRET, at).partition(",")[2]
    assert told(body, both) == notice


async def test_a_session_that_was_paid_is_asked_for_by_its_payment_and_any_other_by_itself() -> None:
    event = documented("stripe_event.json")
    for status, named in (("paid", "pi_1"), ("unpaid", "cs_1")):
        session = {"id": "cs_1", "payment_intent": "pi_1", "payment_status": status}
        body = json.dumps(event | {"data": {"object": session}}).encode()
        notice = told(body, signature.sign(body, SECRET, int(NOW.timestamp())))
        assert notice.reference == named  # type: ignore[attr-defined]


async def test_events_of_other_accounts_and_kinds_concern_nobody() -> None:
    event = documented("stripe_event.json")
    for change in (
        {"account": "acct_1"},
        {"livemode": True},
        {"data": {"object": {"id": "cus_1"}}},
        {"data": None},
    ):
        body = json.dumps(event | change).encode()
        notice = told(body, signature.sign(body, SECRET, int(NOW.timestamp())))
        assert notice.reference is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("header", "late", "reason"),
    [
        (None, 0, "unsigned"),
        ("", 0, "unsigned"),
        ("v1=abc", 0, "unsigned"),
        ("t=now,v1=abc", 0, "unsigned"),
        ("t=٣,v1=abc", 0, "unsigned"),
        (f"t={int(NOW.timestamp())},v1=abc", 0, "forged"),
        (f"t={int(NOW.timestamp())},v1=é", 0, "forged"),
        ("signed", 301, "stale"),
        ("signed", -301, "stale"),
        ("by another", 0, "forged"),
    ],
)
async def test_nobody_else_can_tell_us(header: str | None, late: int, reason: str) -> None:
    body = b'{"id": "evt_1", "type": "charge.succeeded"}'
    at = int(NOW.timestamp())
    made = {"signed": signature.sign(body, SECRET, at), "by another": signature.sign(body, "whsec_other", at)}
    with pytest.raises(NoticeForged) as forged:
        told(body, made.get(header or "", header), NOW + timedelta(seconds=late))
    assert forged.value.reason == reason


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"id": "evt_1"}',
        b'{"type": "x", "id": "e", "data": []',
        b'{"type": "x", "id": "a\\u0000b"}',
        b'{"type": "\\ud800", "id": "e"}',
        b"[" * 100_000,
    ],
    ids=lambda body: repr(body[:40]),
)
async def test_a_signed_body_that_is_no_event_is_unreadable(body: bytes) -> None:
    with pytest.raises(NoticeForged, match="unreadable"):
        told(body, signature.sign(body, SECRET, int(NOW.timestamp())))
