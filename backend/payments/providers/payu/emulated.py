"""PayU's side of the wire, in memory: orders and transactions in PayU's shapes."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import uuid4

from backend.payments.providers.emulating import Refusal
from backend.payments.providers.payu import signature
from backend.payments.providers.payu.settings import PayUSettings

Json = dict[str, Any]
REFUND_TAKES: Final = timedelta(seconds=20)
"""What takes PayU minutes to days."""
WHOLE: Final = frozenset({"CLP", "COP"})


class Refused(Refusal):
    """What PayU says no to, in its words; its APIs do so under 200."""

    def __init__(self, reason: str) -> None:
        super().__init__(200, {"code": "ERROR", "error": reason, "transactionResponse": None})


class Shop:
    """What the shop's account knows; every order is a dict in the shape that the API answers."""

    def __init__(self, access: PayUSettings) -> None:
        self._access = access
        self.orders: dict[str, Json] = {}
        self.forms: dict[str, dict[str, str]] = {}
        """By order, what the payer came with."""

    def visit(self, form: dict[str, str]) -> Json:
        """Somebody comes with a payment form: PayU checks whose it is and that nobody touched it."""
        access, amount, currency = self._access, form.get("amount", ""), form.get("currency", "")
        try:
            value = Decimal(amount)
        except InvalidOperation as error:
            raise Refused("amount") from error
        if value <= 0 or value != round(value, 0 if currency in WHOLE else 2):
            raise Refused("amount")
        if form.get("merchantId") != access.merchant_id or form.get("accountId") != access.account_id:
            raise Refused("merchant")
        if currency not in access.currencies:
            raise Refused("currency")
        digest = form.get("algorithmSignature", "MD5").lower()
        if digest not in ("md5", "sha", "sha256"):
            raise Refused("signature")
        expected = signature.of_form(
            access, form.get("referenceCode", ""), amount, currency, "sha1" if digest == "sha" else digest
        )
        if form.get("signature") != expected:
            raise Refused("signature")
        order = {
            "id": random.randrange(10**8, 10**9),
            "accountId": int(access.account_id),
            "status": "IN_PROGRESS",
            "referenceCode": form["referenceCode"],
            "description": form.get("description", ""),
            "language": form.get("lng", "es"),
            "notifyUrl": form.get("confirmationUrl", ""),
            "isTest": form.get("test") == "1",
            "additionalValues": {"TX_VALUE": {"value": float(value), "currency": currency}},
            "transactions": [],
        }
        self.orders[str(order["id"])] = order
        self.forms[str(order["id"])] = form
        return order

    def pay(self, order: Json, half: bool, declined: bool, now: datetime) -> Json:
        """One try of the payer."""
        form = self.forms[str(order["id"])]
        value = Decimal(form["amount"])
        if half:
            value = round(value / 2, 0 if form["currency"] in WHOLE else 2)
        transaction = {
            "id": str(uuid4()),
            "type": "AUTHORIZATION_AND_CAPTURE",
            "parentTransactionId": None,
            "paymentMethod": "VISA",
            "transactionResponse": {
                "state": "DECLINED" if declined else "APPROVED",
                "responseCode": "INSUFFICIENT_FUNDS" if declined else "APPROVED",
                "operationDate": int(now.timestamp() * 1_000),
            },
            "additionalValues": {"TX_VALUE": {"value": float(value), "currency": form["currency"]}},
        }
        order["transactions"].append(transaction)
        order["status"] = "DECLINED" if declined else "CAPTURED"
        return transaction

    def by_reference(self, reference: str, now: datetime) -> list[Json]:
        """Everything that was ordered under a reference."""
        return [
            self._as_of(order, now) for order in self.orders.values() if order["referenceCode"] == reference
        ]

    def by_id(self, order_id: Any, now: datetime) -> Json | None:
        """An order."""
        order = self.orders.get(str(order_id))
        return self._as_of(order, now) if order else None

    def refund(self, asked: Mapping[str, Any], now: datetime) -> Json:
        """Takes the wish down; PayU answers that it will see."""
        order = self.orders.get(str(asked.get("order", {}).get("id")))
        parent = (
            next(
                (one for one in order["transactions"] if one["id"] == asked.get("parentTransactionId")), None
            )
            if order
            else None
        )
        if order is None or parent is None or parent["transactionResponse"]["state"] != "APPROVED":
            raise Refused("The parent transaction does not exist or was not approved")
        whole = parent["additionalValues"]["TX_VALUE"]
        wanted = asked.get("additionalValues", {}).get("TX_VALUE", whole)
        partial = asked.get("type") == "PARTIAL_REFUND"
        value = Decimal(str(wanted["value"])) if partial else Decimal(str(whole["value"]))
        gone = sum(
            Decimal(str(one["additionalValues"]["TX_VALUE"]["value"]))
            for one in order["transactions"]
            if one["parentTransactionId"] == parent["id"]
        )
        if (
            asked.get("type") not in ("REFUND", "PARTIAL_REFUND")
            or not 0 < value <= Decimal(str(whole["value"])) - gone
        ):
            raise Refused("The amount to refund is greater than what is left")
        order["transactions"].append(
            {
                "id": str(uuid4()),
                "type": asked["type"],
                "parentTransactionId": parent["id"],
                "reason": asked.get("reason"),
                "transactionResponse": {
                    "state": "PENDING",
                    "responseCode": "PENDING_REVIEW",
                    "operationDate": None,
                },
                "additionalValues": {"TX_VALUE": {"value": float(value), "currency": whole["currency"]}},
                "_due": now + REFUND_TAKES,
            }
        )
        return {
            "orderId": order["id"],
            "transactionId": None,
            "state": "PENDING",
            "responseCode": "PENDING_REVIEW",
        }

    def _as_of(self, order: Json, now: datetime) -> Json:
        for one in order["transactions"]:
            due = one.get("_due")
            if due is not None and due <= now and one["transactionResponse"]["state"] == "PENDING":
                one["transactionResponse"] = {
                    "state": "APPROVED",
                    "responseCode": "APPROVED",
                    "operationDate": int(due.timestamp() * 1_000),
                }
        shown = [
            {name: value for name, value in one.items() if name != "_due"} for one in order["transactions"]
        ]
        return order | {"transactions": shown}
