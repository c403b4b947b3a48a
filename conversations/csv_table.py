"""Tables for spreadsheets: read as they are, worked out as nothing."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Final

from babel import Locale
from babel.core import UnknownLocaleError, get_global
from babel.numbers import get_decimal_symbol
from fastapi.responses import StreamingResponse
from starlette.responses import ContentStream

BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""By it spreadsheets know that this is UTF-8."""
FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
INSIDE: Final = re.compile(r"([;,|])(?=[\"\s]*[=+\-@＝＋－＠])")
Cell = str | Decimal
"""A `Decimal` is a number and stays one, below zero too; whatever came as text is defused."""


def csv_lines(rows: Sequence[Sequence[Cell]], *, zone: str) -> str:
    """Rows as lines of CSV, as spreadsheets in the country of a time zone (IANA) read them: where numbers have a comma,
    semicolons stand between the cells."""
    out, point = io.StringIO(), decimal_point(zone)
    cells = [
        [_number(cell, point) if isinstance(cell, Decimal) else defused(cell) for cell in row] for row in rows
    ]
    csv.writer(out, delimiter=";" if point == "," else ",").writerows(cells)
    return out.getvalue()


@cache
def decimal_point(zone: str) -> str:
    """What stands before the cents in the country of a time zone: a comma or a point, which it is where no country is known."""
    name = get_global("zone_aliases").get(zone, zone)
    try:
        locale = Locale.parse(f"und_{get_global('zone_territories').get(name)}")
    except (UnknownLocaleError, ValueError):
        return "."
    return "," if get_decimal_symbol(locale) == "," else "."


def _number(cell: Decimal, point: str) -> str:
    return f"{cell:f}".replace(".", point)


def defused(cell: str) -> str:
    """The same to read, but nothing that a spreadsheet would work out, also where it divides cells by other signs."""
    inside = INSIDE.sub(r"\1'", cell)
    return f"'{inside}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else inside


def csv_download(lines: ContentStream, *, name: str) -> StreamingResponse:
    """The lines as a file to keep, sent while they are read."""
    return StreamingResponse(
        lines,
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
