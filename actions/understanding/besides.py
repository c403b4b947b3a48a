"""What a message asks beside its main thing, heard by the words of ``besides.yml``, which an operator can extend."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.intents import HEARD_ALONE, NO_QUESTION_BESIDES, QUESTIONS

# More would be an essay; what is left out can be asked again.
MOST_QUESTIONS = 2
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*")


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of one language: where messages come apart, what asks, accepts, wishes for a trip; the questions."""

    joint: re.Pattern[str]
    asking: re.Pattern[str]
    accepting: re.Pattern[str]
    wish: re.Pattern[str]
    questions: dict[str, re.Pattern[str]]


def asked_besides(text: str, language: str, main_intent: str) -> list[str]:
    """The questions (intents) that a message of several parts asks besides ``main_intent``, in their order."""
    if text.startswith("/") or main_intent in HEARD_ALONE or main_intent in NO_QUESTION_BESIDES:
        return []
    cues = _cues(language)
    parts = _parts(text, cues)
    if len(parts) < 2:
        return []
    found: list[tuple[int, str]] = []
    for place, part in enumerate(parts):
        if part.endswith("?") or cues.asking.search(part):
            found += [(place, name) for name, cue in cues.questions.items() if cue.search(part)]
    asked = dict.fromkeys(name for _, name in found)
    return [name for name in asked if name != main_intent][:MOST_QUESTIONS]


def wished_besides(text: str, language: str, main_intent: str) -> str | None:
    """What a part of a message whose main thing is a question wishes for: ``book``, a ``trip``, or nothing."""
    if main_intent not in QUESTIONS or text.startswith("/"):
        return None
    cues = _cues(language)
    parts = _parts(text, cues)
    others = [part for part in parts if not any(cue.search(part) for cue in cues.questions.values())]
    if len(parts) < 2:
        return None
    if any(_accepts(part, cues) for part in others):
        return "book"
    return "trip" if any(cues.wish.search(part) for part in others) else None


def says_to_book(text: str, language: str) -> bool:
    """Whether a text says, in one of its parts, that what was quoted is to be booked."""
    cues = _cues(language)
    return not text.startswith("/") and any(_accepts(part, cues) for part in _parts(text, cues))


def questions_known(language: str) -> frozenset[str]:
    """The questions (intents) that a language has words for."""
    return frozenset(_cues(language).questions)


def _accepts(part: str, cues: Cues) -> bool:
    """Whether a part says to book, and does not ask whether one can."""
    rest = cues.accepting.sub("", part)
    return rest != part and not part.endswith("?") and not cues.asking.search(rest)


def _parts(text: str, cues: Cues) -> list[str]:
    """The sentences of a text and their parts, folded; the last part of a sentence keeps its question mark."""
    parts: list[str] = []
    for sentence in _SENTENCE.findall(_fold(text)):
        pieces = [piece.strip(" ,.!;\n") for piece in cues.joint.split(sentence)]
        parts += [piece for piece in pieces if re.search(r"\w", piece)]
    return parts


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one))


@cache
def _cues(language: str) -> Cues:
    path = Path(__file__).with_suffix(".yml")
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))[language]
    joints = "|".join(sorted(said["joints"], key=len, reverse=True))
    return Cues(
        joint=re.compile(rf",?\s+(?:{joints})\s+|,\s+"),
        asking=_any(said["asking"]),
        accepting=_any(said["accepting"]),
        wish=_any(said["wishes"]),
        questions={f"ask_{topic}": _any(words) for topic, words in said["questions"].items()},
    )


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{one})" for one in words))
