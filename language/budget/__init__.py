"""What a journey may cost: "menos de 300 dólares por persona", "até 5 mil reais", "around 1k per person".

Conventions: an amount with no limit said is the most they would pay; of a range ("entre 300 y 500") the upper end is.
"Pesos" and "$" alone do not tell the currency, save that an English "$" is the dollar of the USA.
"""

from __future__ import annotations

import re

from language.budget import words
from language.budget.money import Money, find_money
from language.dates.spotting import find_dates
from language.mention import Mention
from language.normalise import fold

__all__ = ["find_budget"]

_LONGEST = 2000
_NEAR = 60
# Bare numbers from here on may be money; below they are ages, hours and ratings.
_LEAST_BARE = 50
_FILLER = r"(?:(?:de|del?|los|las|the|os?|as?|a|of|like|como|unos|uns|about|gastar|pagar|por|es|is|e|seria)\s|[:=]\s?|\s){0,4}"
_BOUNDS = {
    bound: re.compile(rf"(?<!\w)(?:{said})\s?{_FILLER}$")
    for bound, said in (("most", words.FIRM), ("about", words.LOOSE), ("least", words.LEAST))
}
_AFTER = {bound: re.compile(rf"[\s,(]{{0,2}}(?:{said})(?!\w)") for bound, said in words.AFTER.items()}
_PER = {per: re.compile(rf"[\s,(]{{0,2}}(?:{said})") for per, said in words.PER.items()}
_PER_BEFORE = {per: re.compile(rf"(?<!\w)(?:{said})") for per, said in words.PER_BEFORE.items()}
_SPENDING = re.compile(rf"(?<!\w)(?:{words.SPENDING})")
_SETTLED = re.compile(rf"(?<!\w)(?:{words.SETTLED})(?!\w)")
_PRICED = re.compile(rf"(?<!\w)(?:{words.PRICED})(?!\w)")
_UNIT = re.compile(rf"\s?-?(?:{words.UNITS})(?!\w)")
_ASKED = re.compile(r"\b(?:cuant[oa]s?|quant[oa]s?|how (?:much|many))\W+(?:\w+\W+){0,2}$")
_CONVERTED = re.compile(
    r"(?:\s\w+){0,3}\s(?:en|in|em|a|to|into|para|por)\s(?:\w+\s)?"
    rf"(?:{'|'.join(said for code, said in words.CURRENCIES.items())}|yen|ienes?|rupees?|rupias?|francos?|francs?)(?!\w)"
)
_BETWEEN = re.compile(r"\b(?:entre|between)\s$")
_YEAR = range(2020, 2041)


def find_budget(text: str, language: str) -> Mention | None:
    """What a text says that the journey may cost.

    The value is `{"amount", "currency", "per", "bound"}` of docs/architecture.md. Prices that are asked about, amounts
    to be converted or already paid are no budgets.
    """
    folded = fold(text[:_LONGEST])
    amounts = list(find_money(folded, language))
    if not amounts or _SETTLED.search(folded):
        return None
    for money in amounts:
        if mention := _budget(text, folded, language, money):
            return mention
    return None


def _budget(text: str, folded: str, language: str, money: Money) -> Mention | None:
    before = folded[max(0, money.start - _NEAR) : money.start]
    bound, start, end = _bound(folded, before, money)
    per, end = _per(folded, before, end)
    if bound is None:
        bound, _, end = _bound_after(folded, end) or (None, start, end)
    if _is_converted(folded, before, money) or not _is_meant(
        text, folded, language, money, bound, per, before
    ):
        return None
    value = {"amount": money.amount, "currency": money.currency, "per": per, "bound": bound or "most"}
    if money.ranged:
        value["bound"] = "most"
    return Mention(start, end, text[start:end], value)


def _bound(folded: str, before: str, money: Money) -> tuple[str | None, int, int]:
    """The limit said before or right after an amount, and the characters of both."""
    found = [(match.start(), bound) for bound, said in _BOUNDS.items() if (match := said.search(before))]
    if found:
        first, bound = min(found)
        return bound, money.start - len(before) + first, money.end
    return _bound_after(folded, money.end, money.start) or (None, money.start, money.end)


def _bound_after(folded: str, end: int, start: int = 0) -> tuple[str | None, int, int] | None:
    for bound, said in _AFTER.items():
        if match := said.match(folded, end):
            return bound, start, match.end()
    return None


def _per(folded: str, before: str, end: int) -> tuple[str | None, int]:
    for per, said in _PER.items():
        if match := said.match(folded, end):
            return per, match.end()
    return next((per for per, said in _PER_BEFORE.items() if said.search(before)), None), end


def _is_converted(folded: str, before: str, money: Money) -> bool:
    return money.named and bool(_ASKED.search(before) or _CONVERTED.match(folded, money.end))


def _is_meant(
    text: str, folded: str, language: str, money: Money, bound: str | None, per: str | None, before: str
) -> bool:
    """Whether an amount is one that they would spend."""
    spending = _SPENDING.search(before) is not None
    alone = not (folded[: money.start] + folded[money.end :]).strip(" .,!?¿¡")
    if money.named:
        return bool(bound or spending or alone) or not _PRICED.search(folded)
    if _UNIT.match(folded, money.end) or (money.amount < _LEAST_BARE and not spending):
        return False
    if not money.scaled and (
        money.amount in _YEAR
        or any(at.start < money.end and money.start < at.end for at in find_dates(text, language))
    ):
        return False
    if money.scaled and alone and any(letter.isdecimal() for letter in folded):
        return True
    firm = _BOUNDS["most"].search(before) or _AFTER["most"].match(folded, money.end)
    between = money.ranged and _BETWEEN.search(before)
    return bool(spending or firm or between or (per in ("person", "night") and bound))
