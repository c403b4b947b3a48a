"""Whether Twilio knows us, asked through its SDK of the four addresses that answer it, as Twilio documents them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from channels import whatsapp
from channels.whatsapp.settings import WhatsAppSettings
from tests.serving import serving

ACCOUNT = "AC00000000000000000000000000000001"
SPANISH = f"HX{'1' * 32}"
NUMBER = "+12025550100"


@dataclass
class Twilio:
    """An account with a number and a template, and our webhook beside it."""

    address: str = ""
    callback_url: str = ""
    approval: dict[str, str] = field(default_factory=lambda: {SPANISH: "approved"})
    status: int = 200

    @property
    def webhook(self) -> str:
        return f"{self.address}/channels/whatsapp/webhook"

    @property
    def access(self) -> WhatsAppSettings:
        return WhatsAppSettings(
            account_sid=ACCOUNT,
            auth_token="an-auth-token",
            number=NUMBER,
            api=self.address,
            templates={"es": SPANISH},
        )

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/2010-04-01/Accounts/{sid}.json")
        async def account(sid: str) -> Response:
            told = {"sid": sid, "status": "active", "friendly_name": "Viajes Altamar"}
            return JSONResponse(told if self.status == 200 else {"code": 20003, "message": "no"}, self.status)

        @app.get("/v2/Channels/Senders")
        async def senders(request: Request) -> Response:
            ours = {
                "sid": f"XE{'1' * 32}",
                "status": "ONLINE",
                "sender_id": f"whatsapp:{NUMBER}",
                "webhook": {"callback_url": self.callback_url, "callback_method": "POST"},
            }
            return JSONResponse({"senders": [ours], "meta": {"key": "senders", "next_page_url": None}})

        @app.get("/v1/Content/{sid}/ApprovalRequests")
        async def approval(sid: str) -> Response:
            if sid not in self.approval:
                return JSONResponse({"code": 20404, "message": "not found"}, 404)
            return JSONResponse({"sid": sid, "whatsapp": {"name": "later", "status": self.approval[sid]}})

        @app.post("/channels/whatsapp/webhook")
        async def webhook() -> Response:
            return JSONResponse({"error": {"code": "unsigned"}}, 401)

        return app

    async def wrong(self) -> list[str]:
        """What the check finds wrong."""
        found = await whatsapp.findings(self.access, self.webhook, set_webhook=False)
        return [finding.text for finding in found if not finding.right]


@pytest.fixture
async def twilio() -> AsyncIterator[Twilio]:
    twilio = Twilio()
    async with serving(twilio.app()) as address:
        twilio.address = f"http://{address}"
        twilio.callback_url = twilio.webhook
        yield twilio


async def test_all_is_well(twilio: Twilio) -> None:
    assert await twilio.wrong() == []


async def test_a_wrong_token_is_told(twilio: Twilio) -> None:
    twilio.status = 401
    (wrong,) = await twilio.wrong()
    assert "_AUTH_TOKEN" in wrong


async def test_trouble_at_twilio_is_not_called_a_wrong_token(twilio: Twilio) -> None:
    twilio.status = 503
    assert await twilio.wrong() == ["Twilio does not answer (status 503)"]


async def test_a_number_that_delivers_elsewhere_is_told_where_to(twilio: Twilio) -> None:
    twilio.callback_url = "https://elsewhere.example"
    (wrong,) = await twilio.wrong()
    assert "https://elsewhere.example" in wrong
    assert twilio.webhook in wrong


@pytest.mark.parametrize("status", ["pending", "rejected"])
async def test_a_template_that_is_not_approved_is_told(twilio: Twilio, status: str) -> None:
    twilio.approval[SPANISH] = status
    assert await twilio.wrong() == [f"the template for es ({SPANISH}) is {status}"]


async def test_a_template_that_is_unknown_is_told(twilio: Twilio) -> None:
    twilio.approval.clear()
    assert await twilio.wrong() == [f"the template for es ({SPANISH}) is unknown to Twilio"]
