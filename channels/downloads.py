"""Fetching files for the channels: from the provider's own addresses only, also after every redirect, and never for long."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

import httpx

from conversations.ports import MediaDelayed, MediaRefused

FOREIGN = "foreign_address"
GONE = "gone"
MOST_REDIRECTS: Final = 3
TIMEOUT: Final = 15.0
"""Seconds of silence after which a download has failed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where files may be fetched: everything below an ``address``; `*.` in front of its host is any host below that."""

    address: str

    def holds(self, url: httpx.URL) -> bool:
        """Whether an address is one of this place."""
        scheme, _, rest = self.address.partition("://")
        authority, _, path = rest.partition("/")
        host, _, port = authority.partition(":")
        return (
            url.scheme == scheme
            and (url.host == host or (host.startswith("*.") and url.host.endswith(host[1:])))
            and (url.port or _PORTS[scheme]) == (int(port) if port else _PORTS[scheme])
            and not url.userinfo
            and url.path.startswith(f"/{path}")
            and ".." not in unquote(url.path).split("/")
        )


_PORTS: Final = {"http": 80, "https": 443}


class Downloads:
    """An HTTP client that fetches from ``places``, and shows its ``credentials`` at ``private`` ones only."""

    def __init__(
        self,
        places: Sequence[str],
        *,
        private: Sequence[str] = (),
        credentials: tuple[str, str] | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._private = [Place(address) for address in private]
        self._places = [*self._private, *(Place(address) for address in places)]
        self._auth = httpx.BasicAuth(*credentials) if credentials else None
        simulated = any(place.address.startswith("http:") for place in self._places)
        # What a server packs could grow without end where it is unpacked.
        plain = {"Accept-Encoding": "identity"}
        self._http = httpx.AsyncClient(timeout=timeout, headers=plain, trust_env=not simulated)

    @asynccontextmanager
    async def fetch(self, address: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The file there, piece by piece; MediaDelayed, MediaRefused, also while it is read."""
        try:
            response = await self._open(address)
            try:
                _must_have_it(response)
                yield response.aiter_raw()
            finally:
                await response.aclose()
        except httpx.InvalidURL as error:
            raise MediaRefused(FOREIGN) from error
        except httpx.HTTPError as error:
            raise MediaDelayed(type(error).__name__) from error

    def reaches(self, address: str | httpx.URL) -> bool:
        """Whether a file there is one of the provider's."""
        return any(place.holds(httpx.URL(address)) for place in self._places)

    async def aclose(self) -> None:
        """Closes connections."""
        await self._http.aclose()

    async def _open(self, address: str) -> httpx.Response:
        url = httpx.URL(address)
        for _ in range(MOST_REDIRECTS + 1):
            if not self.reaches(url):
                raise MediaRefused(FOREIGN)
            known = any(place.holds(url) for place in self._private)
            request = self._http.build_request("GET", url)
            response = await self._http.send(request, auth=self._auth if known else None, stream=True)
            if not response.has_redirect_location:
                return response
            await response.aclose()
            url = url.join(response.headers["Location"])
        raise MediaRefused(FOREIGN)


def _must_have_it(response: httpx.Response) -> None:
    if response.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        raise MediaRefused(GONE)
    if not response.is_success:
        after = response.headers.get("Retry-After", "")
        raise MediaDelayed(f"http_{response.status_code}", after=float(after) if after.isdecimal() else None)
