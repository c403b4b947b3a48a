"""The report as one HTML file that needs nothing else, made to be read on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from app.dialogues.conversation import conversation
from app.dialogues.dialogue import SLOTS
from app.dialogues.figures import Figures, figures, reasons
from app.dialogues.verdict import Verdict

TITLES = {"theirs": "Other people's dialogues", "ours": "Dialogues of our own"}


def render(parts: Mapping[str, Sequence[Verdict]], notes: Sequence[str], made_at: str) -> str:
    """The page; ``parts`` by name, ``notes`` say what was left out."""
    style = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    body = [
        "<h1>What the assistant keeps of what it is told</h1>",
        f"<p class=note>{escape(made_at)}. How to read this: docs/dialogue.md</p>",
        *(f"<p class=note>{escape(note)}</p>" for note in notes),
        *(_part(TITLES[name], verdicts) for name, verdicts in parts.items()),
    ]
    return (
        '<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">'
        f"<title>Dialogue report</title><style>{style}</style>{''.join(body)}</html>\n"
    )


def _part(title: str, verdicts: Sequence[Verdict]) -> str:
    found = figures(verdicts)
    # What needs reading first: asked again, then not kept, then fallen back.
    worst_first = sorted(
        verdicts,
        key=lambda verdict: (
            -len(verdict.asked_again),
            -sum(one.turn is None for one in verdict.measurable),
            -sum(turn.fell_back for turn in verdict.turns),
        ),
    )
    return "".join(
        [
            f"<h2>{escape(title)}</h2>",
            _tiles(found),
            _slots(found),
            _counted(verdicts, found),
            _list("Asked for although it was said", _asked_again(verdicts)),
            _list("Said and never kept", _not_kept(verdicts)),
            "<h3>Dialogues, those to read first on top</h3>",
            *(conversation(verdict) for verdict in worst_first),
        ]
    )


def _tiles(found: Figures) -> str:
    again = int(found["asked_again"])
    tiles = [
        ("bad" if again else "good", str(again), "times asked for what was said"),
        ("", _share(found.get("kept")), "of what was said was kept"),
        ("", _share(found.get("complete")), "of dialogues kept everything"),
        ("", _share(found.get("fell_back")), "of turns were not understood"),
    ]
    shown = (
        f"<div class='tile {colour}'><b>{value}</b><span>{label}</span></div>"
        for colour, value, label in tiles
    )
    return f"<div class=tiles>{''.join(shown)}</div>"


def _slots(found: Figures) -> str:
    rows = (
        (slot, f"{found[f'said_{slot}']:.0f}", _share(found.get(f"kept_{slot}")))
        for slot in SLOTS
        if found.get(f"said_{slot}")
    )
    return _table(("slot", "said", "kept"), rows, numbers=(1, 2))


def _counted(verdicts: Sequence[Verdict], found: Figures) -> str:
    lines = [
        f"{found['dialogues']:.0f} dialogues, {found['dialogues_with_slots']:.0f} of them with something to keep; "
        f"{found['turns']:.0f} turns of the traveller.",
        f"Where everything was kept it was said after {found.get('turns_until_said', 0):.1f} turns and kept after "
        f"{found.get('turns_until_kept', 0):.1f}, on average.",
        f"{found['fallbacks']:.0f} turns were not understood; in them {found['lost_in_fallback']:.0f} pieces were said "
        f"and lost. {found['handed_over']:.0f} times a person was called.",
        f"{found['could_not_be_taken']:.0f} pieces could not be taken (past days and the like) and do not count.",
        *(
            f"Asked again for the {slot} {n} times: {why}."
            for (slot, why), n in reasons(verdicts).most_common()
        ),
    ]
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _asked_again(verdicts: Sequence[Verdict]) -> list[tuple[str, str, str]]:
    return [
        (verdict.played.dialogue.id, one.slot, verdict.turns[one.statement.turn].said.text)
        for verdict in verdicts
        for one in verdict.asked_again
    ]


def _not_kept(verdicts: Sequence[Verdict]) -> list[tuple[str, str, str]]:
    return [
        (
            verdict.played.dialogue.id,
            f"{one.statement.kind}: {one.statement.accepted[0]}",
            verdict.turns[one.statement.turn].said.text,
        )
        for verdict in verdicts
        for one in verdict.measurable
        if one.turn is None
    ]


def _list(title: str, rows: Sequence[tuple[str, str, str]]) -> str:
    if not rows:
        return ""
    lines = "".join(
        f'<tr><td><a href="#{escape(dialogue)}">{escape(dialogue)}</a></td><td>{escape(what)}</td>'
        f"<td>{escape(text)}</td></tr>"
        for dialogue, what, text in rows
    )
    return (
        f"<details><summary>{escape(title)} ({len(rows)})</summary><div class=scroll><table>"
        f"<tr><th>dialogue</th><th>what</th><th>said as</th></tr>{lines}</table></div></details>"
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int]) -> str:
    right = frozenset(numbers)

    def line(cells: Sequence[str], tag: str) -> str:
        written = (
            f"<{tag}{' class=number' if place in right else ''}>{escape(cell)}</{tag}>"
            for place, cell in enumerate(cells)
        )
        return f"<tr>{''.join(written)}</tr>"

    lines = "".join(line(row, "td") for row in rows)
    return f"<div class=scroll><table>{line(heads, 'th')}{lines}</table></div>"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f} %"
