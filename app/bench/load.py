"""Load over HTTP/1.1 on the loop-back, from a client that costs next to nothing itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Call:
    """A POST."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def wire(self) -> bytes:
        """As it goes over the connection."""
        told = {"Host": "127.0.0.1", **self.headers, "Content-Length": str(len(self.body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        return f"POST {self.path} HTTP/1.1\r\n{lines}\r\n".encode() + self.body


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run gave: seconds until each 2xx, sorted, how many answers were none, and how long it all took."""

    times: Sequence[float]
    refused: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Acknowledgements per second."""
        return len(self.times) / self.seconds

    def percentile(self, part: float) -> float:
        """In milliseconds: ``part`` of the answers (0 to 1) came within it."""
        return 1000 * self.times[min(len(self.times) - 1, int(part * len(self.times)))] if self.times else 0.0


class _Lines:
    """Connections that are kept open, as providers keep them."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.times: list[float] = []
        self.refused = 0

    async def call(self, wire: bytes, due: float) -> None:
        """Sends a request; its time counts from when it was ``due``, so that a queue on our side is not hidden."""
        reader, writer = (
            self._idle.pop() if self._idle else await asyncio.open_connection("127.0.0.1", self._port)
        )
        writer.write(wire)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        if head[9:10] == b"2":
            self.times.append(perf_counter() - due)
        else:
            self.refused += 1
        self._idle.append((reader, writer))

    async def aclose(self) -> None:
        """Hangs up."""
        for _, writer in self._idle:
            writer.close()


async def at_rate(port: int, calls: Iterator[Call], *, per_second: int, seconds: float) -> Figures:
    """Calls begin evenly, however long the answers take."""
    async with _open(port) as lines:
        wires = [next(calls).wire for _ in range(int(per_second * seconds))]
        begun = perf_counter()
        async with asyncio.TaskGroup() as group:
            for place, wire in enumerate(wires):
                due = begun + place / per_second
                await asyncio.sleep(due - perf_counter())
                group.create_task(lines.call(wire, due))
        return _figures(lines, begun)


async def at_full_speed(port: int, calls: Iterator[Call], *, connections: int, count: int) -> Figures:
    """Every connection begins its next call as soon as it has an answer."""
    async with _open(port) as lines:
        wires = iter([next(calls).wire for _ in range(count)])
        begun = perf_counter()

        async def work() -> None:
            for wire in wires:
                await lines.call(wire, perf_counter())

        async with asyncio.TaskGroup() as group:
            for _ in range(connections):
                group.create_task(work())
        return _figures(lines, begun)


@asynccontextmanager
async def _open(port: int) -> AsyncIterator[_Lines]:
    lines = _Lines(port)
    try:
        yield lines
    finally:
        await lines.aclose()


def _figures(lines: _Lines, begun: float) -> Figures:
    return Figures(sorted(lines.times), lines.refused, perf_counter() - begun)
