"""Stripe, so that a deposit can be paid without an account there: the calls that we make, and the payer's page."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from backend.payments.providers.emulating import Courier, Doing, Place, Troubles, payer_router, utc_now
from backend.payments.providers.pages import language_of, payer_page
from backend.payments.providers.stripe import signature
from backend.payments.providers.stripe.amounts import from_stripe
from backend.payments.providers.stripe.answering import Answering, Keys, shown
from backend.payments.providers.stripe.emulated import Json, Ledger, Refused, missing, new_id
from backend.payments.providers.stripe.settings import StripeSettings

WEBHOOK = "/payments/stripe/webhook"
_WITHIN = 20.0


class StripeEmulator:
    """See `PayEmulator`. Stripe's dashboard says where webhooks go: to our gateway."""

    def __init__(self, access: StripeSettings, place: Place, clock: Callable[[], datetime] = utc_now) -> None:
        self._access, self._clock = access, clock
        self._pages = f"{place.pages}/stripe"
        self.ledger = Ledger()
        self.troubles = Troubles()
        self.keys = Keys()
        self._api = Answering(access.secret_key, self.ledger, self.keys, self.troubles)
        self.courier = Courier(place.gateway, within=_WITHIN)
        url = f"{place.gateway}{WEBHOOK}"
        self.endpoints: dict[str, Json] = {
            "we_1": {
                "id": "we_1",
                "object": "webhook_endpoint",
                "created": 0,
                "url": url,
                "status": "enabled",
                "enabled_events": ["*"],
            }
        }

    def router(self) -> APIRouter:
        """See `PayEmulator`."""
        router = APIRouter()
        ledger = self.ledger

        @router.post("/v1/checkout/sessions")
        async def create(request: Request) -> Response:
            return await self._api.post(
                request, lambda asked: ledger.create_session(asked, self._now(), self._pages)
            )

        @router.get("/v1/checkout/sessions/{session_id}")
        async def session(session_id: str, request: Request) -> Response:
            return await self._api.get(request, lambda _: ledger.session(session_id, self._now()))

        @router.post("/v1/checkout/sessions/{session_id}/expire")
        async def expire(session_id: str, request: Request) -> Response:
            return await self._api.post(request, lambda _: self._expire(session_id))

        @router.get("/v1/payment_intents/{intent_id}")
        async def intent(intent_id: str, request: Request) -> Response:
            def find(_: Json) -> Json:
                if intent_id not in ledger.intents:
                    raise missing(f"payment_intent: {intent_id}")
                return ledger.intents[intent_id]

            return await self._api.get(request, find)

        @router.get("/v1/charges/{charge_id}")
        async def charge(charge_id: str, request: Request) -> Response:
            def find(_: Json) -> Json:
                if charge_id not in ledger.charges:
                    raise missing(f"charge: {charge_id}")
                return ledger.charges[charge_id]

            return await self._api.get(request, find)

        @router.post("/v1/refunds")
        async def refund(request: Request) -> Response:
            return await self._api.post(request, self._refund)

        @router.get("/v1/account")
        async def account(request: Request) -> Response:
            told = {"id": "acct_simulated", "object": "account", "country": "US", "charges_enabled": True}
            return await self._api.get(request, lambda _: told)

        for name, objects in (
            ("checkout/sessions", ledger.sessions),
            ("webhook_endpoints", self.endpoints),
            ("charges", ledger.charges),
            ("refunds", ledger.refunds),
            ("disputes", ledger.disputes),
        ):
            router.add_api_route(f"/v1/{name}", self._api.lister(objects), methods=["GET"])

        router.include_router(payer_router("/c/{link}", page=self._page, doings=self._doings, do=self.do))
        return router

    def do(self, link: str, doing: Doing) -> None:
        """See `PayEmulator`."""
        now, session = self._now(), self.ledger.sessions[link]
        if doing in ("pay", "pay_less", "decline"):
            amount = session["amount_total"] // 2 if doing == "pay_less" else session["amount_total"]
            intent = self.ledger.charge(session, amount, now, doing == "decline")
            if doing == "decline":
                self._tell("payment_intent.payment_failed", intent)
                return
            # Stripe promises no order.
            self._tell("payment_intent.succeeded", intent)
            self._tell("checkout.session.completed", session)
            return
        intent = self.ledger.intents[session["payment_intent"]]
        if doing == "dispute":
            self._tell("charge.dispute.created", self.ledger.dispute(intent, now))
            return
        disputes = [one for one in self.ledger.disputes.values() if one["payment_intent"] == intent["id"]]
        disputes[-1]["status"] = doing.removeprefix("dispute_")
        self._tell("charge.dispute.closed", disputes[-1])

    def _doings(self, session_id: str) -> tuple[str, ...]:
        session = self.ledger.sessions.get(session_id)
        if session is None:
            return ()
        if self.ledger.session(session_id, self._now())["status"] == "open":
            return ("pay", "pay_less", "decline")
        disputes = [
            one for one in self.ledger.disputes.values() if one["payment_intent"] == session["payment_intent"]
        ]
        if not disputes:
            return ("dispute",) if session["status"] == "complete" else ()
        return ("dispute_won", "dispute_lost") if disputes[-1]["status"] == "needs_response" else ()

    def _state(self, session: Json, doings: tuple[str, ...]) -> str:
        if session["status"] == "expired":
            return "expired"
        if session["status"] == "complete":
            return "paid" if "dispute" in doings else "disputed" if doings else "closed"
        return "declined" if session["payment_intent"] else "open"

    def _page(self, session_id: str, request: Request) -> Response:
        session = self.ledger.sessions.get(session_id)
        asked = request.query_params.get("lang") or (session or {}).get("locale")
        language = language_of(asked, request.headers.get("accept-language"))
        doings = self._doings(session_id)
        known = session or {"amount_total": 0, "currency": "usd", "_title": "?", "success_url": ""}
        return payer_page(
            language,
            provider="Stripe",
            title=known["_title"],
            amount=from_stripe(known["amount_total"], known["currency"]),
            state=self._state(session, doings) if session else "unknown",
            doings=doings,
            back=known["success_url"],
            status=200 if session else 404,
        )

    def _expire(self, session_id: str) -> Json:
        session = self.ledger.session(session_id, self._now())
        if session["status"] != "open":
            raise Refused(
                400,
                "resource_already_exists",
                'Only Checkout Sessions with a status in ["open"] can be expired.',
            )
        session.update(status="expired", url=None)
        self._tell("checkout.session.expired", session)
        return session

    def _refund(self, asked: Json) -> Json:
        refund = self.ledger.refund(asked, self._now())
        self._tell("refund.created", refund)
        return refund

    def _tell(self, kind: str, subject: Json) -> None:
        event = {
            "id": new_id("evt"),
            "object": "event",
            "api_version": "2026-10-28.endive",
            "created": self._now(),
            "data": {"object": shown(self.ledger, subject)},
            "livemode": False,
            "pending_webhooks": 1,
            "type": kind,
        }
        body = json.dumps(event, indent=2).encode()

        def pack(attempt: int) -> tuple[bytes, dict[str, str]]:
            signed = signature.sign(body, self._access.webhook_secret, self._now())
            return body, {"Stripe-Signature": signed, "Content-Type": "application/json; charset=utf-8"}

        self.courier.send(WEBHOOK, pack)

    def _now(self) -> int:
        return int(self._clock().timestamp())
