"""What Mercado Pago's notices are about."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from backend.payments.ports import Notice, NoticeForged
from backend.payments.providers.mercadopago import signature

_ASKED_BY: Final = {"payment": "payment", "topic_chargebacks_wh": "chargeback", "chargebacks": "chargeback"}
_ID: Final = re.compile(r"[A-Za-z0-9-]{1,64}")


def read_notice(
    secret: str, *, headers: Mapping[str, str], query: Mapping[str, str], body: bytes, now: datetime
) -> Notice | None:
    """Only the address is signed, so that nothing else is believed: the body merely tells one notice from another.

    The older notices (IPN: `?topic=payment&id=1`) are not signed: they are to be expected and come to nothing. The same
    news comes as a webhook.
    """
    if "topic" in query and "data.id" not in query and "x-signature" not in headers:
        return None
    signature.check(headers, query, secret, now)
    data_id, kind = query.get("data.id", ""), query.get("type") or query.get("topic") or ""
    try:
        told = json.loads(body) if body.strip() else {}
        notice_id = told.get("id")
    except (ValueError, AttributeError, RecursionError) as error:
        raise NoticeForged("unreadable") from error
    asked_by = _ASKED_BY.get(kind)
    reference = f"{asked_by}/{data_id}" if asked_by and _ID.fullmatch(data_id) else None
    return Notice(_event_id(notice_id, kind, data_id, headers), kind[:255], reference)


def _event_id(notice_id: Any, kind: str, data_id: str, headers: Mapping[str, str]) -> str:
    """The notice's own id, which stays the same when it comes again; else that of the request."""
    named = notice_id if isinstance(notice_id, (int, str)) and notice_id else headers.get("x-request-id", "")
    return f"{kind[:60]}/{data_id[:64]}/{named}"[:255]
