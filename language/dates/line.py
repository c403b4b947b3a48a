"""A text as the lexemes that the grammar of dates reads: words by what they mean, numbers, slashed dates."""

from __future__ import annotations

import re

from language.dates.words.lexicon import Lexicon, lexicon
from language.lexemes import Lexeme, Line
from language.normalise import fold
from language.phrases import Kinds
from language.tokens import Token, tokenise

_SLASHED = re.compile(
    r"(?<![\w/.,+$#-])(?P<iso>20\d\d)(?P<a>[-/.])(?P<im>\d\d?)(?P=a)(?P<id>\d\d?)(?![\w/])"
    r"|(?<![\w/.,+$#-])(?P<d>\d\d?)\s?(?P<b>[-/.])\s?(?P<m>\d\d?)\s?(?P=b)\s?(?P<y>20\d\d|\d\d)(?![\w/]|[.,]\d)"
    r"|(?<![\w/.,+$#])(?P<first>\d\d?)\s?/\s?(?P<second>\d\d?)(?![\w/%]|[.,]\d)"
)
_NTH = {"st", "nd", "rd", "th", "ro", "ero", "ra", "er", "do", "da", "to", "ta", "mo", "º", "ª"}
_WEAK_NTH = {"a", "o"}
_GLUED_UNITS = {"d": "days", "n": "nights"}
# Small words that hasty writers glue to a day: "10al14", "del10", "4d3n".
_GLUED_WORDS = {"a", "al", "ao", "to", "d", "de", "del", "el", "dia"}
_CURRENCIES = {"$", "€", "£"}


def read_line(text: str, language: str) -> Line:
    """The lexemes of a text, as the grammar of dates takes them."""
    return Line(_lexemes(text, language), language)


def _lexemes(text: str, language: str) -> list[Lexeme]:
    folded, tokens, known = fold(text), tokenise(text), lexicon(language)
    slashed = {match.start(): match for match in _SLASHED.finditer(folded)}
    lexemes: list[Lexeme] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        kinds: Kinds = {}
        after = place + 1
        if token.start in slashed and (date := _slashed(slashed[token.start])):
            kinds = {"slashed": date}
            while after < len(tokens) and tokens[after].start < slashed[token.start].end():
                after += 1
        elif found := known.match(tokens, place):
            kinds, after = found
        elif token.text.isdecimal():
            kinds, after = _number(tokens, place, known)
        end = tokens[after - 1].end
        lexemes.append(Lexeme(token.start, end, folded[token.start : end], token.glued, kinds))
        place = after
    return lexemes


def _slashed(match: re.Match[str]) -> str | None:
    """A slashed date as "first/second/year", the year empty when unsaid; None when it cannot be one."""
    if match["iso"]:
        first, second, year = int(match["id"]), int(match["im"]), match["iso"]
        return f"{first}/{second}/{year}/iso" if 1 <= second <= 12 and 1 <= first <= 31 else None
    if match["d"]:
        first, second, year = int(match["d"]), int(match["m"]), match["y"]
        year = f"20{year}" if len(year) == 2 else year
    else:
        first, second, year = int(match["first"]), int(match["second"]), ""
    possible = 1 <= min(first, second) <= 12 and max(first, second) <= 31 and (first, second) != (24, 7)
    return f"{first}/{second}/{year}/" if possible else None


def _number(tokens: list[Token], place: int, known: Lexicon) -> tuple[Kinds, int]:
    """A number that may be a day or a count, with its suffix; of no kind inside a code, price or decimal."""
    token, after = tokens[place], place + 1
    value = token.number
    if value is None or _is_tail(tokens, place):
        return {}, after
    following = tokens[after] if after < len(tokens) and tokens[after].glued else None
    if len(token.text) > 2:
        return ({"year": value} if 2000 <= value <= 2099 and _is_plain(following) else {}), after
    if following is None:
        return {"number": value}, after
    if following.text in _NTH:
        return {"number": value, "nth": 1}, after + 1
    joins = after + 1 < len(tokens) and tokens[after + 1].glued and tokens[after + 1].text.isdecimal()
    if following.text in _WEAK_NTH and not joins:
        return {"weaknth": value}, after + 1
    if following.text in _GLUED_UNITS:
        return {_GLUED_UNITS[following.text]: value}, after + 1
    if following.text.isalpha():
        return ({"number": value} if known.match(tokens, after) else {}), after
    decimal = following.text in ".," and after + 1 < len(tokens) and tokens[after + 1].glued
    if (
        following.text in "%*:"
        or following.text in _CURRENCIES
        or (decimal and tokens[after + 1].text.isdecimal())
    ):
        return {}, after
    return {"number": value}, after


def _is_plain(following: Token | None) -> bool:
    """Whether what touches a number leaves it a number of its own."""
    return following is None or not following.text.isalnum()


def _is_tail(tokens: list[Token], place: int) -> bool:
    """Whether what stands before a number makes it an amount or the rest of something longer."""
    if not place:
        return False
    before = tokens[place - 1].text
    if before in _CURRENCIES or before == "#":
        return True
    if not tokens[place].glued:
        return False
    if before in ".,:":
        return place > 1 and tokens[place - 1].glued and tokens[place - 2].text.isdecimal()
    return before in "+*@_" or (before.isalpha() and before not in _GLUED_WORDS)
