"""Amounts of money as people write them: "$ 1.200,50", "5 mil pesos", "2 millones", "two hundred dollars"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from language.budget.words import BEFORE, CURRENCIES, SCALES
from language.numbers import WORDS, read_number

_LARGEST = 10**12
_DIGITS = r"\d{1,3}(?:[.,]\d{3}){1,3}(?:[.,]\d{1,2})?(?!\d)|\d{1,3}(?: 000){1,3}(?!\d)|\d{1,9}(?:[.,]\d{1,2})?(?!\d)"
_NUMBER_WORDS = "|".join(
    sorted(
        {word for words in WORDS.values() for word, value in words.items() if value} | {"hundred"}, key=len
    )[::-1]
)
_SCALE_WORDS = r"mil|thousand|grand|millon|millones|milhao|milhoes|million"
_WORD = rf"(?:{_NUMBER_WORDS}|{_SCALE_WORDS})\b"
_SPELT = rf"{_WORD}(?:\s(?:(?:y|e|and)\s)?{_WORD}){{0,6}}"
_SCALE = "|".join(SCALES.values())


def _alternatives(prefix: str, table: dict[str, str]) -> str:
    return "|".join(f"(?P<{prefix}{code or 'ANY'}>{words})" for code, words in table.items())


_SUFFIXES = re.compile(rf"\s?(?:de\s)?(?:{_alternatives('a', CURRENCIES)})(?!\w)")
_MONEY = re.compile(
    rf"(?<![\w.,/:#+*-])(?:(?:{_alternatives('b', BEFORE)})\s?)?"
    rf"(?P<first>{_DIGITS}|{_SPELT})(?:\s?(?P<scale>{_SCALE})\b)?"
    rf"(?:\s?(?:-|–|/|\b(?:a|y|e|to|and|o|ou|or|ate|hasta)\b)\s?(?:(?:{'|'.join(BEFORE.values())})\s?)?"
    rf"(?P<second>\d[\d.,]{{1,11}})(?:\s?(?P<scale2>{_SCALE})\b)?)?"
)
_GOES_ON = re.compile(r"\w|[.,:/]\d|-\d|\s\d{3}|\s?[%:]")
_HAS_AMOUNT = re.compile(
    rf"\d|\b(?:{_SCALE_WORDS}|hundred|cem|cien|ciento|\w+[cz]i?ent[oa]s|quin[ih]+ent[oa]s|\w+enta?)\b"
)


class Money(NamedTuple):
    """An amount of whole units; of a range the upper end.

    `currency` is ISO 4217, None where unsaid or not told by the name ("pesos"); `named` whether any was named.
    """

    start: int
    end: int
    amount: int
    currency: str | None
    named: bool
    scaled: bool
    ranged: bool


def find_money(folded: str, language: str) -> Iterator[Money]:
    """Every number of a folded text that may be an amount of money, in order."""
    if not _HAS_AMOUNT.search(folded):
        return
    for match in _MONEY.finditer(folded):
        money = _read(folded, match, language)
        if money:
            yield money


def _read(folded: str, match: re.Match[str], language: str) -> Money | None:
    ranged, end = match["second"] is not None, match.end()
    scale, written = match["scale2"] or match["scale"], match["second"] or match["first"]
    amount = _amount(written, scale, language)
    lower = _amount(match["first"], match["scale"] or scale, language)
    if ranged and (amount is None or lower is None or amount <= lower):
        ranged, end, scale = (
            False,
            match.end("scale") if match["scale"] else match.end("first"),
            match["scale"],
        )
        amount = _amount(match["first"], scale, language)
    suffix = _SUFFIXES.match(folded, end)
    codes = [
        key[1:] for key, said in match.groupdict().items() if said and key[0] == "b" and key[1:].isupper()
    ]
    if suffix:
        codes, end = [str(suffix.lastgroup)[1:], *codes], suffix.end()
    elif _GOES_ON.match(folded, end):
        return None
    if amount is None or not 0 < amount < _LARGEST:
        return None
    known = [code for code in codes if code != "ANY"]
    dollar = "USD" if "$" in folded[match.start() : end] and language == "en" else None
    scaled = scale is not None or re.search(_SCALE_WORDS, match["first"]) is not None
    return Money(match.start(), end, amount, known[0] if known else dollar, bool(codes), scaled, ranged)


def _amount(written: str, scale: str | None, language: str) -> int | None:
    """Whole units; a point or comma before three digits parts thousands, before one or two a fraction."""
    factor = next((value for value, words in SCALES.items() if scale and re.fullmatch(words, scale)), 1)
    if not written[0].isdecimal():
        spelt = _spelt(written, language)
        return spelt * factor if spelt else None
    parts = re.split(r"[.,\s]", written.strip(".,"))
    if not all(part.isdecimal() for part in parts) or any(len(part) > 3 for part in parts[1:]):
        return None
    if len(parts) > 1 and len(parts[-1]) < 3:
        return round(float(f"{''.join(parts[:-1])}.{parts[-1]}") * factor)
    return int("".join(parts)) * factor


def _spelt(written: str, language: str) -> int | None:
    """ "Dos mil quinientos", "a thousand": what stands before a scale word is multiplied by it."""
    total, pending = 0, ""
    for word in written.split():
        factor = next((value for value, words in SCALES.items() if re.fullmatch(words, word)), None)
        if factor is None:
            pending = f"{pending} {word}".strip()
            continue
        count = read_number(pending, language) if pending not in ("", "y", "e", "and") else total or 1
        if count is None:
            return None
        total, pending = (total if pending else 0) + count * factor, ""
    if not pending:
        return total
    rest = read_number(re.sub(r"^(?:y|e|and)\s", "", pending), language)
    return None if rest is None else total + rest
