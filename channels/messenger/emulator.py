"""People's phones with Messenger, on Meta's side of the wire (`channels.messenger.meta`): what they show, and what is done there."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx

from channels.messenger.meta import WEBHOOK, Meta
from channels.messenger.phones import KINDS, SYMBOLS, FileKind, visible
from channels.phones import Shown

Json = dict[str, Any]


class MessengerEmulator(Meta):
    """A `channels.emulators.Emulator`."""

    def new_person(self, language: str) -> str:
        """Meta tells no language."""
        return str(uuid4().int)[:16]

    def shown(self, address: str) -> list[Shown]:
        """See `channels.emulators.Emulator`."""
        return self.signs.marked(address, visible(self.bubbles.get(address, [])))

    async def type(self, address: str, text: str) -> httpx.Response:
        """See `channels.emulators.Emulator`."""
        return await self._does(address, text, self.deliveries.text(address, text))

    async def press(self, address: str, data: str, title: str) -> httpx.Response:
        """What stands above the text field comes as a message, a card's button as a postback; both are seen as words."""
        bubbles = self.shown(address)
        quick = any(tap.data == data for tap in (bubbles[-1].buttons if bubbles else ()))
        press = self.deliveries.quick_reply if quick else self.deliveries.postback
        return await self._does(address, title, press(address, title, data))

    async def send_location(self, address: str, latitude: float, longitude: float) -> httpx.Response:
        """See `channels.emulators.Emulator`."""
        place = self.deliveries.location(address, latitude, longitude)
        return await self._does(address, f"📍 {latitude}, {longitude}", place)

    async def send_file(self, address: str, kind: FileKind) -> httpx.Response:
        """See `channels.emulators.Emulator`."""
        url = f"{self.access.api}/files/{kind}"
        return await self._does(
            address, SYMBOLS[kind], self.deliveries.attachment(address, KINDS[kind][0], url)
        )

    async def _does(self, address: str, seen: str, event: Json) -> httpx.Response:
        self.bubbles[address].append(Shown(sender="person", text=seen))
        self.taken.ring()
        delivery = self.deliveries.signed(event)
        return await self.wire.deliver(WEBHOOK, delivery.body, delivery.headers)
