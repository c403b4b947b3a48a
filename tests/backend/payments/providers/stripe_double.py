"""Stripe as others wrote it: localstripe, with what it lacks in front of it.

localstripe (https://github.com/adrienverge/localstripe) has payment intents, charges, balance transactions, refunds and
webhooks. It knows no Checkout Sessions, idempotency keys, disputes, nor lists of a time; they are added here in Stripe's
documented shapes. All else goes through to it as it is.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

import httpx
from fastapi import FastAPI, Request
from starlette.responses import JSONResponse, Response

from backend.payments.providers.stripe.answering import nested
from tests.serving import serving

Json = dict[str, Any]
KEY = "sk_test_localstripe"
WITH_MONEY = {"expand[0]": "latest_charge.balance_transaction", "expand[1]": "latest_charge.refunds"}
CARDS = {"good": "4242424242424242", "declined": "4000000000000341"}


class StripeDouble:
    """``address`` is where the SDK is pointed to."""

    def __init__(self, behind: httpx.AsyncClient) -> None:
        self.behind = behind
        self.address = ""
        self.sessions: dict[str, Json] = {}
        self._answers: dict[tuple[str, str], tuple[int, Any]] = {}

    def app(self) -> FastAPI:
        """What is added, and behind it localstripe."""
        app = FastAPI()

        @app.post("/v1/checkout/sessions")
        async def create(request: Request) -> Response:
            asked = await _form(request)
            return await self._once(request, lambda: self._create(asked))

        @app.get("/v1/checkout/sessions")
        async def sessions(payment_intent: str) -> Response:
            found = [one for one in self.sessions.values() if one["payment_intent"] == payment_intent]
            return JSONResponse({"object": "list", "data": found, "has_more": False})

        @app.get("/v1/checkout/sessions/{session_id}")
        async def retrieve(session_id: str) -> Response:
            if session_id not in self.sessions:
                return _error(404, "resource_missing")
            session = dict(self.sessions[session_id])
            if session["payment_intent"]:
                found = await self.behind.get(
                    f"/v1/payment_intents/{session['payment_intent']}", params=WITH_MONEY
                )
                session["payment_intent"] = found.json()
            return JSONResponse(session)

        @app.post("/v1/checkout/sessions/{session_id}/expire")
        async def expire(session_id: str) -> Response:
            session = self.sessions[session_id]
            if session["status"] != "open":
                return _error(400, "resource_already_exists")
            session.update(status="expired", url=None)
            return JSONResponse(session)

        @app.get("/v1/charges")
        async def charges(request: Request) -> Response:
            asked = nested(request.query_params.multi_items())
            found = (await self.behind.get("/v1/charges", params={"limit": "100"})).json()["data"]
            span = asked.get("created", {})
            kept = [one for one in found if int(span["gte"]) <= one["created"] < int(span["lt"])]
            return JSONResponse(
                {"object": "list", "data": [await self._whole(one) for one in kept], "has_more": False}
            )

        @app.get("/v1/disputes")
        async def disputes() -> Response:
            return JSONResponse({"object": "list", "data": [], "has_more": False})

        @app.get("/v1/refunds")
        async def refunds(request: Request) -> Response:
            asked = {
                name: value for name, value in request.query_params.items() if not name.startswith("created")
            }
            return _through(await self.behind.get("/v1/refunds", params=asked))

        @app.api_route("/{path:path}", methods=["GET", "POST", "DELETE"])
        async def through(path: str, request: Request) -> Response:
            body = await request.body()

            async def forward() -> tuple[int, Any]:
                headers = {"content-type": request.headers.get("content-type", "application/json")}
                answer = await self.behind.request(
                    request.method, f"/{path}", params=request.query_params, content=body, headers=headers
                )
                return answer.status_code, answer.json()

            return await self._once(request, forward)

        return app

    async def pay(self, session_id: str, card: str = "good") -> None:
        """Somebody pays on the page of a session, as Checkout does it: by a payment intent with our metadata."""
        session = self.sessions[session_id]
        method = await self.behind.post(
            "/v1/payment_methods",
            json={
                "type": "card",
                "card": {"number": CARDS[card], "exp_month": "12", "exp_year": "2030", "cvc": "123"},
            },
        )
        made = await self.behind.post(
            "/v1/payment_intents",
            json={
                "amount": session["amount_total"],
                "currency": session["currency"],
                "payment_method": method.raise_for_status().json()["id"],
                "metadata": session["metadata"],
            },
        )
        session["payment_intent"] = made.raise_for_status().json()["id"]
        confirmed = await self.behind.post(
            f"/v1/payment_intents/{session['payment_intent']}/confirm", json={}
        )
        if confirmed.status_code == 200:
            session.update(status="complete", payment_status="paid", url=None)

    async def deliver_to(self, webhook: str, secret: str) -> None:
        """Has localstripe send its webhooks there."""
        answer = await self.behind.post("/_config/webhooks/ours", json={"url": webhook, "secret": secret})
        answer.raise_for_status()

    async def _create(self, asked: Json) -> tuple[int, Any]:
        price = asked["line_items"][0]["price_data"]
        session_id = f"cs_test_{uuid4().hex}"
        self.sessions[session_id] = {
            "id": session_id,
            "object": "checkout.session",
            "amount_total": int(price["unit_amount"]),
            "client_reference_id": asked["client_reference_id"],
            "currency": price["currency"],
            "expires_at": int(asked.get("expires_at", time.time() + 86_400)),
            "metadata": asked["payment_intent_data"]["metadata"],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "url": f"https://checkout.stripe.com/c/pay/{session_id}",
        }
        return 200, self.sessions[session_id]

    async def _whole(self, charge: Json) -> Json:
        """A charge has its payment intent's metadata, and what was asked to be expanded."""
        found = await self.behind.get(f"/v1/payment_intents/{charge['payment_intent']}", params=WITH_MONEY)
        intent = found.json()
        return intent["latest_charge"] | {"metadata": intent["metadata"]}

    async def _once(self, request: Request, act: Any) -> Response:
        key = (request.url.path, request.headers.get("idempotency-key") or uuid4().hex)
        if key not in self._answers:
            self._answers[key] = await act()
        status, answer = self._answers[key]
        return JSONResponse(answer, status)


@asynccontextmanager
async def stripe_double() -> AsyncIterator[StripeDouble]:
    """localstripe on a free port, as a process of its own, and the double in front of it."""
    with socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::", 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        headers = {"Authorization": f"Bearer {KEY}"}
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=20, trust_env=False
        ) as behind:
            await _ready(behind, process)
            double = StripeDouble(behind)
            async with serving(double.app()) as host:
                double.address = f"http://{host}"
                yield double
    finally:
        process.terminate()
        await process.wait()


async def _ready(behind: httpx.AsyncClient, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(60):
        while True:
            assert process.returncode is None, "localstripe did not start"
            try:
                await behind.get("/v1/coupons")
                return
            except httpx.TransportError:
                await asyncio.sleep(0.1)


async def _form(request: Request) -> Json:
    return nested(parse_qsl((await request.body()).decode(), keep_blank_values=True))


def _error(status: int, code: str) -> Response:
    return JSONResponse({"error": {"type": "invalid_request_error", "code": code, "message": code}}, status)


def _through(answer: httpx.Response) -> Response:
    return JSONResponse(answer.json(), answer.status_code)
