"""Which language to answer in: what the words say against what the conversation has spoken so far."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from pathlib import Path

import langdetect
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from language.identify import hint_language
from language.normalise import fold

LANGUAGES = ("es", "en", "pt")
DEFAULT = "es"
# Chosen on utterances in three languages, so that one sentence switches and a name, a place or an "ok" does not:
# the detector alone needs a sentence of five words, and fewer words need hints of their own.
DETECTOR_POINTS = 2.0
WORDS_FOR_ALL_POINTS = 5
ENOUGH_WORDS = 3
ENOUGH_TO_SWITCH = 1.9
OWN_WORD = 1.0
"""A word that only one language has weighs more than the detector, which takes short Portuguese for Spanish."""
A_GUESS = 0.5
"""Points for the language that the traveller's browser asks for, until they have written themselves."""
_NOT_WORDS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|\S*\d\S*")
_WORD = re.compile(r"[^\W\d_]+")
_GREETINGS = {"hola": "es", "buenas": "es", "hello": "en", "hi": "en", "oi": "pt", "ola": "pt"}
# Found in names of people and places of any conversation: "María de los Ángeles", "Rio de Janeiro".
_PARTICLES = {
    "a",
    "al",
    "as",
    "da",
    "das",
    "de",
    "del",
    "do",
    "dos",
    "e",
    "el",
    "en",
    "la",
    "las",
    "los",
    "o",
    "of",
}
_PARTICLES |= {"os", "the", "y"}


def choose_language(text: str, previous: str | None, *, heard: bool = True) -> str:
    """The language of the answer, one of `LANGUAGES`.

    `previous` is what the conversation spoke before, or None. It stays through anything short or undecided, and
    gives way to a clear sentence, or a lone greeting, in another. Without it, or when it was never `heard` but only
    guessed, the likeliest wins; in doubt the guess, then `es`.
    """
    words = _WORD.findall(_NOT_WORDS.sub(" ", text[:1000]))
    if previous not in LANGUAGES or not heard:
        likely = _detect(words)
        if previous in LANGUAGES:
            likely[previous] += A_GUESS
        return _best(_hints(words), likely)
    content = [word for word in words if fold(word) not in _PARTICLES]
    if _reads_as_name(content):
        return previous
    hints = _hints(content)
    if len(words) < ENOUGH_WORDS:
        return _from_few_words(content, hints) or previous
    detected = _detect(words)
    best = _best(hints, detected)
    against = sum(detected.values()) - 2 * detected[previous]
    if hints[best] - hints[previous] >= OWN_WORD:
        against = max(0.0, against)
    lead = hints[best] - hints[previous] + against
    return best if lead >= ENOUGH_TO_SWITCH else previous


def _hints(words: list[str]) -> dict[str, float]:
    """One point for every word that only one language has, fractions for words that two share."""
    points = dict.fromkeys(LANGUAGES, 0.0)
    for word in words:
        for language, share in hint_language(word).items():
            points[language] += share * share
    return points


def _detect(words: list[str]) -> dict[str, float]:
    """The detector's points; the longer the text, the more it may say."""
    points = dict.fromkeys(LANGUAGES, 0.0)
    detector = _detectors().create()
    detector.append(" ".join(words).lower())
    with suppress(LangDetectException):
        for guess in detector.get_probabilities():
            points[guess.lang] = DETECTOR_POINTS * guess.prob * min(1, len(words) / WORDS_FOR_ALL_POINTS)
    return points


def _best(hints: dict[str, float], detected: dict[str, float]) -> str:
    second, first = sorted(LANGUAGES, key=hints.__getitem__)[1:]
    if hints[first] - hints[second] >= OWN_WORD:
        return first
    return max(LANGUAGES, key=lambda language: (hints[language] + detected[language], language == DEFAULT))


def _reads_as_name(content: list[str]) -> bool:
    capitals = [word for word in content if word[0].isupper() and not word.isupper()]
    return len(content) > 1 and len(capitals) == len(content)


def _from_few_words(content: list[str], hints: dict[str, float]) -> str | None:
    """The language of "bom dia" or "hello"; other lone words are said in every language."""
    if len(content) < 2:
        return _GREETINGS.get(fold(content[0])) if content else None
    second, first = sorted(LANGUAGES, key=hints.__getitem__)[1:]
    sure = hints[first] - hints[second] >= 1 and all(hint_language(word)[first] for word in content)
    return first if sure else None


@cache
def _detectors() -> DetectorFactory:
    """langdetect limited to our languages, with a fixed seed: the same text always gives the same answer."""
    profiles = Path(langdetect.__file__).parent / "profiles"
    factory = DetectorFactory()
    factory.load_json_profile([(profiles / language).read_text(encoding="utf-8") for language in LANGUAGES])
    factory.set_seed(0)
    return factory
