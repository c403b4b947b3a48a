"""Genuinely signed webhooks, every one a new event about nothing that is ours."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import count

from app.bench.load import Call
from backend.payments.providers.stripe.emulator import WEBHOOK
from backend.payments.providers.stripe.signature import sign


def notices(secret: str) -> Iterator[Call]:
    """Without end."""
    for number in count(int(time.time()) * 1_000_000):
        told = {"id": f"pi_{number}", "object": "payment_intent", "amount": 23_364, "currency": "usd"}
        event = {
            "id": f"evt_{number}",
            "object": "event",
            "type": "payment_intent.succeeded",
            "livemode": False,
            "data": {"object": {**told, "metadata": {"note": "x" * 1_500}}},
        }
        body = json.dumps(event).encode()
        signed = sign(body, secret, int(time.time()))
        yield Call(WEBHOOK, {"Content-Type": "application/json", "Stripe-Signature": signed}, body)
