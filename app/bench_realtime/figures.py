"""What came of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.bench_realtime.crowd import Room


@dataclass(frozen=True, slots=True)
class Figures:
    """Counted for each client: what was lost and doubled; ``times`` in seconds from being written to being told."""

    written: int
    expected: int
    lost: int
    doubled: int
    unrecovered: int
    returns: int
    times: Sequence[float]

    def percentile(self, part: float) -> float:
        """In milliseconds: ``part`` of what was told (0 to 1) came within it."""
        return 1000 * self.times[min(len(self.times) - 1, int(part * len(self.times)))] if self.times else 0.0


def figures_of(rooms: Sequence[Room], written_at: dict[str, float]) -> Figures:
    """Counts every client's messages against what was written in its room."""
    clients = [(room, client) for room in rooms for client in room]
    return Figures(
        written=len(written_at),
        expected=sum(len(room.written) for room, _ in clients),
        lost=sum(text not in client.heard for room, client in clients for text in room.written),
        doubled=sum(times - 1 for _, client in clients for times in client.heard.values()),
        unrecovered=sum(client.unrecovered for _, client in clients),
        returns=sum(client.returns for _, client in clients),
        times=sorted(at - written_at[text] for _, client in clients for text, at in client.times),
    )


def complete(rooms: Sequence[Room]) -> bool:
    """Whether everybody has everything."""
    return all(text in client.heard for room in rooms for client in room for text in room.written)
