"""A document as PDF, drawn by typst from a template and data: no network, and the fonts that typst brings along."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import typst

from backend.documents.schemas import DocumentView
from backend.documents.sheets import sheet_of

TEMPLATE: Final = Path(__file__).with_name("templates") / "document.typ"
UNBROKEN: Final = re.compile(r"\S{40,}")
PIECE: Final = 12
BREAK: Final = "\N{ZERO WIDTH SPACE}"


def render(document: DocumentView) -> bytes:
    """The PDF; the same document gives the same bytes. It takes some hundredths of a second: not in the event loop.

    It keeps to PDF/UA-1: title, language, order of reading, headings and tables are told to screen readers.
    """
    sheet = json.dumps(_printable(sheet_of(document)), ensure_ascii=False)
    stamp = int(document.issued_at.timestamp())
    try:
        return _compile(sheet, stamp, "ua-1", ignore_system_fonts=True)
    except typst.TypstError:
        # A script that our fonts cannot write, which the standard forbids: with the machine's fonts perhaps, and
        # where they cannot either, rather an empty box in a name than no receipt.
        return _compile(sheet, stamp, "1.7", ignore_system_fonts=False)


def _compile(sheet: str, stamp: int, standard: Literal["1.7", "ua-1"], *, ignore_system_fonts: bool) -> bytes:
    compiler = typst.Compiler(_template(), ignore_system_fonts=ignore_system_fonts)
    pdf = compiler.compile(format="pdf", sys_inputs={"sheet": sheet}, pdf_standards=standard, timestamp=stamp)
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _printable(value: Any) -> Any:
    """The same without control characters, and with places to break in words that no line can hold."""
    if isinstance(value, str):
        plain = "".join(one for one in value if one in BREAK or unicodedata.category(one) not in ("Cc", "Cf"))
        return UNBROKEN.sub(lambda long: BREAK.join(re.findall(f".{{1,{PIECE}}}", long[0])), plain)
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value
