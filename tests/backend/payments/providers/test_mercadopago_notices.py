"""What Mercado Pago tells us by webhook, and that nobody else can."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from backend.payments.ports import Notice, NoticeForged
from backend.payments.providers.mercadopago import signature
from tests.backend.payments.providers.cases import MERCADO_PAGO, SECRET
from tests.backend.payments.providers.conftest import documented

NOW = datetime(2027, 5, 10, 12, tzinfo=UTC)


def told(
    query: dict[str, str], headers: dict[str, str], body: bytes = b"{}", now: datetime = NOW
) -> Notice | None:
    return MERCADO_PAGO.client("").verify(headers=headers, query=query, body=body, now=now)


def signed(
    data_id: str = "1234567890", at: int = int(NOW.timestamp() * 1_000), secret: str = SECRET
) -> dict[str, str]:
    return {"x-request-id": "a-request", "x-signature": signature.sign(secret, data_id, "a-request", at)}


PAYMENT = {"data.id": "1234567890", "type": "payment"}


async def test_the_documented_notice_names_its_payment() -> None:
    body = json.dumps(documented("mercadopago_webhook.json")).encode()
    notice = told(PAYMENT, signed(), body)
    assert notice == Notice("payment/1234567890/112233445566", "payment", "payment/1234567890")
    # The documentation's older examples have seconds.
    assert told(PAYMENT, signed(at=int(NOW.timestamp())), body) == notice


async def test_an_id_is_signed_in_lower_case() -> None:
    query = {"data.id": "ORD01JQ", "type": "order"}
    notice = told(query, signed("ord01jq"))
    assert notice and notice.reference is None


async def test_an_older_notice_is_to_be_expected_and_proves_nothing() -> None:
    assert told({"topic": "payment", "id": "1"}, {}) is None


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, "unsigned"),
        ({"x-signature": "nonsense"}, "unsigned"),
        ({"x-signature": "ts=1,v1="}, "unsigned"),
        ({"x-signature": f"ts={'9' * 40},v1=a"}, "unsigned"),
        (signed("another"), "forged"),
        (signed(secret="another"), "forged"),
        (signed() | {"x-request-id": "another"}, "forged"),
        (signed(at=int(NOW.timestamp() * 1_000) - 301_000), "stale"),
        (signed(at=int(NOW.timestamp() * 1_000) + 301_000), "stale"),
    ],
)
async def test_nobody_else_can_tell_us(headers: dict[str, str], reason: str) -> None:
    with pytest.raises(NoticeForged) as forged:
        told(PAYMENT, headers)
    assert forged.value.reason == reason


async def test_a_signed_notice_with_a_broken_body_is_unreadable() -> None:
    for body in (b"{", b"[]", b"\xff", b'{"id": "a\\u0000b"}', b'{"id":' * 100_000):
        with pytest.raises(NoticeForged, match="unreadable"):
            told(PAYMENT, signed(), body)
    with pytest.raises(NoticeForged, match="unreadable"):
        told(PAYMENT | {"type": "pay\0ment"}, signed())
