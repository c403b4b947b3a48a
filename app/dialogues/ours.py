"""Dialogues of our own, written for this project in YAML: each turn with what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from app.dialogues.dialogue import Dialogue, Kind, Said, Statement


def read_ours(folder: Path) -> list[Dialogue]:
    """All dialogues of a folder's YAML files."""
    return [
        _dialogue(raw, path.stem)
        for path in sorted(folder.glob("*.yml"))
        for raw in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def _dialogue(raw: dict[str, Any], language: str) -> Dialogue:
    turns = [turn if isinstance(turn, dict) else {"you": turn} for turn in raw["turns"]]
    said = [
        (Kind(kind), str(value), place)
        for place, turn in enumerate(turns)
        for kind, value in (turn.get("says") or {}).items()
    ]
    last = {kind: place for kind, _, place in said}
    return Dialogue(
        f"{language}: {raw['dialogue']}",
        (language,),
        tuple(Said(turn["you"]) for turn in turns),
        tuple(Statement(kind, (value,), place, last[kind] == place) for kind, value, place in said),
    )
