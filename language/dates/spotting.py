"""Where a text speaks of travel dates. Only the standard library and rapidfuzz: the bot loads this."""

from __future__ import annotations

from language.dates.expressions import Month, Span
from language.dates.grammar import parse, parse_answer
from language.mention import Mention


def find_dates(text: str, language: str) -> list[Mention]:
    """The date expressions of a text, in order; each one's value is its words as written.

    The language is a hint: it decides words that differ ("segunda"), all three are read. A text that is
    nothing but a month or two days ("may", "10-14") is a date too.
    """
    found = parse(text, language)
    if (
        not found
        and (answer := parse_answer(text, language))
        and isinstance(answer.expression, (Month, Span))
    ):
        found = (answer,)
    return [Mention(p.start, p.end, text[p.start : p.end], text[p.start : p.end]) for p in found]
