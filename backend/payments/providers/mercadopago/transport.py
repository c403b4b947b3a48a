"""The SDK's HTTP, on connections that are kept and with whatever goes wrong told in the port's words."""

from __future__ import annotations

from typing import Any, Final

import httpx
from mercadopago.config import Config
from mercadopago.http import HttpClient

from backend.payments.providers.failing import TIMEOUT, check_up, reached
from backend.payments.providers.reading import readable

_THEIRS: Final = Config().api_base_url
_LATER: Final = frozenset({408, 409, 423, 424})
"""Somebody is at work on the same key, or something behind the API does not answer."""


class Transport(HttpClient):
    """What the SDK sends by, from several threads at once; ``api`` takes the place of Mercado Pago's own address.

    It never tries again by itself: that is done where the call is written down.
    """

    def __init__(self, api: str, timeout: float = TIMEOUT) -> None:
        self._api = api.rstrip("/") or _THEIRS
        self._http = httpx.Client(timeout=timeout)

    def request(
        self,
        method: str,
        url: str,
        maxretries: int | None = None,
        retry_on: object = None,
        backoff_factor: float | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """See the SDK's HttpClient; ProviderDown where there is no proper answer."""
        with reached():
            response = self._http.request(
                method,
                self._api + url.removeprefix(_THEIRS),
                headers=more.get("headers"),
                params=more.get("params"),
                content=more.get("data"),
            )
        check_up(response.status_code, response.headers.get("retry-after"), later=_LATER)
        with readable():
            return {"status": response.status_code, "response": response.json()}

    def close(self) -> None:
        """Closes connections."""
        self._http.close()
