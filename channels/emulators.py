"""What the emulators of all providers have in common, and what they offer to the simulator.

An emulator stands on the provider's side of the wire. Towards us it speaks the provider's HTTP: it takes what our
sender sends and delivers signed webhooks. Towards the simulator it is a drawer full of phones.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

import httpx
from fastapi import APIRouter

MOST_SHOWN = 4_000
"""Characters of a body that are kept for looking at."""


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
class Tap:
    """Something to press; ``data`` is what the provider sends us back for it. Where a channel has rows, those of one ``row``
    stand side by side.
    """

    title: str
    data: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list."""

    title: str
    data: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """A list that opens when its ``title`` is pressed."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Slide:
    """A card among others side by side; ``image`` is an address."""

    title: str
    text: str = ""
    image: str | None = None
    buttons: tuple[Tap, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file to open or save; ``address`` is where the phone gets it, ``size`` in bytes."""

    name: str
    mime: str
    size: int
    address: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, in degrees."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One bubble on a person's phone, oldest first; ``at`` is in seconds since 1970, UTC.

    ``sender`` is seen from the phone's owner: `person` is them, `us` the business. A place or a file that they sent is
    shown by its ``text``; what they sent is ``read`` once the business has marked it so.
    """

    sender: Literal["us", "person"]
    text: str = ""
    buttons: tuple[Tap, ...] = ()
    list: Choices | None = None
    carousel: tuple[Slide, ...] = ()
    image: str | None = None
    file: File | None = None
    spot: Spot | None = None
    read: bool = False
    at: float = field(default_factory=time.time)


class Signs:
    """What phones show of the business without its saying anything: that it is writing, what it has read."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._typing: dict[str, float] = {}
        self._read: dict[str, float] = {}

    def types(self, address: str, seconds: float) -> None:
        """It is writing to somebody, for so long or until it has spoken."""
        self._typing[address] = self._clock() + seconds

    def spoke(self, address: str) -> None:
        """It said something."""
        self._typing.pop(address, None)

    def reads(self, address: str) -> None:
        """It has read everything that somebody sent until now."""
        self._read[address] = self._clock()

    def typing_until(self, address: str) -> float:
        """Until when it is shown to be writing, in seconds since 1970; 0 where it is not."""
        return self._typing.get(address, 0.0)

    def has_read(self, address: str, at: float) -> bool:
        """Whether what somebody sent at this moment is marked as read."""
        return at <= self._read.get(address, 0.0)


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
        return await self._deliver(path, content, headers, heed)

    async def tell(self, path: str, content: bytes, headers: Mapping[str, str]) -> httpx.Response:
        """Delivers what nobody did on a phone, such as a report: in the same way, but it is not the newest exchange."""
        return await self._deliver(path, content, headers, seen=False)

    async def _deliver(
        self,
        path: str,
        content: bytes,
        headers: Mapping[str, str],
        heed: Callable[[httpx.Response], object] = lambda answer: None,
        *,
        seen: bool = True,
    ) -> httpx.Response:
        response = await self._post(path, content, headers, seen)
        if response.is_success:
            heed(response)
        elif self.redelivery.pauses and self.redelivery.wanted(response.status_code):
            task = asyncio.create_task(
                self._deliver_again(path, content, headers, heed, seen), name="redelivery"
            )
            self._again.add(task)
            task.add_done_callback(self._again.discard)
        return response

    async def settled(self) -> None:
        """Until nothing is left to be delivered again."""
        await asyncio.gather(*self._again)

    def took(self, request: str, headers: Mapping[str, str], body: bytes, status: int, answer: bytes) -> None:
        """Our sender called the provider."""
        self.request = Exchange(request, dict(headers), _legible(body), status, _legible(answer))
        self.changed.ring()

    async def _deliver_again(
        self,
        path: str,
        content: bytes,
        headers: Mapping[str, str],
        heed: Callable[[httpx.Response], object],
        seen: bool,
    ) -> None:
        for pause in self.redelivery.pauses:
            await asyncio.sleep(pause)
            response = await self._post(path, content, headers, seen)
            if response.is_success:
                heed(response)
            if not self.redelivery.wanted(response.status_code):
                return

    async def _post(
        self, path: str, content: bytes, headers: Mapping[str, str], seen: bool
    ) -> httpx.Response:
        try:
            async with asyncio.timeout(self.redelivery.within):
                async with httpx.AsyncClient(base_url=self._gateway, timeout=None, trust_env=False) as http:
                    response = await http.post(path, content=content, headers=dict(headers))
        except (httpx.TransportError, TimeoutError) as error:
            response = httpx.Response(NO_ANSWER, text=type(error).__name__)
        if seen:
            told, answer = _legible(content), _legible(response.content)
            self.webhook = Exchange(f"POST {path}", dict(headers), told, response.status_code, answer)
            self.changed.ring()
        return response


class Emulator(Protocol):
    """A provider with people's phones. Whatever changes rings the bell ``taken``.

    ``address`` is what the gateway knows a person by. The coroutines return the gateway's answer to the webhook.
    """

    taken: Bell
    wire: Wire
    signs: Signs

    def router(self) -> APIRouter:
        """The provider's HTTP as our sender calls it; mounted below `/simulator/<channel>`."""
        ...

    def new_person(self, language: str) -> str:
        """The address of somebody who never wrote before; ``language`` is what their phone is set to."""
        ...

    def shown(self, address: str) -> list[Shown]:
        """What this person's phone shows, oldest first; [] where they never wrote."""
        ...

    async def type(self, address: str, text: str) -> httpx.Response:
        """They type something and send it."""
        ...

    async def press(self, address: str, data: str, title: str) -> httpx.Response:
        """They press a button, a list's row or a card's button."""
        ...

    async def send_location(self, address: str, latitude: float, longitude: float) -> httpx.Response:
        """They share a place."""
        ...

    async def send_file(self, address: str, kind: Literal["photo", "voice"]) -> httpx.Response:
        """They send a picture or a voice note, which the emulator keeps for whoever fetches it."""
        ...

    def fail(self, status: int = 500) -> None:
        """The next request of our sender meets a server in trouble."""
        ...

    def limit(self, after: int) -> None:
        """The next request of our sender comes too fast: it goes again ``after`` seconds."""
        ...


def _legible(body: bytes) -> str:
    return body[:MOST_SHOWN].decode("utf-8", "replace")
