"""What PayU's confirmation page is told ("Confirmation URL")."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from backend.payments.ports import Notice, NoticeForged
from backend.payments.providers.payu import signature
from backend.payments.providers.payu.settings import PayUSettings

_MOST_FIELDS: Final = 200
_STATES: Final = {"4": "approved", "5": "expired", "6": "declined", "7": "pending", "104": "error"}


def read_notice(access: PayUSettings, body: bytes) -> Notice:
    """PayU signs no time: whoever repeats a confirmation only makes us look once more what stands there.

    Every try of a payer is told with its own transaction; a confirmation that comes again is the same one.
    """
    told = _fields(body)
    given = told.get("sign", "").lower()
    digest = signature.digest_of(given)
    if digest is None:
        raise NoticeForged("unsigned")
    reference, state = told.get("reference_sale", ""), told.get("state_pol", "")
    expected = signature.of_confirmation(
        access,
        reference=reference,
        value=told.get("value", ""),
        currency=told.get("currency", ""),
        state=state,
        digest=digest,
    )
    if told.get("merchant_id") != access.merchant_id or not hmac.compare_digest(
        expected.encode(), given.encode()
    ):
        raise NoticeForged("forged")
    event_id = f"{told.get('transaction_id', '')[:64]}/{state[:16]}/{reference[:128]}"
    return Notice(event_id, f"confirmation.{_STATES.get(state, 'other')}", reference[:255] or None)


def _fields(body: bytes) -> Mapping[str, str]:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise NoticeForged("unreadable") from error
