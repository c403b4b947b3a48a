"""A text as the lexemes that tell a party, with what belongs to dates taken out."""

from __future__ import annotations

import re
from functools import lru_cache

from language.dates.spotting import find_dates
from language.lexemes import Lexeme, Line
from language.normalise import fold
from language.party.vocabulary import party_phrases
from language.phrases import Kinds
from language.tokens import Token, tokenise

_LONGEST = 2000
# "2,4,6" are ages; "2,5" is a decimal number unless ages are announced.
_AGE_LIST = re.compile(
    r"(?<![\d.,])\d{1,2}(?:,\d{1,2}){2,9}(?![\d.,]\d)|\b(?:age[sd]?|edad(?:es)?|idades?)(?: (?:de|of))?:? ?\d{1,2}(?:,\d{1,2}){1,9}(?!\d)"
)


@lru_cache(maxsize=256)
def read_line(text: str, language: str) -> Line:
    """The lexemes of a text; numbers inside dates, prices and codes are of no kind."""
    folded, tokens, phrases = fold(text), tokenise(text[:_LONGEST]), party_phrases(language)
    dates = [(mention.start, mention.end) for mention in find_dates(text[:_LONGEST], language)]
    lists = [match.span() for match in _AGE_LIST.finditer(folded)]
    lexemes: list[Lexeme] = []
    place = 0
    while place < len(tokens):
        token, after = tokens[place], place + 1
        kinds: Kinds = {}
        if token.text == "-" and _joins(tokens, place):
            place += 1
            continue
        if any(start <= token.start < end for start, end in dates):
            kinds = {"date": 1}
        elif found := phrases.match(tokens, place):
            kinds, after = found
        elif any(start <= token.start < end for start, end in lists) and token.number is not None:
            kinds = {"number": token.number}
        elif (value := _count(tokens, place)) is not None:
            kinds = {"number": value}
        end = tokens[after - 1].end
        lexemes.append(Lexeme(token.start, end, folded[token.start : end], token.glued, kinds))
        place = after
    return Line(lexemes, language)


def _joins(tokens: list[Token], place: int) -> bool:
    """Whether a hyphen only joins a number to its noun ("8-year-old")."""
    if not 0 < place < len(tokens) - 1 or not (tokens[place].glued and tokens[place + 1].glued):
        return False
    return tokens[place - 1].text.isdecimal() and tokens[place + 1].text.isalpha()


def _count(tokens: list[Token], place: int) -> int | None:
    """The value of up to three digits that stand for themselves; "3a" and "2pax" are glued to a word."""
    token = tokens[place]
    if token.number is None or len(token.text) > 3:
        return None
    before = tokens[place - 1] if place else None
    if before and (
        before.text in "$€£#@" or (token.glued and (before.text in ".,:/*" or before.text.isalpha()))
    ):
        return None
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following and following.glued and following.text in ".,:/*%$€":
        beyond = tokens[place + 2] if place + 2 < len(tokens) else None
        if following.text not in ".,:" or (beyond and beyond.glued and beyond.text.isdecimal()):
            return None
    return token.number
