"""Tables of phrases, and the longest of them that stands at a place of a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from language.numbers import WORDS
from language.tokens import Token, tokenise

Meaning = int | str
Kinds = Mapping[str, Meaning]
# kind -> meaning -> phrases separated by bars
Vocabulary = Mapping[str, Mapping[Meaning, str]]

# Number words that say something else in another of our languages.
_FALSE_FRIENDS = {"en": ("once", "ten", "a", "an"), "es": ("once", "dos"), "pt": ("dos", "sete")}
_COLLECTIVES = ("quincena", "pareja", "couple", "pair", "par")
_TENS_AND = {"es": "y", "en": "", "pt": "e"}


class Phrases:
    """Phrases with all their meanings, by kind; the same phrase may be of many kinds."""

    def __init__(self) -> None:
        self._entries: dict[str, list[tuple[tuple[str, ...], dict[str, Meaning]]]] = {}

    def add(self, vocabulary: Vocabulary) -> None:
        """Add all phrases of a vocabulary; what is added later wins within a kind."""
        for kind, meanings in vocabulary.items():
            for meaning, phrases in meanings.items():
                for phrase in phrases.split("|"):
                    self._add(phrase, kind, meaning)

    def add_numbers(self, language: str, *, hinted: bool) -> None:
        """Add the number words from 1 to 99; those that mislead only when the language is the hinted one."""
        misleading = () if hinted else _FALSE_FRIENDS[language]
        small = {
            word: value
            for word, value in WORDS[language].items()
            if 0 < value < 100 and word not in misleading and word not in ("a", "an", *_COLLECTIVES)
        }
        for word, value in small.items():
            self._add(word, "number", value)
            if value % 10 == 0 and value >= 20:
                for one in (one for one, ones in small.items() if ones < 10):
                    self._add(f"{word} {_TENS_AND[language]} {one}", "number", value + small[one])

    def match(self, tokens: Sequence[Token], place: int) -> tuple[Kinds, int] | None:
        """What the longest phrase that begins at a token means, and the place after it."""
        best: tuple[Kinds, int] | None = None
        for words, kinds in self._entries.get(tokens[place].text, ()):
            after = _follow(tokens, place, words)
            if after is not None and (best is None or after > best[1]):
                best = kinds, after
        return best

    def _add(self, phrase: str, kind: str, meaning: Meaning) -> None:
        words = tuple(token.text for token in tokenise(phrase) if token.text != "-")
        entries = self._entries.setdefault(words[0], [])
        known = next((kinds for other, kinds in entries if other == words), None)
        if known is None:
            entries.append((words, {kind: meaning}))
        else:
            known[kind] = meaning


def phrases_of(vocabularies: Mapping[str, Iterable[Vocabulary]], hint: str) -> Phrases:
    """The phrases and numbers of all languages, those of the hinted one last so that they win."""
    phrases = Phrases()
    for language in sorted(vocabularies, key=lambda language: language == hint):
        for vocabulary in vocabularies[language]:
            phrases.add(vocabulary)
        phrases.add_numbers(language, hinted=language == hint)
    return phrases


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
