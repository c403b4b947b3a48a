"""Mercado Pago, so that a deposit can be paid without an account there: the calls that we make, and the payer's page."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from backend.payments.providers.amounts import to_money
from backend.payments.providers.emulating import Courier, Doing, Place, Troubles, bears, payer_router, utc_now
from backend.payments.providers.mercadopago import signature
from backend.payments.providers.mercadopago.emulated import Account, Json, Refused, written
from backend.payments.providers.mercadopago.settings import MercadoPagoSettings
from backend.payments.providers.pages import language_of, payer_page

WEBHOOK: Final = "/payments/mercadopago/webhook"
_WITHIN: Final = 22.0
"""Seconds that Mercado Pago waits for a webhook's answer."""


class MercadoPagoEmulator:
    """See `PayEmulator`."""

    def __init__(
        self, access: MercadoPagoSettings, place: Place, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._access, self._clock = access, clock
        self._pages = f"{place.pages}/mercadopago"
        self.account = Account(access.currencies)
        self.troubles = Troubles()
        self.courier = Courier(place.gateway, within=_WITHIN)
        self._answered: dict[tuple[str, str], Json] = {}

    def router(self) -> APIRouter:
        """See `PayEmulator`."""
        router = APIRouter()
        account = self.account

        @router.post("/checkout/preferences")
        async def create(request: Request) -> Response:
            return await self._post(
                request, lambda asked: account.create_preference(asked, self._pages, self._clock())
            )

        @router.get("/checkout/preferences/{preference_id}")
        async def preference(preference_id: str, request: Request) -> Response:
            return await self._answer(
                request, lambda: account.find(account.preferences, preference_id, "Preference")
            )

        @router.put("/checkout/preferences/{preference_id}")
        async def update(preference_id: str, request: Request) -> Response:
            asked = json.loads(await request.body())

            def change() -> Json:
                found = account.find(account.preferences, preference_id, "Preference")
                found.update(asked)
                return found

            return await self._answer(request, change)

        @router.get("/v1/payments/search")
        async def search(request: Request) -> Response:
            return await self._answer(request, lambda: account.search(dict(request.query_params)))

        @router.get("/v1/payments/{payment_id}")
        async def payment(payment_id: str, request: Request) -> Response:
            return await self._answer(request, lambda: account.find(account.payments, payment_id, "Payment"))

        @router.post("/v1/payments/{payment_id}/refunds")
        async def refund(payment_id: str, request: Request) -> Response:
            def give_back(asked: Json) -> Json:
                made = account.refund(payment_id, asked, self._clock())
                self._tell("payment", payment_id)
                return made

            return await self._post(request, give_back)

        @router.get("/v1/chargebacks/{chargeback_id}")
        async def chargeback(chargeback_id: str, request: Request) -> Response:
            return await self._answer(
                request, lambda: account.find(account.chargebacks, chargeback_id, "Chargeback")
            )

        @router.get("/users/me")
        async def us(request: Request) -> Response:
            told = {"id": 202809963, "country_id": self._access.country or "PE", "site_id": "MPE"}
            return await self._answer(request, lambda: told)

        payers = payer_router("/checkout/{link}", page=self._page, doings=self._doings, do=self.do)
        router.include_router(payers)
        return router

    def do(self, link: str, doing: Doing) -> None:
        """See `PayEmulator`. A preference is not used up: it can be paid again."""
        preference, now = self.account.preferences[link], self._clock()
        if doing in ("pay", "pay_less", "decline"):
            price = Decimal(str(preference["items"][0]["unit_price"]))
            digits = -Decimal(str(price)).as_tuple().exponent if price % 1 else 0  # type: ignore[operator]
            amount = round(price / 2, digits) if doing == "pay_less" else price
            payment = self.account.pay(preference, amount, now, doing == "decline")
            self._tell("payment", str(payment["id"]))
            return
        payment = self._payments(link)[-1]
        if doing == "dispute":
            chargeback = self.account.charge_back(payment, now)
            self._tell("topic_chargebacks_wh", chargeback["id"])
        else:
            detail = "reimbursed" if doing == "dispute_won" else "settled"
            payment.update(status_detail=detail, date_last_updated=written(now))
        self._tell("payment", str(payment["id"]))

    def _payments(self, link: str) -> list[Json]:
        wanted = self.account.preferences[link]["external_reference"]
        return [one for one in self.account.payments.values() if one["external_reference"] == wanted]

    def _state(self, link: str) -> str:
        tried = self._payments(link)
        last = tried[-1]["status"] if tried else ""
        if last == "charged_back":
            return "disputed" if tried[-1]["status_detail"] == "in_process" else "closed"
        if last in ("approved", "refunded"):
            return "paid"
        if datetime.fromisoformat(self.account.preferences[link]["expiration_date_to"]) <= self._clock():
            return "expired"
        return "declined" if last else "open"

    def _doings(self, link: str) -> tuple[str, ...]:
        if link not in self.account.preferences:
            return ()
        return {
            "open": ("pay", "pay_less", "decline"),
            "declined": ("pay", "pay_less", "decline"),
            "paid": ("pay", "dispute"),
            "disputed": ("dispute_won", "dispute_lost"),
        }.get(self._state(link), ())

    def _page(self, link: str, request: Request) -> Response:
        found = self.account.preferences.get(link)
        language = language_of(request.query_params.get("lang"), request.headers.get("accept-language"))
        item: Json = found["items"][0] if found else {"unit_price": 0, "currency_id": "USD", "title": "?"}
        return payer_page(
            language,
            provider="Mercado Pago",
            title=item["title"],
            amount=to_money(item["unit_price"], item["currency_id"]),
            state=self._state(link) if found else "unknown",
            doings=self._doings(link),
            back=found["back_urls"]["success"] if found else "",
            status=200 if found else 404,
        )

    def _tell(self, kind: str, data_id: str) -> None:
        """To the address of the application, with the id and kind behind it, as Mercado Pago does."""
        told = {
            "id": uuid4().int % 10**12,
            "action": "payment.updated" if kind == "payment" else "created",
            "api_version": "v1",
            "data": {"id": data_id},
            "date_created": written(self._clock()),
            "live_mode": False,
            "type": kind,
            "user_id": "202809963",
        }
        body = json.dumps(told).encode()
        address = f"{WEBHOOK}?{urlencode({'data.id': data_id, 'type': kind})}"

        def pack(attempt: int) -> tuple[bytes, dict[str, str]]:
            request_id, at = str(uuid4()), int(self._clock().timestamp() * 1_000)
            signed = signature.sign(self._access.webhook_secret, data_id, request_id, at)
            return body, {
                "x-signature": signed,
                "x-request-id": request_id,
                "Content-Type": "application/json",
            }

        self.courier.send(address, pack)

    async def _post(self, request: Request, act: Callable[[Json], Json]) -> Response:
        """What was answered under a key is answered again."""
        asked = json.loads(await request.body())
        key = (request.url.path, request.headers.get("x-idempotency-key", ""))

        def once() -> Json:
            if key not in self._answered:
                self._answered[key] = act(asked)
            return self._answered[key]

        return await self._answer(request, once, 201)

    async def _answer(self, request: Request, act: Callable[[], Any], status: int = 200) -> Response:
        def checked() -> Response:
            if not bears(request, self._access.access_token):
                raise Refused(401, "unauthorized", "invalid access token")
            return JSONResponse(act(), status)

        return await self.troubles.answer(checked)
