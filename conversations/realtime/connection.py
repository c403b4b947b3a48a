"""What the console's socket and the widget's have in common: frames in and out, in time, and how they end."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from typing import Any, Final

from fastapi import WebSocket, WebSocketDisconnect

SILENT_BEATS: Final = 2.5
"""Heartbeats without a word, not even a pong, after which the other side is gone."""
SLOWEST_SEND: Final = 10.0
"""Seconds; who does not take a frame in that time is dropped, and reads on from its offset when it comes back."""
TYPING_EVERY: Final = 1.0
"""Seconds; more often nobody needs to know that somebody writes."""
POLICY, TOO_LARGE, TRY_AGAIN = 1008, 1009, 1013
NOT_SIGNED_IN = 4401


class Connection:
    """One open WebSocket."""

    __slots__ = ("_sending", "_websocket")

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket, self._sending = websocket, asyncio.Lock()

    async def receive(self) -> str | None:
        """The next frame's text, None where it has none; WebSocketDisconnect."""
        event = await self._websocket.receive()
        if event["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(event["code"])
        text: str | None = event.get("text")
        return text

    async def send(self, frame: Mapping[str, Any] | str) -> None:
        """Sends a frame, or one that is written already; TimeoutError where nobody takes it."""
        async with self._sending, asyncio.timeout(SLOWEST_SEND):
            if isinstance(frame, str):
                await self._websocket.send_text(frame)
            else:
                await self._websocket.send_json(frame)

    async def close(self, code: int) -> None:
        """Closes it, whatever state it is in."""
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(SLOWEST_SEND):
                await self._websocket.close(code)


async def until_either_ends(*parts: Coroutine[Any, Any, None]) -> None:
    """Both at once, until one of them ends or fails; the other is ended too."""
    tasks = {asyncio.create_task(part) for part in parts}
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
