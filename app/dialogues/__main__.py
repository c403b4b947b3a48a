"""`make dialogue-report`: how much of what a traveller says the assistant keeps, and what it asks for although it was said."""

from __future__ import annotations

import json
import signal
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import httpx
import typer

from app.chat import NotRunning
from app.dialogues.assistant import own_assistant
from app.dialogues.figures import Figures, checked, drops
from app.dialogues.ours import read_ours
from app.dialogues.replay import OnTheWeb
from app.dialogues.report import place_names, replay, write
from app.dialogues.theirs import NoDialogues, read_theirs
from app.processes import ProcessDied
from app.settings import ROOT, Settings
from app.training import TrainingFailed
from app.up import CannotStart

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@cli.command()
def main(
    shared: Annotated[Path, typer.Option(help="Folder of other people's dialogues")] = ROOT.parent
    / "shared/data/dev",
    ours: Annotated[Path, typer.Option(help="Folder of our own dialogues")] = ROOT
    / "tests/journeys/dialogues",
    out: Annotated[Path, typer.Option(help="Where the report is written")] = ROOT / "var/reports",
    check: Annotated[Path | None, typer.Option(help="Figures that may not get worse")] = None,
    write_baseline: Annotated[
        Path | None, typer.Option(help="Write the figures to be checked from now on")
    ] = None,
    running: Annotated[
        bool, typer.Option(help="Ask the assistant that `make up` started, not one of its own")
    ] = False,
) -> None:
    """Measures and writes the report."""
    sets, notes = {"ours": read_ours(ours)}, []
    try:
        sets = {"theirs": read_theirs(shared)} | sets
    except NoDialogues as missing:
        notes.append(f"Only dialogues of our own were replayed: {missing}")
        print(notes[0], file=sys.stderr)
    with nullcontext(Settings()) if running else own_assistant() as settings:
        names = place_names(settings.catalogue_dir)
        parts = {
            name: replay(dialogues, lambda: OnTheWeb(settings), names, f"Replaying {name}")
            for name, dialogues in sets.items()
        }
    found = write(out, parts, notes)
    _tell(found, out)
    if write_baseline:
        write_baseline.write_text(json.dumps(checked(found), indent=2) + "\n", encoding="utf-8")
    worse = list(drops(json.loads(check.read_text(encoding="utf-8")), found)) if check else []
    for line in worse:
        print(line, file=sys.stderr)
    if worse:
        raise typer.Exit(1)


def _tell(found: Figures, out: Path) -> None:
    for name in ("theirs", "ours"):
        if f"{name}.dialogues" not in found:
            continue
        part = {figure.removeprefix(f"{name}."): value for figure, value in found.items()}
        shares = [
            f"{label} {100 * part[key]:.1f} %"
            for label, key in (
                ("kept", "kept"), ("place", "kept_place"), ("dates", "kept_dates"), ("party", "kept_party"),
                ("stars", "kept_stars"), ("complete", "complete"), ("not understood", "fell_back"),
            )
            if key in part
        ]  # fmt: skip
        print(
            f"{name}: {part['dialogues']:.0f} dialogues, asked again {part['asked_again']:.0f}; {', '.join(shares)}"
        )
    print(f"\nTo read: {out / 'dialogues.html'}")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # The assistant is stopped as on Ctrl-C.
    try:
        cli()
    except (CannotStart, NotRunning, ProcessDied, TrainingFailed) as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        sys.exit(1)
    except httpx.HTTPError as silence:
        logs = Settings().data_dir / "logs"
        print(f"\nThe assistant no longer answers ({silence}); see {logs}/dialogues-*.log", file=sys.stderr)
        sys.exit(1)
