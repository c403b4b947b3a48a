"""The wire between a provider's emulator and our gateway: webhooks in, again where the provider would, and our calls."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import httpx

MOST_SHOWN: Final = 4_000
"""Characters of a body that are kept for looking at."""
_TLS: Final = ssl.create_default_context()
"""Made once: it takes longer than delivering a webhook."""


class Bell:
    """Wakes everybody who waits whenever it rings."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something happened."""
        self._rung.set()
        self._rung = asyncio.Event()

    async def wait(self) -> None:
        """Until it rings next."""
        await self._rung.wait()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request as it went over the wire, and what was answered."""

    request: str
    headers: Mapping[str, str]
    body: str
    status: int
    answer: str


@dataclass(frozen=True, slots=True)
class Redelivery:
    """When a provider delivers again: a webhook that does not answer 2xx ``within`` so many seconds, after each of the
    ``pauses``; with ``client_errors`` one that was refused (4xx) as well, otherwise only one that failed (5xx, time-out).
    """

    within: float
    pauses: Sequence[float] = ()
    client_errors: bool = False

    def wanted(self, status: int) -> bool:
        """Whether it comes again after this answer."""
        return status >= 500 or (self.client_errors and not 200 <= status < 300)


NO_ANSWER: Final = 504
"""The status that stands for a webhook which could not be reached or took too long."""


@dataclass(frozen=True, slots=True)
class _Delivery:
    """A webhook; ``seen`` where it is shown as the newest exchange."""

    path: str
    content: bytes
    headers: Mapping[str, str]
    heed: Callable[[httpx.Response], object]
    seen: bool


class Wire:
    """Delivers webhooks to the gateway, again where the provider would, and remembers the newest exchange in either
    direction; rings ``changed`` for each.
    """

    def __init__(self, gateway: str, redelivery: Redelivery = Redelivery(within=30)) -> None:
        self._gateway = gateway
        self.redelivery = redelivery
        self.changed = Bell()
        self.webhook: Exchange | None = None
        self.request: Exchange | None = None
        self._again: set[asyncio.Task[None]] = set()

    async def deliver(
        self,
        path: str,
        content: bytes,
        headers: Mapping[str, str],
        heed: Callable[[httpx.Response], object] = lambda answer: None,
    ) -> httpx.Response:
        """POSTs to the gateway as the provider would; ``headers`` hold its signature over ``content``.

        The answer to the first try, `NO_ANSWER` where there was none; further tries go on behind. ``heed`` is called with
        the answer of the try that was taken.
        """
        return await self._deliver(_Delivery(path, content, headers, heed, seen=True))

    async def tell(self, path: str, content: bytes, headers: Mapping[str, str]) -> httpx.Response:
        """Delivers what nobody did on a phone, such as a report: in the same way, but it is not the newest exchange."""
        return await self._deliver(_Delivery(path, content, headers, lambda answer: None, seen=False))

    async def settled(self) -> None:
        """Until nothing is left to be delivered again."""
        await asyncio.gather(*self._again)

    def took(self, request: str, headers: Mapping[str, str], body: bytes, status: int, answer: bytes) -> None:
        """Our sender called the provider."""
        self.request = Exchange(request, dict(headers), _legible(body), status, _legible(answer))
        self.changed.ring()

    async def _deliver(self, delivery: _Delivery) -> httpx.Response:
        response = await self._try(delivery)
        if self.redelivery.pauses and self.redelivery.wanted(response.status_code):
            task = asyncio.create_task(self._deliver_again(delivery), name="redelivery")
            self._again.add(task)
            task.add_done_callback(self._again.discard)
        return response

    async def _deliver_again(self, delivery: _Delivery) -> None:
        for pause in self.redelivery.pauses:
            await asyncio.sleep(pause)
            response = await self._try(delivery)
            if not self.redelivery.wanted(response.status_code):
                return

    async def _try(self, delivery: _Delivery) -> httpx.Response:
        path, content, headers = delivery.path, delivery.content, dict(delivery.headers)
        try:
            async with asyncio.timeout(self.redelivery.within):
                async with httpx.AsyncClient(timeout=None, trust_env=False, verify=_TLS) as http:
                    response = await http.post(f"{self._gateway}{path}", content=content, headers=headers)
        except (httpx.TransportError, TimeoutError) as error:
            response = httpx.Response(NO_ANSWER, text=type(error).__name__)
        if delivery.seen:
            told, answer = _legible(content), _legible(response.content)
            self.webhook = Exchange(f"POST {path}", headers, told, response.status_code, answer)
            self.changed.ring()
        if response.is_success:
            delivery.heed(response)
        return response


def _legible(body: bytes) -> str:
    return body[:MOST_SHOWN].decode("utf-8", "replace")
