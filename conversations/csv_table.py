"""Tables for spreadsheets: read as they are, worked out as nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from fastapi.responses import StreamingResponse
from starlette.responses import ContentStream

BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""By it spreadsheets know that this is UTF-8."""
FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
Cell = str | Decimal
"""A `Decimal` is a number and stays one, below zero too; whatever came as text is defused."""


def csv_lines(rows: Sequence[Sequence[Cell]]) -> str:
    """Rows as lines of CSV."""
    out = io.StringIO()
    cells = [[f"{cell:f}" if isinstance(cell, Decimal) else defused(cell) for cell in row] for row in rows]
    csv.writer(out).writerows(cells)
    return out.getvalue()


def defused(cell: str) -> str:
    """The same to read, but nothing that a spreadsheet would work out."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else cell


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
