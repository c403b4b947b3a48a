"""Stripe's side of the wire, in memory: sessions, payment intents, charges, refunds and disputes in Stripe's shapes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Final

from backend.payments.providers.emulating import Refusal
from backend.payments.providers.stripe.amounts import CURRENCIES

Json = dict[str, Any]
MOST_SECONDS: Final = 24 * 3_600
LEAST_SECONDS: Final = 30 * 60


class Refused(Refusal):
    """An error in Stripe's form."""

    def __init__(self, status: int, code: str, message: str, kind: str = "invalid_request_error") -> None:
        super().__init__(status, {"error": {"type": kind, "code": code, "message": message}})


def missing(what: str) -> Refused:
    """There is no such object."""
    return Refused(404, "resource_missing", f"No such {what}")


def new_id(prefix: str) -> str:
    """An id as Stripe makes them."""
    return f"{prefix}_{secrets.token_hex(12)}"


class Ledger:
    """What the account knows; every object is a dict in the shape that the API answers, with nothing expanded."""

    def __init__(self) -> None:
        self.sessions: dict[str, Json] = {}
        self.intents: dict[str, Json] = {}
        self.charges: dict[str, Json] = {}
        self.balance: dict[str, Json] = {}
        self.refunds: dict[str, Json] = {}
        self.disputes: dict[str, Json] = {}

    def create_session(self, asked: Mapping[str, Any], now: int, pages: str) -> Json:
        """Checks what Stripe checks."""
        try:
            price = asked["line_items"][0]["price_data"]
            amount, currency = int(price["unit_amount"]), str(price["currency"])
            expires_at = int(asked.get("expires_at", now + MOST_SECONDS))
            named = price["product_data"]["name"]
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise Refused(400, "parameter_missing", "Missing required param: line_items.") from error
        if currency.upper() not in CURRENCIES or not currency.islower():
            raise Refused(400, "parameter_invalid", f"Invalid currency: {currency}")
        if not 0 < amount < 100_000_000:
            raise Refused(400, "amount_too_small", "The amount must be greater than zero.")
        if not LEAST_SECONDS <= expires_at - now <= MOST_SECONDS:
            raise Refused(
                400,
                "parameter_invalid",
                "The `expires_at` timestamp must be between 30 minutes and 24 hours.",
            )
        if asked.get("mode") != "payment" or not str(asked.get("success_url", "")).startswith("http"):
            raise Refused(400, "parameter_missing", "Missing required param: success_url.")
        session = {
            "id": new_id("cs_test"),
            "object": "checkout.session",
            "amount_total": amount,
            "client_reference_id": asked.get("client_reference_id"),
            "created": now,
            "currency": currency,
            "customer_email": asked.get("customer_email"),
            "expires_at": expires_at,
            "livemode": False,
            "locale": asked.get("locale"),
            "metadata": asked.get("metadata", {}),
            "mode": "payment",
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": asked["success_url"],
            # Kept for the page and the payment intent; the API does not answer them.
            "_title": named,
            "_intent_metadata": asked.get("payment_intent_data", {}).get("metadata", {}),
        }
        session["url"] = f"{pages}/c/{session['id']}"
        self.sessions[session["id"]] = session
        return session

    def session(self, session_id: str, now: int) -> Json:
        """The session, which ends by itself when its time has come."""
        session = self.sessions.get(session_id)
        if session is None:
            raise missing(f"checkout.session: {session_id}")
        if session["status"] == "open" and session["expires_at"] <= now:
            session.update(status="expired", url=None)
        return session

    def charge(self, session: Json, amount: int, now: int, declined: bool) -> Json:
        """Takes the money, or is declined; the payment intent, which stays the same for every try."""
        intent = self.intents.get(session["payment_intent"] or "")
        if intent is None:
            intent = {
                "id": new_id("pi"),
                "object": "payment_intent",
                "created": now,
                "currency": session["currency"],
                "livemode": False,
                "metadata": session["_intent_metadata"],
            }
            self.intents[intent["id"]] = intent
            session["payment_intent"] = intent["id"]
        charge = {
            "id": new_id("ch"),
            "object": "charge",
            "amount": amount,
            "amount_captured": 0 if declined else amount,
            "amount_refunded": 0,
            "balance_transaction": None,
            "captured": not declined,
            "created": now,
            "currency": session["currency"],
            "disputed": False,
            "livemode": False,
            "metadata": intent["metadata"],
            "paid": not declined,
            "payment_intent": intent["id"],
            "refunded": False,
            "status": "failed" if declined else "succeeded",
        }
        self.charges[charge["id"]] = charge
        error = {"type": "card_error", "code": "card_declined", "decline_code": "insufficient_funds"}
        intent.update(
            amount=amount,
            amount_received=0 if declined else amount,
            latest_charge=charge["id"],
            last_payment_error=error if declined else None,
            status="requires_payment_method" if declined else "succeeded",
        )
        if not declined:
            session.update(status="complete", payment_status="paid", url=None)
            fee = amount * 29 // 1_000 + 30
            booked = {
                "id": new_id("txn"),
                "object": "balance_transaction",
                "amount": amount,
                "currency": session["currency"],
                "fee": min(fee, amount),
                "net": amount - min(fee, amount),
                "type": "charge",
            }
            self.balance[booked["id"]] = booked
            charge["balance_transaction"] = booked["id"]
        return intent

    def refund(self, asked: Mapping[str, Any], now: int) -> Json:
        """Gives back at most what is left."""
        intent = self.intents.get(str(asked.get("payment_intent")))
        charge = self.charges.get(intent["latest_charge"] if intent else str(asked.get("charge")))
        if charge is None:
            raise missing("payment_intent")
        left = charge["amount_captured"] - charge["amount_refunded"]
        amount = int(asked.get("amount", left))
        if left == 0:
            raise Refused(400, "charge_already_refunded", f"Charge {charge['id']} has already been refunded.")
        if charge["disputed"]:
            raise Refused(400, "charge_disputed", f"Charge {charge['id']} has been charged back.")
        if not 0 < amount <= left:
            raise Refused(
                400, "amount_too_large", "Refund amount is greater than unrefunded amount on charge."
            )
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
        refund = {
            "id": new_id("re"),
            "object": "refund",
            "amount": amount,
            "charge": charge["id"],
            "created": now,
            "currency": charge["currency"],
            "metadata": asked.get("metadata", {}),
            "payment_intent": charge["payment_intent"],
            "status": "succeeded",
        }
        self.refunds[refund["id"]] = refund
        return refund

    def dispute(self, intent: Json, now: int) -> Json:
        """The traveller's bank takes the whole charge back for the time being."""
        charge = self.charges[intent["latest_charge"]]
        charge["disputed"] = True
        dispute = {
            "id": new_id("du"),
            "object": "dispute",
            "amount": charge["amount"],
            "charge": charge["id"],
            "created": now,
            "currency": charge["currency"],
            "payment_intent": intent["id"],
            "reason": "fraudulent",
            "status": "needs_response",
        }
        self.disputes[dispute["id"]] = dispute
        return dispute
