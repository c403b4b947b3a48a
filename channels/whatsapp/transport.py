"""How Twilio's SDK reaches Twilio: an HTTP client of the SDK's own kind that never blocks and always ends."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import httpx
from twilio.http import AsyncHttpClient
from twilio.http.response import Response

from channels.whatsapp.errors import RATE_LIMITED
from conversations.ports import SendDelayed

UNSURE_PAUSE: Final = 2.0
"""Seconds in which Twilio's own report tells whether it took what it did not answer (`channels.whatsapp.webhook.callback_of`)."""


class TwilioTransport(AsyncHttpClient):
    """Goes to ``api`` instead of Twilio's hosts where it is given. Raises SendDelayed where nothing was answered."""

    def __init__(self, api: str, *, timeout: float) -> None:
        super().__init__(logging.getLogger(__name__), True, timeout)
        self._api = api.rstrip("/")
        self._http = httpx.AsyncClient(timeout=timeout, trust_env=not api)

    async def request(  # type: ignore[override] # the SDK's asynchronous client contradicts its own base
        self,
        method: str,
        uri: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the SDK's signature
        allow_redirects: bool = False,
    ) -> Response:
        """One request; a 429 is raised here, since the SDK's errors do not tell how long to wait."""
        as_json = (headers or {}).get("Content-Type") == "application/json"
        try:
            answer = await self._http.request(
                method,
                self._moved(uri),
                params=params,
                json=data if as_json else None,
                data=None if as_json else data,
                headers=headers,
                auth=auth,
                follow_redirects=allow_redirects,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise SendDelayed(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise SendDelayed(type(error).__name__, after=UNSURE_PAUSE) from error
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise SendDelayed(RATE_LIMITED, after=_seconds(answer.headers.get("Retry-After")))
        return Response(answer.status_code, answer.text, answer.headers)

    async def aclose(self) -> None:
        """Closes connections."""
        await self._http.aclose()

    def _moved(self, uri: str) -> str:
        if not self._api:
            return uri
        return self._api + urlunsplit(("", "", *urlsplit(uri)[2:]))


def _seconds(after: str | None) -> float | None:
    return float(after) if after and after.isdecimal() else None
