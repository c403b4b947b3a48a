"""The three vocabularies as one lookup, with the words of the hinted language first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from language.dates.words import en, es, pt
from language.dates.words.vocabulary import Meaning, Vocabulary
from language.numbers import WORDS
from language.tokens import Token, tokenise

Kinds = Mapping[str, Meaning]

_LANGUAGES = {"es": es, "en": en, "pt": pt}
# Number words that say something else in another of our languages, or in every text.
_FALSE_FRIENDS = {"en": ("once", "ten"), "es": ("once", "dos"), "pt": ("dos", "sete")}
_TENS_AND = {"es": "y", "en": "", "pt": "e"}
_SHORTEST_MISSPELT = 7


class Lexicon:
    """Finds the longest known phrase at a place in a list of tokens."""

    def __init__(self, language: str) -> None:
        self._phrases: dict[str, list[tuple[tuple[str, ...], dict[str, Meaning]]]] = {}
        for other, words in _LANGUAGES.items():
            if other != language:
                self._add_all(words.WORDS)
                self._add_numbers(other, language)
        if language in _LANGUAGES:
            self._add_all(_LANGUAGES[language].WORDS)
            self._add_all(_LANGUAGES[language].OWN)
            self._add_numbers(language, language)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda entry: -len(entry[0]))

    def match(self, tokens: Sequence[Token], place: int) -> tuple[Kinds, int] | None:
        """What the phrase that begins at a token means, and the place after it."""
        for words, kinds in self._phrases.get(tokens[place].text, ()):
            after = _follow(tokens, place, words)
            if after is not None:
                return kinds, after
        kinds_ = _misspelt(tokens[place].text)
        return (kinds_, place + 1) if kinds_ else None

    def _add_all(self, vocabulary: Vocabulary) -> None:
        for kind, meanings in vocabulary.items():
            for meaning, phrases in meanings.items():
                for phrase in phrases.split("|"):
                    self._add(phrase, kind, meaning)

    def _add_numbers(self, language: str, hint: str) -> None:
        small = {word: value for word, value in WORDS[language].items() if 0 < value < 100}
        for word, value in small.items():
            if word in ("a", "an") or (language != hint and word in _FALSE_FRIENDS.get(language, ())):
                continue
            if word not in ("quincena", "pareja", "couple"):
                self._add(word, "number", value)
        for ten, tens in small.items():
            for one, ones in small.items():
                if tens % 10 == 0 and tens >= 20 and ones < 10 and one not in ("a", "an"):
                    self._add(f"{ten} {_TENS_AND[language]} {one}", "number", tens + ones)

    def _add(self, phrase: str, kind: str, meaning: Meaning) -> None:
        words = tuple(token.text for token in tokenise(phrase) if token.text != "-")
        entries = self._phrases.setdefault(words[0], [])
        for known, kinds in entries:
            if known == words:
                kinds[kind] = meaning
                return
        entries.append((words, {kind: meaning}))


def _follow(tokens: Sequence[Token], place: int, words: tuple[str, ...]) -> int | None:
    """The place after the words, if they stand here; glued hyphens between them do not count."""
    at = place + 1
    for word in words[1:]:
        if at + 1 < len(tokens) and tokens[at].text == "-" and tokens[at].glued and tokens[at + 1].glued:
            at += 1
        if at >= len(tokens) or tokens[at].text != word:
            return None
        at += 1
    return at


@lru_cache(maxsize=4)
def lexicon(language: str) -> Lexicon:
    """The lexicon of a hinted language; any other hint gives the words that need none."""
    return Lexicon(language)


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
