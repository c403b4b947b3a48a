"""PayU, so that a deposit can be paid without an account there: its checkout, its two APIs, its confirmations."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from backend.money import Money
from backend.payments.providers.amounts import to_money
from backend.payments.providers.emulating import (
    PAUSES,
    Courier,
    Doing,
    Place,
    Troubles,
    payer_router,
    utc_now,
)
from backend.payments.providers.pages import language_of, payer_page
from backend.payments.providers.payu import signature
from backend.payments.providers.payu.answers import BOGOTA
from backend.payments.providers.payu.emulated import Json, Refused, Shop
from backend.payments.providers.payu.settings import PayUSettings

_WITHIN: Final = 20.0
_TRIES: Final = 9
"""PayU gives a confirmation up after so many ("Confirmation page")."""
_NOTHING: Final = Money(0, "USD")


class PayUEmulator:
    """See `PayEmulator`. A link is known here by the order that a visit to the checkout made."""

    def __init__(self, access: PayUSettings, place: Place, clock: Callable[[], datetime] = utc_now) -> None:
        self._access, self._clock = access, clock
        self._pages = f"{place.pages}/payu"
        self.shop = Shop(access)
        self.troubles = Troubles()
        self.courier = Courier(place.gateway, within=_WITHIN, pauses=PAUSES[: _TRIES - 1])

    def router(self) -> APIRouter:
        """See `PayEmulator`."""
        router = APIRouter()

        @router.post("/checkout")
        async def checkout(request: Request) -> Response:
            form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
            try:
                order = self.shop.visit(form)
            except Refused:
                return self._page(None, request, "forged")
            return RedirectResponse(f"{self._pages}/checkout/{order['id']}", status_code=303)

        orders = self.shop.orders
        payers = payer_router(
            "/checkout/{link}",
            page=lambda link, request: self._page(orders.get(link), request),
            doings=lambda link: _doings(orders[link]) if link in orders else (),
            do=self.do,
        )
        router.include_router(payers)

        @router.post("/reports-api/4.0/service.cgi")
        async def reports(request: Request) -> Response:
            return await self._answer(request, self._report)

        @router.post("/payments-api/4.0/service.cgi")
        async def payments(request: Request) -> Response:
            def submit(asked: Json) -> Json:
                made = self.shop.refund(asked.get("transaction", {}), self._clock())
                return {"code": "SUCCESS", "error": None, "transactionResponse": made}

            return await self._answer(request, submit)

        return router

    def do(self, link: str, doing: Doing) -> None:
        """See `PayEmulator`; disputes are no matter of PayU's APIs."""
        order = self.shop.orders[link]
        transaction = self.shop.pay(order, doing == "pay_less", doing == "decline", self._clock())
        self._confirm(order, transaction)

    def _report(self, asked: Json) -> Json:
        command, details = asked.get("command"), asked.get("details") or {}
        payload: Any = None
        if command == "ORDER_DETAIL_BY_REFERENCE_CODE":
            payload = self.shop.by_reference(str(details.get("referenceCode")), self._clock()) or None
        elif command == "ORDER_DETAIL":
            payload = self.shop.by_id(details.get("orderId"), self._clock())
        elif command != "PING":
            raise Refused("Unknown command")
        return {"code": "SUCCESS", "error": None, "result": {"payload": payload} if payload else None}

    def _page(self, order: Json | None, request: Request, state: str | None = None) -> Response:
        form = self.shop.forms[str(order["id"])] if order else {}
        language = language_of(
            request.query_params.get("lang") or form.get("lng"), request.headers.get("accept-language")
        )
        return payer_page(
            language,
            provider="PayU",
            title=form.get("description", "?"),
            amount=to_money(form["amount"], form["currency"]) if form else _NOTHING,
            state=state or (_state(order) if order else "unknown"),
            doings=_doings(order) if order else (),
            back=form.get("responseUrl", ""),
            status=200 if order else 400 if state else 404,
        )

    def _confirm(self, order: Json, transaction: Json) -> None:
        value = transaction["additionalValues"]["TX_VALUE"]
        declined = transaction["transactionResponse"]["state"] == "DECLINED"
        written, state = f"{Decimal(str(value['value'])):.2f}", "6" if declined else "4"
        told = {
            "merchant_id": self._access.merchant_id,
            "state_pol": state,
            "response_code_pol": "51" if declined else "1",
            "response_message_pol": transaction["transactionResponse"]["responseCode"],
            "reference_sale": order["referenceCode"],
            "reference_pol": str(order["id"]),
            "transaction_id": transaction["id"],
            "value": written,
            "tax": "0.00",
            "currency": value["currency"],
            "transaction_date": self._clock().astimezone(BOGOTA).strftime("%Y-%m-%d %H:%M:%S"),
            "email_buyer": self.shop.forms[str(order["id"])].get("buyerEmail", ""),
            "payment_method_name": "VISA",
            "description": order["description"],
            "test": "1" if order["isTest"] else "0",
        }
        told["sign"] = signature.of_confirmation(
            self._access,
            reference=order["referenceCode"],
            value=written,
            currency=value["currency"],
            state=state,
        )

        def pack(attempt: int) -> tuple[bytes, dict[str, str]]:
            body = urlencode(told | {"attempts": str(attempt)}).encode()
            return body, {"Content-Type": "application/x-www-form-urlencoded"}

        self.courier.send(order["notifyUrl"], pack)

    async def _answer(self, request: Request, act: Callable[[Json], Json]) -> Response:
        body = await request.body()

        def checked() -> Response:
            asked = json.loads(body)
            merchant = asked.get("merchant") or {}
            if (merchant.get("apiKey"), merchant.get("apiLogin")) != (
                self._access.api_key,
                self._access.api_login,
            ):
                return JSONResponse({"code": "ERROR", "error": "Invalid credentials", "result": None})
            return JSONResponse(act(asked))

        return await self.troubles.answer(checked)


def _state(order: Json) -> str:
    states = [one["transactionResponse"]["state"] for one in order["transactions"]]
    return "paid" if "APPROVED" in states else "declined" if states else "open"


def _doings(order: Json) -> tuple[str, ...]:
    return () if _state(order) == "paid" else ("pay", "pay_less", "decline")
