"""Whoever sends too much, too fast, or nothing sensible, or never reads: refused or dropped, and nobody else notices."""

from __future__ import annotations

import asyncio
import json
import socket as sockets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic

import pytest
from websockets.exceptions import ConnectionClosed

from conversations.realtime import COMPANY, Hub, publish_messages
from conversations.realtime.frames import MOST_BYTES
from conversations.realtime.pace import BURST, PER_SECOND
from conversations.team.guard import COOKIE
from tests.channels.conftest import Sessions
from tests.conversations.realtime.conftest import Colleague, Hire, Line, Thread, console_app
from tests.serving import serving

ESTABLISHED = "01"
"""Of TCP's states, as Linux counts them."""


async def hears(line: Line, thread: Thread, text: str = "sigue") -> None:
    """Somebody else is told in good time."""
    begun = monotonic()
    await thread.say(text)
    assert (await line.texts(last=text))[-1] == text
    assert monotonic() - begun < 5


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 10 * 1024 * 1024])
async def test_a_frame_that_is_too_large_ends_its_own_socket(
    lucia: Colleague, hire: Hire, thread: Thread, size: int
) -> None:
    marta = await hire(name="Marta")
    async with marta.line(thread.room) as other, lucia.line(thread.room) as line:
        with suppress(ConnectionError, ConnectionClosed):
            await line.socket.send("x" * size)
        assert await line.closed() == 1009
        await hears(other, thread)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "[]",
        "{}",
        "no JSON",
        "[" * 10_000,
        '{"type": "event"}',
        '{"type": "hello", "offset": -1}',
        '{"type": "hello", "offset": 1e400}',
        json.dumps({"type": "hello", "offset": 2**63}),
        json.dumps({"type": "hello", "epoch": "today"}),
        json.dumps({"type": "hello", "rooms": [COMPANY] * 101}),
        json.dumps({"type": "hello", "rooms": ["x" * 101]}),
        json.dumps({"type": "subscribe", "rooms": "company"}),
        '{"type": "subscribe", "rooms": ["\\ud83d"]}',
        b"bytes",
    ],
)
async def test_what_is_no_frame_of_ours_ends_its_own_socket(lucia: Colleague, frame: str | bytes) -> None:
    async with lucia.connected() as first, lucia.line(COMPANY) as later:
        for line in (first, later):
            await line.socket.send(frame)
            assert await line.closed() == 1008


async def test_names_that_no_database_takes_are_only_rooms_that_do_not_exist(lucia: Colleague) -> None:
    strange = ["conversation:\x00", "quote:\x00", "supplier:\x00", "supplier:%s", "\x00"]
    async with lucia.line(*strange) as line:
        assert line.welcome["refused"] == strange


async def test_a_flood_is_read_slowly_and_nobody_else_waits(
    lucia: Colleague, hire: Hire, thread: Thread, hub: Hub
) -> None:
    marta = await hire(name="Marta")
    async with marta.line(thread.room) as other, lucia.line(thread.room) as line:

        async def flood() -> None:
            for _ in range(3_000):
                await line.say(type="subscribe", rooms=[thread.room])
                await asyncio.sleep(0)

        begun = monotonic()
        flooding = asyncio.create_task(flood())
        for number in range(5):
            await hears(other, thread, f"número {number}")
        flooding.cancel()
        answered = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                while await line.next("subscribed"):
                    answered += 1
        assert answered <= BURST + PER_SECOND * (monotonic() - begun) + 1


async def test_whoever_never_reads_is_dropped_and_nobody_else_waits(
    lucia: Colleague, hire: Hire, thread: Thread, sessions: Sessions
) -> None:
    marta = await hire(name="Marta")
    async with deaf(lucia, thread.room) as raw, marta.line(thread.room) as other:
        await thread.say("a" * 9_000)
        for _ in range(10):
            async with sessions.begin() as session:
                kind, offsets = "message.changed", [1] * 500
                await publish_messages(session, kind, conversation_id=thread.id, offsets=offsets)
        await thread.say("fin")
        assert (await other.texts(last="fin"))[-1] == "fin"
        async with asyncio.timeout(30):
            while not gone(raw):
                await hears(other, thread)
                await asyncio.sleep(0.5)


@asynccontextmanager
async def deaf(lucia: Colleague, room: str) -> AsyncIterator[sockets.socket]:
    """A connection in a room that takes nothing."""
    host, _, port = lucia.address.partition(":")
    with sockets.socket() as raw:
        raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4_096)
        raw.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(raw, (host, int(port)))
        head = f"GET /console/socket HTTP/1.1\r\nHost: {lucia.address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        key = f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\nCookie: {COOKIE}={lucia.cookie}\r\n\r\n"
        hello = json.dumps({"type": "hello", "rooms": [room]}).encode()
        frame = bytes([0x81, 0x80 | len(hello), 0, 0, 0, 0]) + hello
        for sent, awaited in (((head + key).encode(), b"101 "), (frame, b"welcome")):
            await loop.sock_sendall(raw, sent)
            heard = b""
            while awaited not in heard:
                heard += await loop.sock_recv(raw, 4_096) or pytest.fail("closed")
        yield raw


def gone(raw: sockets.socket) -> bool:
    """Whether the server's side gave the connection up, so that nothing is kept for it (Linux)."""
    own = f":{raw.getsockname()[1]:04X}"
    connections = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()]
    return not any(line[2].endswith(own) and line[3] == ESTABLISHED for line in connections[1:])


async def test_a_hello_that_never_comes_ends_the_socket(
    lucia: Colleague, sessions: Sessions, hub: Hub
) -> None:
    app = console_app(sessions, hub, hello_within=0.2)
    async with serving(app) as address, lucia.connected(address) as line:
        assert await line.closed() == 4408
