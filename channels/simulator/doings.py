"""What the owner of a phone can do, as the page says it."""

from __future__ import annotations

from typing import Annotated, Literal

import httpx
from pydantic import BaseModel, Field

from channels.emulators import Emulator


class Person(BaseModel):
    """Somebody new, with a phone set to this language."""

    language: Literal["es", "en", "pt"]


class Trouble(BaseModel):
    """What the provider answers to our next request: a server's error, or that it came too fast."""

    kind: Literal["fails", "too_fast"]


class Typing(BaseModel):
    """A text."""

    do: Literal["type"]
    text: Annotated[str, Field(min_length=1, max_length=10_000)]

    async def on(self, phone: Emulator, address: str) -> httpx.Response:
        """Does it; the gateway's answer."""
        return await phone.type(address, self.text)


class Pressing(BaseModel):
    """A button, a list's row or a card's button."""

    do: Literal["press"]
    data: str
    title: str

    async def on(self, phone: Emulator, address: str) -> httpx.Response:
        """Does it; the gateway's answer."""
        return await phone.press(address, self.data, self.title)


class Sharing(BaseModel):
    """A place, in degrees."""

    do: Literal["location"]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]

    async def on(self, phone: Emulator, address: str) -> httpx.Response:
        """Does it; the gateway's answer."""
        return await phone.send_location(address, self.latitude, self.longitude)


class Sending(BaseModel):
    """A file."""

    do: Literal["file"]
    kind: Literal["photo", "voice"]

    async def on(self, phone: Emulator, address: str) -> httpx.Response:
        """Does it; the gateway's answer."""
        return await phone.send_file(address, self.kind)


Doing = Annotated[Typing | Pressing | Sharing | Sending, Field(discriminator="do")]
