"""PayU's two APIs, over HTTP; there is no maintained SDK."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import httpx

from backend.payments.ports import ProviderDown, ProviderRefused
from backend.payments.providers.failing import TIMEOUT, check_up, reached, refusal
from backend.payments.providers.payu.settings import PayUSettings
from backend.payments.providers.reading import readable

_REPORTS: Final = "/reports-api/4.0/service.cgi"
_PAYMENTS: Final = "/payments-api/4.0/service.cgi"
_CREDENTIALS: Final = ("credential", "apikey", "api key", "apilogin", "api login", "authenticat")


class Asking:
    """Asks, and tells whatever goes wrong in the port's words."""

    def __init__(self, access: PayUSettings, timeout: float = TIMEOUT) -> None:
        self._access = access
        self._http = httpx.AsyncClient(timeout=timeout, headers={"Accept": "application/json"})

    async def query(self, command: str, details: dict[str, Any]) -> Any:
        """The payload of a query; None where there is nothing."""
        answer = await self._ask(_REPORTS, {"command": command, "details": details})
        with readable():
            return (answer.get("result") or {}).get("payload")

    async def submit(self, transaction: dict[str, Any]) -> dict[str, Any]:
        """PayU's answer to a transaction."""
        answer = await self._ask(_PAYMENTS, {"command": "SUBMIT_TRANSACTION", "transaction": transaction})
        with readable():
            return dict(answer["transactionResponse"])

    async def ping(self) -> None:
        """Whether PayU answers and knows us."""
        await self._ask(_REPORTS, {"command": "PING"})

    def now(self) -> datetime:
        """When PayU does not say when."""
        return datetime.now(UTC)

    async def aclose(self) -> None:
        """Closes connections."""
        await self._http.aclose()

    async def _ask(self, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        merchant = {"apiLogin": self._access.api_login, "apiKey": self._access.api_key}
        sent = {"test": self._access.sandbox, "language": "en", "merchant": merchant, **asked}
        with reached():
            response = await self._http.post(f"{self._access.api_address}{path}", json=sent)
        check_up(response.status_code, response.headers.get("retry-after"), later=(408, 409))
        if response.status_code >= 400:
            raise refusal(response.status_code)
        with readable():
            answer = dict(response.json())
            code, error_text = answer["code"], str(answer.get("error") or "")
        if code == "SUCCESS":
            return answer
        if any(word in error_text.lower() for word in _CREDENTIALS):
            raise ProviderDown("credentials")
        raise ProviderRefused(error_text[:200] or "error")
