"""The three vocabularies of dates as one lookup, with the words of the hinted language first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from language.dates.words import en, es, pt
from language.phrases import Kinds, Meaning, Phrases, phrases_of
from language.tokens import Token, tokenise

_LANGUAGES = {"es": es, "en": en, "pt": pt}
_SHORTEST_MISSPELT = 7


class Lexicon:
    """Finds the longest known phrase at a place in a list of tokens, or the long name that a word misspells."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def match(self, tokens: Sequence[Token], place: int) -> tuple[Kinds, int] | None:
        """What the phrase that begins at a token means, and the place after it."""
        known = self._phrases.match(tokens, place)
        if known:
            return known
        kinds = _misspelt(tokens[place].text)
        return (kinds, place + 1) if kinds else None


@lru_cache(maxsize=4)
def lexicon(hint: str) -> Lexicon:
    """The lexicon of a hinted language; any other hint gives the words that need none."""
    vocabularies = {
        language: (words.WORDS, words.OWN) if language == hint else (words.WORDS,)
        for language, words in _LANGUAGES.items()
    }
    return Lexicon(phrases_of(vocabularies, hint))


def _names() -> dict[str, tuple[str, Meaning]]:
    """Names of months and weekdays that are long enough to be known when misspelt."""
    return {
        token.text: (kind, meaning)
        for words in _LANGUAGES.values()
        for kind in ("month", "weekday")
        for meaning, phrases in words.WORDS[kind].items()
        for phrase in phrases.split("|")
        for token in tokenise(phrase)[:1]
        if " " not in phrase and len(token.text) >= _SHORTEST_MISSPELT
    }


_NAMES = _names()


@lru_cache(maxsize=20_000)
def _misspelt(word: str) -> Kinds | None:
    """The month or weekday that a long word nearly is: one letter off, two from nine letters on."""
    if not _SHORTEST_MISSPELT - 1 <= len(word) <= 12:
        return None
    for name, (kind, meaning) in _NAMES.items():
        allowed = 2 if len(name) >= 9 else 1
        if (
            word[0] == name[0]
            and abs(len(word) - len(name)) <= allowed
            and OSA.distance(word, name) <= allowed
        ):
            return {kind: meaning}
    return None
