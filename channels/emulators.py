"""What the emulators of all providers offer to the simulator.

An emulator stands on the provider's side of the wire. Towards us it speaks the provider's HTTP: it takes what our
sender sends and delivers signed webhooks. Towards the simulator it is a drawer full of phones.
"""

from __future__ import annotations

from typing import Literal, Protocol

import httpx
from fastapi import APIRouter

from channels.phones import Shown, Signs
from channels.wire import Bell, Wire


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
