"""A report as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from bot.evaluation.findings import Findings, Miss, Part
from bot.evaluation.heat_map import heat_map
from bot.evaluation.scores import Agreement, Pair

NAMES = {"en": "English", "es": "Spanish", "pt": "Portuguese"}
MOST_MISSES = 60
MOST_PAIRS = 15
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}
h1{font-size:1.7rem}h2{margin-top:2.5rem;border-bottom:2px solid #d8dee8}h3{margin-top:1.6rem}
table{border-collapse:collapse;margin:.6rem 0;width:100%}td,th{padding:.3rem .6rem;border-bottom:1px solid #e3e8ef;
text-align:left;vertical-align:top}th{background:#f3f6fa}td.number,th.number{text-align:right;
font-variant-numeric:tabular-nums}.scroll{overflow-x:auto}summary{cursor:pointer;font-weight:600;margin:.6rem 0}
p.note{color:#56627a}
"""


def render(findings: Findings, notes: Sequence[str], made_at: str) -> str:
    """The page; `notes` say what was left out."""
    body = [
        "<h1>What the assistant understands</h1>",
        f"<p class=note>{escape(made_at)}. How to read this: docs/nlu.md</p>",
        *(f"<p class=note>{escape(note)}</p>" for note in notes),
        "<h2>At a glance</h2>",
        _summary("Other people's utterances", findings.dev),
        _summary("Our own examples, cross-validated", findings.own),
        _latency(findings),
        *(_part(f"Other people's utterances: {NAMES[part.language]}", part) for part in findings.dev),
        *(_part(f"Our own examples: {NAMES[part.language]}", part) for part in findings.own),
    ]
    return (
        '<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">'
        f"<title>NLU report</title><style>{_STYLE}</style>{''.join(body)}</html>\n"
    )


def _summary(title: str, parts: Sequence[Part]) -> str:
    if not parts:
        return ""
    heads = ("", "texts", "accuracy", "macro F1", "false accept", "false reject")
    rows = (
        (
            NAMES[part.language], str(part.texts), _share(part.accuracy), f"{part.macro_f1:.3f}",
            _share(part.refusal.false_accept), _share(part.refusal.false_reject),
        )
        for part in parts
    )  # fmt: skip
    return f"<h3>{escape(title)}</h3>" + _table(heads, rows, numbers=range(1, 6))


def _latency(findings: Findings) -> str:
    rows = (
        (name, f"{latency.median:.1f}", f"{latency.p95:.1f}")
        for name, latency in (("new texts", findings.cold), ("texts seen before", findings.cached))
    )
    return "<h3>Time a text takes on one core</h3>" + _table(
        ("", "median ms", "p95 ms"), rows, numbers=(1, 2)
    )


def _part(title: str, part: Part) -> str:
    return "".join(
        [
            f"<h2>{escape(title)}</h2>",
            _pairs(part),
            f"<details><summary>Confusion</summary><div class=scroll>{heat_map(part.confusion)}</div></details>",
            f"<details><summary>F1 by label, weakest first</summary>{_f1(part.f1)}</details>",
            _misses("Not understood as meant, the surest mistakes first", part.misses),
            _entities(part.entities),
            _misses("Mentions that differ", part.entity_misses),
        ]
    )


def _pairs(part: Part) -> str:
    wrong: list[tuple[Pair, int]] = [
        (pair, count) for pair, count in part.confusion.most_common() if pair[0] != pair[1]
    ][:MOST_PAIRS]
    rows = ((meant, understood, str(count)) for (meant, understood), count in wrong)
    return "<h3>Most confused</h3>" + _table(("meant", "understood", "texts"), rows, numbers=(2,))


def _f1(scores: Mapping[str, float]) -> str:
    rows = ((label, f"{score:.3f}") for label, score in sorted(scores.items(), key=lambda item: item[1]))
    return _table(("label", "F1"), rows, numbers=(1,))


def _entities(entities: Mapping[str, Agreement]) -> str:
    rows = [
        (kind, *(_share(value) for value in agreement[:3]), str(agreement.theirs), str(agreement.ours))
        for kind, agreement in entities.items()
        if agreement.theirs
    ]
    heads = ("entity", "precision", "recall", "F1", "theirs", "ours")
    return "<h3>Mentions</h3>" + _table(heads, rows, numbers=range(1, 6)) if rows else ""


def _misses(title: str, misses: Sequence[Miss]) -> str:
    if not misses:
        return ""
    rows = (
        (miss.text, miss.meant, miss.understood, f"{miss.confidence:.2f}", miss.place)
        for miss in misses[:MOST_MISSES]
    )
    more = f" ({MOST_MISSES} of {len(misses)})" if len(misses) > MOST_MISSES else f" ({len(misses)})"
    table = _table(("text", "meant", "understood", "confidence", "where"), rows, numbers=(3,))
    return f"<details><summary>{escape(title)}{more}</summary>{table}</details>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int]) -> str:
    right = frozenset(numbers)

    def line(cells: Sequence[str], tag: str) -> str:
        written = (
            f"<{tag}{' class=number' if index in right else ''}>{escape(cell)}</{tag}>"
            for index, cell in enumerate(cells)
        )
        return f"<tr>{''.join(written)}</tr>"

    return f"<div class=scroll><table>{line(heads, 'th')}{''.join(line(row, 'td') for row in rows)}</table></div>"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f} %"
