"""Replays sets of dialogues and writes what became of them: a page to read and figures to compare."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from app.dialogues.dialogue import Dialogue
from app.dialogues.figures import Figures, figures, reasons
from app.dialogues.page import render
from app.dialogues.replay import Assistant, play
from app.dialogues.state import PlaceNames
from app.dialogues.verdict import Verdict, judge
from backend.catalogue.loader import load_catalogue

AT_ONCE = 4
"""Dialogues that are replayed side by side; the bot answers one turn at a time anyway."""

Parts = Mapping[str, Sequence[Verdict]]


def place_names(catalogue_dir: Path) -> PlaceNames:
    """The names of our destinations in every language, and how else they are called, by code."""
    return {
        spec.code: (spec.name.es, spec.name.en, spec.name.pt, *spec.aliases)
        for spec in load_catalogue(catalogue_dir).destinations
    }


def replay(
    dialogues: Sequence[Dialogue], talk: Callable[[], Assistant], names: PlaceNames, title: str
) -> list[Verdict]:
    """Plays every dialogue in a conversation of its own and judges it, with a bar that tells how far it is."""
    today = datetime.now(UTC).date()

    def one(dialogue: Dialogue) -> Verdict:
        return judge(play(dialogue, talk()), names, today)

    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        played = pool.map(one, dialogues)
        with typer.progressbar(played, length=len(dialogues), label=f"  {title}") as done:
            return list(done)
    finally:
        pool.shutdown(cancel_futures=True)  # Whoever interrupts waits for the dialogues begun, not for all.


def write(folder: Path, parts: Parts, notes: Sequence[str]) -> Figures:
    """Writes `dialogues.html` and `dialogues.json`; returns the figures, named such as `theirs.kept_place`."""
    folder.mkdir(parents=True, exist_ok=True)
    made_at = f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC"
    found = {
        f"{name}.{figure}": value
        for name, verdicts in parts.items()
        for figure, value in figures(verdicts).items()
    }
    told = {
        "made_at": made_at,
        "notes": list(notes),
        "figures": {name: round(value, 4) for name, value in found.items()},
        "asked_with_reason": {
            name: {f"{slot}: {why}": count for (slot, why), count in reasons(verdicts).items()}
            for name, verdicts in parts.items()
        },
        "dialogues": {name: [_told(verdict) for verdict in verdicts] for name, verdicts in parts.items()},
    }
    (folder / "dialogues.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    (folder / "dialogues.html").write_text(render(parts, notes, made_at), encoding="utf-8")
    return found


def _told(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.played.dialogue.id,
        "complete": verdict.complete if verdict.measurable else None,
        "turns_needed": verdict.turns_needed,
        "not_kept": [
            {"kind": one.statement.kind, "accepted": one.statement.accepted, "turn": one.statement.turn}
            for one in verdict.measurable
            if one.turn is None
        ],
        "asked_again": [{"slot": one.slot, "turn": one.turn} for one in verdict.asked_again],
        "fell_back": [place for place, turn in enumerate(verdict.turns) if turn.fell_back],
        "intents": [turn.intent for turn in verdict.turns],
    }
