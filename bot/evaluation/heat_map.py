"""A confusion matrix as an inline picture."""

from __future__ import annotations

from collections import Counter
from html import escape

from bot.evaluation.scores import Pair

CELL = 18
NAMES_WIDTH = 190
NAMES_HEIGHT = 150


def heat_map(confusion: Counter[Pair]) -> str:
    """An SVG: a row per label meant, a column per label understood, the darker the larger the share of its row."""
    meant = sorted({pair[0] for pair in confusion})
    understood = sorted({pair[1] for pair in confusion})
    totals = Counter[str]()
    for (row, _), count in confusion.items():
        totals[row] += count
    width = NAMES_WIDTH + CELL * len(understood)
    height = NAMES_HEIGHT + CELL * len(meant)
    cells = (
        _cell(meant.index(row), understood.index(column), row, column, count, count / totals[row])
        for (row, column), count in confusion.items()
    )
    rows = (
        f'<text x="{NAMES_WIDTH - 6}" y="{NAMES_HEIGHT + CELL * i + 13}" text-anchor="end">{escape(name)}</text>'
        for i, name in enumerate(meant)
    )
    columns = (
        f'<text transform="translate({NAMES_WIDTH + CELL * i + 13},{NAMES_HEIGHT - 6}) rotate(-60)">{escape(name)}</text>'
        for i, name in enumerate(understood)
    )
    return (
        f'<svg role="img" aria-label="Confusion of labels" width="{width + 90}" height="{height + 4}" '
        f'font-family="system-ui,sans-serif" font-size="11">{"".join((*rows, *columns, *cells))}</svg>'
    )


def _cell(row: int, column: int, meant: str, understood: str, count: int, share: float) -> str:
    x, y = NAMES_WIDTH + CELL * column, NAMES_HEIGHT + CELL * row
    colour = "#1f6f54" if meant == understood else "#b3261e"
    title = escape(f"{meant} understood as {understood}: {count} ({100 * share:.0f} %)")
    return (
        f'<rect x="{x}" y="{y}" width="{CELL - 1}" height="{CELL - 1}" fill="{colour}" '
        f'fill-opacity="{0.12 + 0.88 * share:.2f}"><title>{title}</title></rect>'
    )
