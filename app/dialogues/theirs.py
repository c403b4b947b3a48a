"""Other people's dialogues with their final states (`../shared/data/README.md`), as dialogues to replay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.dialogues.dialogue import Dialogue, Kind, Said, Statement
from language.numbers import read_number

FILE = "dialogues_en.jsonl"
_COUNTED = {Kind.NIGHTS: r"\W?(?:nights?|days?)", Kind.STARS: r"\W?stars?"}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"


class NoDialogues(Exception):
    """The folder with other people's dialogues is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is not there. Other people's dialogues are no part of this project; put the file there, or say "
            "where it is: make dialogue-report ARGS='--shared FOLDER'"
        )


def read_theirs(folder: Path) -> list[Dialogue]:
    """The dialogues of services we have; raises NoDialogues."""
    path = folder / FILE
    if not path.exists():
        raise NoDialogues(path)
    with path.open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines if line.strip()]
    return [
        dialogue_of(raw)
        for raw in found
        if any(_name(service) in _services() for service in raw["final_state"])
    ]


def dialogue_of(raw: Mapping[str, Any]) -> Dialogue:
    """One dialogue of theirs; what their final state holds and the traveller never said is left out."""
    turns: list[Said] = []
    acts: list[list[str]] = []
    for turn in raw["turns"]:
        if turn["speaker"] == "user":
            turns.append(Said(turn["text"]))
            acts.append(turn.get("acts") or [])
        elif turns:
            reply = f"{turns[-1].their_reply}\n{turn['text']}".strip()
            turns[-1] = Said(turns[-1].text, reply)
    wanted = list(_wanted(raw, [turn.text for turn in turns], acts))
    return Dialogue(
        raw["id"], tuple(raw["domains"]), tuple(turns), (*_changed_later(raw, acts, wanted), *wanted)
    )


def _wanted(raw: Mapping[str, Any], texts: list[str], acts: list[list[str]]) -> Iterator[Statement]:
    found: dict[tuple[Kind, str], Statement] = {}
    names = _kinds_by_slot(raw)
    for service, slots in raw["final_state"].items():
        for slot, values in slots.items():
            kind = _ours(service).get(slot)
            if kind is None:
                continue
            accepted = _accepted(kind, slot, values, raw.get("service_calls") or [])
            informs = [
                place
                for place, one in enumerate(acts)
                if any(f"INFORM:{name}" in one for name in names[kind])
            ]
            turn = _said_in(kind, accepted, texts, informs, has_acts=any(acts))
            if turn is not None and kind is Kind.NIGHTS:
                accepted = _days_or_nights(accepted, texts[turn])
            if turn is not None:
                found.setdefault(
                    (kind, accepted[-1].casefold()), Statement(kind, accepted, turn, wanted=True)
                )
    yield from found.values()


def _said_in(
    kind: Kind, accepted: tuple[str, ...], texts: list[str], informs: list[int], *, has_acts: bool
) -> int | None:
    """The first turn with these words among those that inform of it; a place may be said for another service."""
    worded = [place for place, text in enumerate(texts) if any(_stands(kind, one, text) for one in accepted)]
    if not has_acts:
        return next(iter(worded), None)
    exact = [place for place in informs if place in worded] or (worded if kind is Kind.PLACE else [])
    return next(iter(exact), None)


def _changed_later(
    raw: Mapping[str, Any], acts: list[list[str]], wanted: list[Statement]
) -> Iterator[Statement]:
    """What was informed and is not what stands at the end: that something was said is all that is known of it."""
    theirs = {slot for service, slots in raw["final_state"].items() if not _ours(service) for slot in slots}
    for kind, names in _kinds_by_slot(raw).items():
        for turn, one in enumerate(acts):
            informed = any(f"INFORM:{name}" in one for name in names if name not in theirs)
            if informed and not any(said.kind == kind and said.turn == turn for said in wanted):
                yield Statement(kind, (), turn, wanted=False)


def _kinds_by_slot(raw: Mapping[str, Any]) -> dict[Kind, set[str]]:
    names: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for service in raw["final_state"]:
        for slot, kind in _ours(service).items():
            names[kind].add(slot)
    return names


def _accepted(kind: Kind, slot: str, values: Any, calls: list[dict[str, Any]]) -> tuple[str, ...]:
    """Their values; a place also by the one full name that their services were called with."""
    if isinstance(values, str):  # "14th", api.is_equal_to("14th")
        values = re.findall(r'"([^"]+)"', values) or [values]
    accepted = list(values)
    if kind is Kind.PLACE:
        accepted += {call["parameters"][slot] for call in calls if slot in call["parameters"]}
        accepted += [value.removesuffix(" City") for value in values if value.endswith(" City")]
        accepted += ["NYC"] if "New York City" in values else []
    return tuple(dict.fromkeys(accepted))


def _days_or_nights(accepted: tuple[str, ...], text: str) -> tuple[str, ...]:
    """Who says four days means three nights or four: both are right."""
    count = read_number(accepted[0], "en")
    return (*accepted, str(count - 1)) if count and re.search(r"\bdays?\b", text) else accepted


def _stands(kind: Kind, value: str, text: str) -> bool:
    """Whether a value stands in a text as people write it: "2" also as "two", "12th" as "May 12"."""
    bare_day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", value)
    if bare_day:
        day = bare_day[1]
        pattern = rf"\b{day}(?:st|nd|rd|th)\b|\b{_MONTH}\.?\s+{day}\b|\b{day}\s+(?:of\s+)?{_MONTH}"
        return bool(re.search(pattern, text, re.IGNORECASE))
    if kind in _COUNTED or kind is Kind.PARTY:
        number = read_number(value, "en")
        words = re.finditer(rf"\b([\w]+){_COUNTED.get(kind, '')}\b", text, re.IGNORECASE)
        return any(read_number(word[1], "en") == number for word in words)
    return bool(re.search(rf"\b{re.escape(value)}(?!\w)", text, re.IGNORECASE))


def _ours(service: str) -> Mapping[str, Kind]:
    """Their slots that are ours, of a service such as ``Hotels_2``."""
    return _services().get(_name(service), {})


def _name(service: str) -> str:
    return re.sub(r"_\d+$", "", service)


@cache
def _services() -> dict[str, dict[str, Kind]]:
    said = yaml.safe_load(Path(__file__).with_name("services.yml").read_text(encoding="utf-8"))
    return {service: {slot: Kind(kind) for slot, kind in slots.items()} for service, slots in said.items()}
