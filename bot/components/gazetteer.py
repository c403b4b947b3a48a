"""Places and products of the catalogue in a text: as written, and as misspelt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from bot.components.spelling import SHORTEST, sound_of, stray
from language.normalise import fold

LANGUAGES = ("es", "en", "pt")
# Beyond this many words nobody names a place; it bounds the time for very long messages.
WORDS_READ = 300
_SMALL = 3


class Place(NamedTuple):
    """A name found in a text. `confidence` is 1 where it was written right, less by every slip."""

    start: int
    end: int
    target: str
    confidence: float


class Gazetteer:
    """Finds names in texts. `names` leads from names to targets; `ordinary` are words never taken for a misspelt name."""

    def __init__(self, names: Mapping[str, str], ordinary: Collection[str]) -> None:
        self._targets = {_plain(name): target for name, target in names.items()}
        self._sounds = {sound_of(name): target for name, target in self._targets.items()}
        self._longest = max((len(name.split()) for name in self._targets), default=0) + 1
        self._pipelines = {code: spacy.blank(code) for code in LANGUAGES}
        self._stop_words = {
            fold(word) for nlp in self._pipelines.values() for word in nlp.Defaults.stop_words
        }
        self._ordinary = self._stop_words | {word for word in ordinary if sound_of(word) not in self._sounds}

    def find(self, text: str, language: str) -> list[Place]:
        """Every name in the text, none overlapping another, in their order."""
        pipeline = self._pipelines.get(language, self._pipelines["es"])
        doc = pipeline.make_doc(_plain(text))
        exact = [self._place(doc, start, end) for _, start, end in self._matchers[pipeline.lang](doc)]
        kept = _disjoint(sorted(exact, key=lambda place: place.start - place.end))
        free = [token for token in doc[:WORDS_READ] if token.is_alpha and not _covered(token, kept)]
        misspelt = sorted(
            self._misspelt(doc, free), key=lambda place: (-place.confidence, place.end - place.start)
        )
        return sorted(_disjoint(misspelt, kept))

    @cached_property
    def _matchers(self) -> dict[str, PhraseMatcher]:
        return {code: self._matcher(pipeline) for code, pipeline in self._pipelines.items()}

    def _matcher(self, pipeline: Language) -> PhraseMatcher:
        matcher = PhraseMatcher(pipeline.vocab, attr="ORTH")
        matcher.add("name", [pipeline.make_doc(name) for name in self._targets])
        return matcher

    def _place(self, doc: Doc, start: int, end: int) -> Place:
        span = doc[start:end]
        return Place(span.start_char, span.end_char, self._targets[span.text], 1.0)

    def _misspelt(self, doc: Doc, words: Sequence[Token]) -> Iterator[Place]:
        for window in self._windows(doc, words):
            written = sound_of("".join(word.text for word in window))
            if len(written) < SHORTEST - 1 or all(word.text in self._ordinary for word in window):
                continue
            for name, target in self._sounds.items():
                slips = stray(written, name)
                if slips is not None:
                    end = window[-1].idx + len(window[-1])
                    yield Place(window[0].idx, end, target, round(0.95 - 0.1 * slips, 2))

    def _windows(self, doc: Doc, words: Sequence[Token]) -> Iterator[Sequence[Token]]:
        """Runs of words with only spaces between them that neither begin nor end in a small word such as "de"."""
        for first in range(len(words)):
            for last in range(first, min(first + self._longest, len(words))):
                if last > first and not _adjoining(doc, words[last - 1], words[last]):
                    break
                window = words[first : last + 1]
                if len(window) == 1 or not (self._small(window[0]) or self._small(window[-1])):
                    yield window

    def _small(self, word: Token) -> bool:
        return len(word) <= _SMALL and word.text in self._stop_words


def _plain(text: str) -> str:
    """Folded, and hyphens between words read as spaces; as long as the text."""
    return fold(text).replace("-", " ")


def _adjoining(doc: Doc, left: Token, right: Token) -> bool:
    return doc.text[left.idx + len(left) : right.idx].isspace()


def _covered(token: Token, places: Sequence[Place]) -> bool:
    return any(place.start <= token.idx < place.end for place in places)


def _disjoint(candidates: Sequence[Place], kept: Sequence[Place] = ()) -> list[Place]:
    """The candidates, best first, that overlap neither what is kept nor a better one."""
    result = list(kept)
    for candidate in candidates:
        if all(candidate.end <= place.start or place.end <= candidate.start for place in result):
            result.append(candidate)
    return result
