"""Places and products of the catalogue in a text: as written, and as misspelt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import spacy
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from bot.components.spelling import MOST_SLIPS, SHORTEST, sound_of, stray
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
        self._by_length: dict[int, list[str]] = {}
        for name in self._sounds:
            self._by_length.setdefault(len(name), []).append(name)
        self._longest = max((len(name.split()) for name in self._targets), default=0) + 1
        self._pipelines = {code: spacy.blank(code) for code in LANGUAGES}
        self._stop_words = {
            fold(word) for nlp in self._pipelines.values() for word in nlp.Defaults.stop_words
        }
        self._ordinary = self._stop_words | {word for word in ordinary if sound_of(word) not in self._sounds}

    def find(self, text: str, language: str) -> list[Place]:
        """Every name in the text, none overlapping another, in their order."""
        pipeline = self._pipelines.get(language, self._pipelines["es"])
        plain = _plain(text)
        doc = pipeline.make_doc(plain)
        words = [token for token in doc[:WORDS_READ] if token.is_alpha]
        misspelt = sorted(self._misspelt(plain, words), key=lambda place: (-place.confidence, _length(place)))
        exact = sorted(self._exact(pipeline.lang, doc), key=_length, reverse=True)
        right = {(place.start, place.end) for place in exact}
        wider = [
            place
            for place in misspelt
            if (place.start, place.end) not in right and _widens(place, exact, plain)
        ]
        return sorted(_disjoint([*wider, *exact, *misspelt]))

    def _exact(self, language: str, doc: Doc) -> Iterator[Place]:
        for name, start, end in self._matchers[language](doc):
            span = doc[start:end]
            yield Place(span.start_char, span.end_char, self._targets[doc.vocab.strings[name]], 1.0)

    @cached_property
    def _matchers(self) -> dict[str, PhraseMatcher]:
        return {code: self._matcher(pipeline) for code, pipeline in self._pipelines.items()}

    def _matcher(self, pipeline: Language) -> PhraseMatcher:
        matcher = PhraseMatcher(pipeline.vocab, attr="ORTH")
        for name in self._targets:
            matcher.add(name, [pipeline.make_doc(name)])
        return matcher

    def _misspelt(self, text: str, words: Sequence[Token]) -> Iterator[Place]:
        for window in self._windows(text, words):
            written = sound_of("".join(word.text for word in window))
            if len(written) < SHORTEST - 1 or all(word.text in self._ordinary for word in window):
                continue
            for name in self._resembling(written):
                slips = stray(written, name)
                if slips is not None:
                    end = window[-1].idx + len(window[-1])
                    yield Place(window[0].idx, end, self._sounds[name], round(0.95 - 0.1 * slips, 2))

    def _resembling(self, written: str) -> list[str]:
        """Names that `stray` might accept, sifted in one go: it is asked for thousands of windows."""
        if written in self._sounds:
            return [written]
        return [
            name
            for length in range(len(written) - MOST_SLIPS, len(written) + MOST_SLIPS + 1)
            for name, _, _ in extract_iter(
                written, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=MOST_SLIPS
            )
        ]

    def _windows(self, text: str, words: Sequence[Token]) -> Iterator[Sequence[Token]]:
        """Runs of words with only spaces between them that neither begin nor end in a small word such as "de"."""
        for first in range(len(words)):
            for last in range(first, min(first + self._longest, len(words))):
                if last > first and not _adjoining(text, words[last - 1], words[last]):
                    break
                window = words[first : last + 1]
                if len(window) == 1 or not (self._small(window[0]) or self._small(window[-1])):
                    yield window

    def _small(self, word: Token) -> bool:
        return len(word) <= _SMALL and word.text in self._stop_words


def _plain(text: str) -> str:
    """Folded, and hyphens between words read as spaces; as long as the text."""
    return fold(text).replace("-", " ")


def _adjoining(text: str, left: Token, right: Token) -> bool:
    return text[left.idx + len(left) : right.idx].isspace()


def _length(place: Place) -> int:
    return place.end - place.start


def _widens(place: Place, exact: Sequence[Place], text: str) -> bool:
    """Whether a misspelt name is the longer form of a short one within it: "rio de janero" around "rio"."""
    sound = sound_of(text[place.start : place.end])
    return any(
        place.target == short.target
        and place.start <= short.start < short.end <= place.end
        and stray(sound, sound_of(text[short.start : short.end])) is None
        for short in exact
    )


def _disjoint(candidates: Sequence[Place]) -> list[Place]:
    """The candidates, best first, that overlap no better one."""
    kept: list[Place] = []
    for candidate in candidates:
        if all(candidate.end <= place.start or place.end <= candidate.start for place in kept):
            kept.append(candidate)
    return kept
