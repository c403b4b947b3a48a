"""Other people's utterances, kept beside the repository to measure with, and the table that compares their labels."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

LANGUAGES = ("en", "es", "pt")
TABLE = Path(__file__).with_name("labels.yml")


class Span(NamedTuple):
    """A mention of an entity: characters `start` to `end` of the text."""

    type: str
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Utterance(NamedTuple):
    """A text, the label it was given, every label that counts as right (`label` among them), and what it mentions."""

    text: str
    language: str
    label: str
    right: frozenset[str]
    spans: tuple[Span, ...]
    source: str


class Unnamed(NamedTuple):
    """Which mentions of theirs name nothing: those with a word of `areas` in them and besides only words of `around`."""

    named_only: frozenset[str]
    areas: frozenset[str]
    around: frozenset[str]

    def covers(self, words: str) -> bool:
        """Whether this mention is such a one."""
        said = set(words.lower().split())
        return bool(said & self.areas) and said <= self.areas | self.around


class Table(NamedTuple):
    """`labels.yml`: how our intents and entities compare with theirs; the reasons stand there."""

    intents: Mapping[str, tuple[str, ...]]
    refused: frozenset[str]
    out_of_scope: frozenset[str]
    entities: Mapping[str, Mapping[str, frozenset[str]]]
    unnamed: Unnamed

    @classmethod
    def read(cls, path: Path = TABLE) -> Table:
        """The table of the file."""
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls(
            intents={intent: tuple(labels) for intent, labels in content["intents"].items()},
            refused=frozenset(content["refused"]),
            out_of_scope=frozenset(content["out_of_scope"]),
            entities={
                kind: {side: frozenset(types) for side, types in sides.items()}
                for kind, sides in content["entities"].items()
            },
            unnamed=Unnamed(*(frozenset(content["unnamed"][field]) for field in Unnamed._fields)),
        )

    def compared(self, kind: str, utterance: Utterance) -> tuple[Span, ...]:
        """The utterance's mentions, but those without a name where the kind of ours is one of names only."""
        if kind not in self.unnamed.named_only:
            return utterance.spans
        return tuple(
            span
            for span in utterance.spans
            if span.type not in self.entities[kind]["theirs"]
            or not self.unnamed.covers(utterance.text[span.start : span.end])
        )

    def label_of(self, intent: str, utterance: Utterance) -> str:
        """The label that an answer stands for: the utterance's own where right, else the first of the intent's."""
        labels = self.intents.get(intent, ())
        if utterance.right.intersection(labels):
            return utterance.label
        return labels[0] if labels else f"({intent})"


def read_utterances(folder: Path) -> Iterator[Utterance]:
    """Every utterance of `utterances_<language>.jsonl` in the folder; nothing where there is no such file."""
    for language in LANGUAGES:
        path = folder / f"utterances_{language}.jsonl"
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                yield _utterance(json.loads(line))


def _utterance(row: Mapping[str, Any]) -> Utterance:
    return Utterance(
        text=row["text"],
        language=row["lang"],
        label=row["label"],
        right=frozenset({row["label"], *(row.get("alt_labels") or ())}),
        spans=tuple(_spans(row["text"], row.get("entities") or ())),
        source=row["source"],
    )


def _spans(text: str, entities: Any) -> Iterator[Span]:
    """Entities come as words, not as positions: each takes the next place where its words stand, whole words first."""
    taken: dict[str, int] = {}
    for entity in entities:
        value = entity["value"].lower()
        start = _place(text.lower(), value, taken.get(value, 0))
        if value and start >= 0:
            taken[value] = start + len(value)
            yield Span(entity["type"], start, start + len(value))


def _place(text: str, value: str, begin: int) -> int:
    """Where the value stands, -1 for nowhere: "2" is the one of "2 adults", not of "26th"."""
    whole = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)").search(text, begin)
    return whole.start() if whole else text.find(value, begin)
