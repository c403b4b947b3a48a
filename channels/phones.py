"""What people's phones show in the simulator, whatever the channel."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal


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

    def marked(self, address: str, bubbles: Iterable[Shown]) -> list[Shown]:
        """The bubbles of somebody's phone, with what was read of theirs."""
        return [
            replace(shown, read=shown.sender == "person" and self.has_read(address, shown.at))
            for shown in bubbles
        ]
