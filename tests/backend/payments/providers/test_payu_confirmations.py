"""What PayU tells us by its confirmations, and that nobody else can."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from backend.payments.ports import Notice, NoticeForged
from backend.payments.providers.payu import signature
from backend.payments.providers.payu.client import PayUProvider
from tests.backend.payments.providers.cases import payu_access
from tests.backend.payments.providers.conftest import FIXTURES

NOW = datetime(2027, 5, 10, 12, tzinfo=UTC)


def told(body: bytes, **other: Any) -> Notice | None:
    return PayUProvider(payu_access("", **other)).verify(headers={}, query={}, body=body, now=NOW)


DOCUMENTED = {"merchant_id": "500238", "api_key": "6u39nqhq8ftd0hlvnjfs66eh8c"}
"""Whose signature PayU's example of a confirmation has."""


def test_the_documented_confirmation_names_its_reference() -> None:
    body = (FIXTURES / "payu_confirmation.txt").read_bytes().strip()
    notice = told(body, **DOCUMENTED)
    assert notice and notice.reference == "2015-05-27 13:04:37"
    assert notice.event_id.startswith("f5e668f1-7ecc-4b83-a4d1-0aaa68260862/6/")


@pytest.mark.parametrize(
    ("reference", "value", "state", "sign"),
    [
        ("TestPayU04", "150.00", "4", "b607a2c2fa100e0947b206d41864fb86"),
        ("TestPayU05", "150.26", "4", "1d95778a651e11a0ab93c2169a519cd6"),
    ],
)
def test_the_documented_signatures(reference: str, value: str, state: str, sign: str) -> None:
    made = signature.of_confirmation(
        payu_access(""), reference=reference, value=value, currency="USD", state=state
    )
    assert made == sign


@pytest.mark.parametrize(
    ("value", "signed"),
    [
        ("150.00", "150.0"),
        ("150.26", "150.26"),
        ("150.20", "150.2"),
        ("10000", "10000.0"),
        ("150.5", "150.5"),
    ],
)
def test_one_decimal_where_the_second_is_zero(value: str, signed: str) -> None:
    assert signature.new_value(value) == signed


@pytest.mark.parametrize("digest", ["md5", "sha1", "sha256"])
def test_every_digest_of_payus_settings_is_known(digest: str) -> None:
    sign = signature.of_confirmation(
        payu_access(""), reference="r", value="1.00", currency="USD", state="4", digest=digest
    )
    told_ = {
        "merchant_id": "508029",
        "reference_sale": "r",
        "value": "1.00",
        "currency": "USD",
        "state_pol": "4",
    }
    assert told(urlencode(told_ | {"sign": sign}).encode()) is not None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sign": ""}, "unsigned"),
        ({"sign": "abc"}, "unsigned"),
        ({"sign": "é" * 32}, "forged"),
        ({"sign": "0" * 32}, "forged"),
        ({"state_pol": "4"}, "forged"),
        ({"value": "1.00"}, "forged"),
        ({"reference_sale": "another"}, "forged"),
        ({"merchant_id": "1"}, "forged"),
    ],
)
def test_nobody_else_can_tell_us(change: dict[str, str], reason: str) -> None:
    fields = dict(parse_qsl((FIXTURES / "payu_confirmation.txt").read_text(), keep_blank_values=True))
    with pytest.raises(NoticeForged) as forged:
        told(urlencode(fields | change).encode(), **DOCUMENTED)
    assert forged.value.reason == reason


@pytest.mark.parametrize("body", [b"\xff\xfe", b"&".join([b"a=1"] * 300)])
def test_a_body_that_is_no_form_is_unreadable(body: bytes) -> None:
    with pytest.raises(NoticeForged, match="unreadable"):
        told(body)


def test_a_payer_who_adds_what_is_not_signed_is_unreadable_or_only_has_us_look_again() -> None:
    fields = dict(parse_qsl((FIXTURES / "payu_confirmation.txt").read_text(), keep_blank_values=True))
    with pytest.raises(NoticeForged, match="unreadable"):
        told(urlencode(fields | {"transaction_id": "a\0b"}).encode(), **DOCUMENTED)
    again = told(urlencode(fields | {"transaction_id": "b", "cus": "9"}).encode(), **DOCUMENTED)
    assert again and again.reference == fields["reference_sale"]
