"""Mercado Pago's side of the wire, in memory: preferences, payments, refunds and chargebacks in its shapes."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import uuid4

from backend.payments.providers.emulating import Refusal

Json = dict[str, Any]
FEE: Final = Decimal("0.0399")
"""What Mercado Pago keeps of every payment here."""
WHOLE: Final = frozenset({"CLP", "COP"})


class Refused(Refusal):
    """An error in Mercado Pago's form."""

    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(status, {"message": message, "error": error, "status": status, "cause": []})


def written(at: datetime) -> str:
    """A moment as Mercado Pago writes it."""
    return at.isoformat(timespec="milliseconds")


class Account:
    """What the collector's account knows; every object is a dict in the shape that the API answers."""

    def __init__(self, currencies: frozenset[str]) -> None:
        self._currencies = currencies
        self.preferences: dict[str, Json] = {}
        self.payments: dict[str, Json] = {}
        self.chargebacks: dict[str, Json] = {}

    def create_preference(self, asked: Mapping[str, Any], pages: str, now: datetime) -> Json:
        """Checks what Mercado Pago checks."""
        try:
            [item] = asked["items"]
            price, currency, title = Decimal(str(item["unit_price"])), item["currency_id"], item["title"]
            ends = datetime.fromisoformat(asked["expiration_date_to"])
        except (KeyError, ValueError, TypeError, InvalidOperation) as error:
            raise Refused(400, "invalid_items", "items must be an array with valid unit_price") from error
        if currency not in self._currencies:
            raise Refused(400, "invalid_items", "currency_id invalid")
        if price <= 0 or price != round(price, 0 if currency in WHOLE else 2):
            raise Refused(400, "invalid_items", "unit_price invalid")
        if ends <= now:
            raise Refused(400, "invalid_expiration_date_to", "expiration_date_to must be in the future")
        preference = {**asked, "id": f"202809963-{uuid4()}", "date_created": written(now), "title": title}
        preference["init_point"] = f"{pages}/checkout/{preference['id']}"
        self.preferences[preference["id"]] = preference
        return preference

    def find(self, objects: Mapping[str, Json], wanted: str, what: str) -> Json:
        """The object, or Mercado Pago's own word for that there is none."""
        if wanted not in objects:
            raise Refused(404, "not_found", f"{what} not found")
        return objects[wanted]

    def pay(self, preference: Json, amount: Decimal, now: datetime, declined: bool) -> Json:
        """Takes the money, or is declined: every try is a payment of its own."""
        payment_id = str(random.randrange(10**10, 10**11))
        payment = {
            "id": int(payment_id),
            "currency_id": preference["items"][0]["currency_id"],
            "date_approved": None if declined else written(now),
            "date_created": written(now),
            "date_last_updated": written(now),
            "description": preference["title"],
            "external_reference": preference["external_reference"],
            "fee_details": []
            if declined
            else [
                {"amount": float(round(amount * FEE, 2)), "fee_payer": "collector", "type": "mercadopago_fee"}
            ],
            "live_mode": False,
            "operation_type": "regular_payment",
            "payment_method_id": "visa",
            "payment_type_id": "credit_card",
            "refunds": [],
            "status": "rejected" if declined else "approved",
            "status_detail": "cc_rejected_insufficient_amount" if declined else "accredited",
            "transaction_amount": float(amount),
            "transaction_amount_refunded": 0,
        }
        self.payments[payment_id] = payment
        return payment

    def refund(self, payment_id: str, asked: Mapping[str, Any], now: datetime) -> Json:
        """Gives back at most what is left."""
        payment = self.find(self.payments, payment_id, "Payment")
        if payment["status"] != "approved":
            raise Refused(400, "bad_request", "Payment in status that does not allow refunds")
        left = Decimal(str(payment["transaction_amount"])) - Decimal(
            str(payment["transaction_amount_refunded"])
        )
        amount = Decimal(str(asked.get("amount", left)))
        if not 0 < amount <= left:
            raise Refused(
                400, "bad_request", "The amount to refund is greater than what is left of the payment"
            )
        refund = {
            "id": random.randrange(10**9, 10**10),
            "payment_id": payment["id"],
            "amount": float(amount),
            "date_created": written(now),
            "metadata": {},
            "source": {"id": "202809963", "name": "Test", "type": "collector"},
            "status": "approved",
        }
        payment["refunds"].append(refund)
        payment["transaction_amount_refunded"] = float(payment["transaction_amount_refunded"]) + float(amount)
        payment["date_last_updated"] = written(now)
        if amount == left:
            payment.update(status="refunded", status_detail="refunded")
        return refund

    def charge_back(self, payment: Json, now: datetime) -> Json:
        """The payer's bank wants the money back."""
        payment.update(status="charged_back", status_detail="in_process", date_last_updated=written(now))
        chargeback = {
            "id": str(random.randrange(10**17, 10**18)),
            "payments": [payment["id"]],
            "currency": payment["currency_id"],
            "amount": payment["transaction_amount"],
            "reason": "general",
            "coverage_applied": None,
            "coverage_elegible": True,
            "documentation_required": True,
            "documentation_status": "pending",
            "date_created": written(now),
        }
        self.chargebacks[chargeback["id"]] = chargeback
        return chargeback

    def search(self, asked: Mapping[str, str]) -> Json:
        """A page of payments."""
        named, span = asked.get("external_reference"), asked.get("range")
        found = [
            payment
            for payment in self.payments.values()
            if named in (None, payment["external_reference"])
            and (span is None or _within(payment[span], asked["begin_date"], asked["end_date"]))
        ]
        offset, limit = int(asked.get("offset", 0)), int(asked.get("limit", 30))
        paging = {"total": len(found), "limit": limit, "offset": offset}
        return {"paging": paging, "results": found[offset : offset + limit]}


def _within(at: str, begin: str, end: str) -> bool:
    return datetime.fromisoformat(begin) <= datetime.fromisoformat(at) <= datetime.fromisoformat(end)
