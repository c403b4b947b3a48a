"""What the emulators of all providers have in common, and what they offer to the simulator.

An emulator stands on the provider's side of the wire. Towards us it speaks the provider's HTTP: it takes what our
sender sends and delivers signed webhooks. Towards the simulator it is a drawer full of phones.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

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
    """Something to press; ``data`` is what the provider sends us back for it."""

    title: str
    data: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One bubble on a person's phone, oldest first; ``at`` is in seconds since 1970, UTC.

    ``sender`` is seen from the phone's owner: `person` is them, `us` the business. A place or a file that they sent is
    shown by its ``text``.
    """

    sender: Literal["us", "person"]
    text: str = ""
    buttons: tuple[Tap, ...] = ()
    list: Choices | None = None
    carousel: tuple[Slide, ...] = ()
    image: str | None = None
    at: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request as it went over the wire, and what was answered."""

    request: str
    headers: Mapping[str, str]
    body: str
    status: int
    answer: str


class Wire:
    """Delivers webhooks to the gateway and remembers the newest exchange in either direction; rings ``changed`` for each."""

    def __init__(self, gateway: str) -> None:
        self._gateway = gateway
        self.changed = Bell()
        self.webhook: Exchange | None = None
        self.request: Exchange | None = None

    async def deliver(self, path: str, content: bytes, headers: Mapping[str, str]) -> httpx.Response:
        """POSTs to the gateway as the provider would; ``headers`` hold its signature over ``content``."""
        async with httpx.AsyncClient(base_url=self._gateway, timeout=30, trust_env=False) as http:
            response = await http.post(path, content=content, headers=dict(headers))
        self.webhook = Exchange(
            f"POST {path}", dict(headers), _legible(content), response.status_code, _legible(response.content)
        )
        self.changed.ring()
        return response

    def took(self, request: str, headers: Mapping[str, str], body: bytes, status: int, answer: bytes) -> None:
        """Our sender called the provider."""
        self.request = Exchange(request, dict(headers), _legible(body), status, _legible(answer))
        self.changed.ring()


class Emulator(Protocol):
    """A provider with people's phones. Whatever changes rings the bell ``taken``.

    ``address`` is what the gateway knows a person by. The coroutines return the gateway's answer to the webhook.
    """

    taken: Bell
    wire: Wire

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
