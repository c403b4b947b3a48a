"""Rasa's end-to-end test stories (`test_<subject>.yml`), read to be played with the running assistant.

Rasa's own runner compares predictions and runs no action; ours sends the words through the web channel, so a step is
checked against what the bot really understood, did and knows. Steps, as in Rasa's format:

- ``user`` with the words and the ``intent`` they mean, left out where several would lead to the same;
- ``action``: what the bot does then, forms among it, in this order;
- ``slot_was_set``: what it knows afterwards, ``requested_slot`` (what it asks for) among it. A mapping names the keys that matter, ``null`` is an empty slot, and in
  strings ``*`` and ``?`` stand for what depends on the day (``"????-05-10"``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@dataclass
class Step:
    """One message and everything that is expected of it."""

    text: str
    intent: str | None = None
    actions: list[str] = field(default_factory=list)
    slots: list[tuple[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Story:
    """A conversation; ``place`` is the file it stands in."""

    name: str
    place: str
    steps: list[Step]


class StoryUnreadable(ValueError):
    """A step is none of those that can be played."""


def read_stories(folder: Path = FOLDER) -> Iterator[Story]:
    """All stories of the folder, file by file; StoryUnreadable."""
    for path in sorted(folder.glob("test_*.yml")):
        for story in yaml.safe_load(path.read_text(encoding="utf-8"))["stories"]:
            yield Story(story["story"], path.name, _steps(story, path.name))


def matches(expected: Any, found: Any) -> bool:
    """Whether a slot holds what a story says."""
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            matches(value, found.get(key)) for key, value in expected.items()
        )
    if isinstance(expected, str) and isinstance(found, str):
        return fnmatchcase(found, expected)
    return bool(expected == found)


def _steps(story: dict[str, Any], place: str) -> list[Step]:
    steps: list[Step] = []
    for written in story["steps"]:
        match written:
            case {"user": str(text), **rest} if rest.keys() <= {"intent"}:
                steps.append(Step(text.strip(), rest.get("intent")))
            case {"action": str(action)} if steps:
                steps[-1].actions.append(action)
            case {"slot_was_set": list(slots)} if steps:
                steps[-1].slots += [pair for slot in slots for pair in slot.items()]
            case _:
                raise StoryUnreadable(f"{place}, {story['story']!r}: {written}")
    return steps
