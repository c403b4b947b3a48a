"""Several expressions of one text as the one trip they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from language.dates.expressions import (
    Day,
    Expression,
    FeastDay,
    Month,
    Offset,
    Slashed,
    Span,
    Stay,
    Tonight,
    Until,
)
from language.dates.parts import is_bare
from language.dates.ranges import fill_month

_POINTS = (Day, Slashed, Offset, FeastDay, Tonight)


def combine(expressions: Sequence[Expression], *, either: bool = False) -> list[Expression]:
    """The trips that the expressions may mean: one, or several between which to choose.

    `either`: the text names them with an "or" between.
    """
    month = next((e for e in expressions if isinstance(e, Month)), None) or _month_of_spans(expressions)
    spans = [_dated(e, month) for e in expressions if isinstance(e, Span)]
    if spans:
        return list(dict.fromkeys(spans))
    nights = next((e.nights for e in expressions if isinstance(e, Stay) and e.start is None), None)
    points = [_in_month(e, month) for e in expressions if isinstance(e, _POINTS)]
    ends = [e.end for e in expressions if isinstance(e, Until)]
    if either and len(points) > 1:
        return list(points)
    if points and (ends or len(points) == 2) and nights is None:
        return [Span(points[0], ends[0] if ends else points[1])]
    if nights is None:
        return [points[0] if points else expressions[0]]
    dated = [*points, *(e for e in expressions if not isinstance(e, (Stay, Until)))]
    if dated and not isinstance(dated[0], (Span, Stay)):
        return [Stay(nights, dated[0])]  # type: ignore[arg-type]
    return [next((e for e in expressions if isinstance(e, Stay) and e.start), Stay(nights))]


def _month_of_spans(expressions: Sequence[Expression]) -> Month | None:
    """ "Del 5 al 9 o del 12 al 16 de mayo": the month that the last range has."""
    ends = [e.end for e in expressions if isinstance(e, Span)]
    last = ends[-1] if len(ends) > 1 else None
    return Month(last.month, last.year) if isinstance(last, Day) and last.month else None


def _dated(span: Span, month: Month | None) -> Span:
    return (fill_month(span, month) if month else None) or span


def _in_month(point: Expression, month: Month | None) -> Day | Slashed | Offset | FeastDay | Tonight:
    assert isinstance(point, _POINTS)
    if month and month.month and is_bare(point):
        return replace(point, month=month.month, year=month.year)
    return point
