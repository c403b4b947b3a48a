"""What Stripe's webhooks are about (https://docs.stripe.com/api/events)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from backend.payments.ports import Notice, NoticeForged
from backend.payments.providers.stripe import signature
from backend.payments.providers.stripe.settings import StripeSettings


def read_notice(access: StripeSettings, *, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
    """The event, of whatever kind and API version: all that is believed of it is which session or payment intent to ask
    for. Those of connected accounts, and of test payments where real money moves, concern nobody here. Of a session that was
    paid it is the payment intent, which other webhooks are about too: one answer settles all that are there.
    """
    signature.check(headers.get("stripe-signature"), body, access.webhook_secret, now)
    try:
        event = json.loads(body)
        subject = (event.get("data") or {}).get("object") or {}
        ours = bool(event.get("livemode")) is access.live and not event.get("account")
        names = [subject.get("id"), subject.get("payment_intent")]
        if subject.get("payment_status") == "paid":
            names.reverse()
        event_id, kind = str(event["id"])[:255], str(event["type"])[:255]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NoticeForged("unreadable") from error
    found = [name for name in names if isinstance(name, str) and name.startswith(("cs_", "pi_"))]
    return Notice(event_id, kind, found[0] if ours and found else None)
