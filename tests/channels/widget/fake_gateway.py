"""A stand-in for the web gateway: speaks the widget protocol of docs/architecture.md with scripted replies.

The browser tests drive the widget against it; ``python -m tests.channels.widget.fake_gateway 8123`` serves it to look at.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

from fastapi import WebSocket, WebSocketDisconnect

from tests.channels.widget.fake_routes import application
from tests.channels.widget.fake_talk import NewMessage, Talk
from tests.channels.widget.script import Json, reply, scripted
from tests.serving import serving


class FakeGateway:
    """The server's state, and the switches that tests turn."""

    def __init__(self, *, delay: float = 0.02) -> None:
        self.talks: dict[str, Talk] = {}
        self.languages: list[str | None] = []
        self.delay = delay
        self.sockets_refused = False
        self.refusal: str | None = None
        self.files: dict[str, bytes] = {}
        self.sent_files: dict[str, tuple[str, bytes]] = {}
        """Files of ours by their id: type and content."""
        self.fetched: list[str] = []
        self.typed: list[bool] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.sockets: set[WebSocket] = set()
        self.url = ""
        self.closing = False
        self.other_site = ""
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def talk(self) -> Talk:
        """The newest conversation."""
        return list(self.talks.values())[-1]

    @property
    def received(self) -> list[str]:
        """The texts that travellers wrote, in all conversations."""
        return [m["text"] for talk in self.talks.values() for m in talk.messages if m["direction"] == "in"]

    async def receive(self, talk: Talk, message: NewMessage) -> int:
        """Stores a message once and has it answered; its offset."""
        for known in talk.messages:
            if known["client_id"] == message.client_id:
                return int(known["offset"])
        stored = await talk.add(
            direction="in",
            sender="traveller",
            text=message.text,
            payload=message.payload,
            client_id=message.client_id,
        )
        task = asyncio.create_task(self._answer(talk, message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return int(stored["offset"])

    async def say(
        self,
        text: str,
        *buttons: tuple[str, str],
        sender: str = "bot",
        agent: str | None = None,
        cards: list[Json] | None = None,
    ) -> None:
        """The operator's side says something unasked; an agent may be called something."""
        said = reply(text, *buttons, cards=cards)
        await self.talk.add(direction="out", sender=sender, agent=agent, **said)

    async def send(
        self, *files: tuple[str, str, bytes], text: str = "", location: Json | None = None
    ) -> None:
        """An agent sends files (name, type, content) or a place."""
        attachments = []
        for name, mime, content in files:
            media_id = str(uuid4())
            self.sent_files[media_id] = (mime, content)
            attachments.append({"id": media_id, "name": name, "type": mime, "size": len(content)})
        await self.talk.add(
            direction="out", sender="agent", text=text, attachments=attachments, location=location
        )

    async def erase(self) -> None:
        """Everything said so far is erased, and that is said."""
        for message in self.talk.messages:
            message |= {"text": "", "buttons": [], "cards": [], "attachments": [], "location": None}
        self.talk.erased_to = len(self.talk.messages)
        await self.say("Borrado.")

    async def _answer(self, talk: Talk, message: NewMessage) -> None:
        await talk.set_typing(True)
        await asyncio.sleep(self.delay)
        await self.may_answer.wait()
        for said in scripted(message.text, message.payload):
            await talk.add(direction="out", sender="bot", **said)
        await talk.set_typing(False)

    async def cut_sockets(self) -> None:
        """Every open socket breaks."""
        for opened in list(self.sockets):
            with suppress(RuntimeError, WebSocketDisconnect):
                await opened.close(1012)

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator[FakeGateway]:
        """Served on a free port of this machine for as long as the block lasts."""
        async with serving(application(self), port) as address:
            self.url = f"http://{address}"
            try:
                yield self
            finally:
                self.closing = True
                for talk in self.talks.values():
                    await talk.wake()


async def _serve_to_look_at(port: int) -> None:
    async with FakeGateway(delay=0.9).serving(port) as gateway:
        print(gateway.url)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve_to_look_at(int(sys.argv[1])))
