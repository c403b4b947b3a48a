"""Checks the training examples, and the questions of the knowledge base against them: mistakes by file and line.

tools/bot-python -m bot.evaluation.check_data
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

import yaml

from bot.components.places_check import check_places
from bot.evaluation.examples import (
    KNOWLEDGE,
    NLU_DATA,
    Example,
    UnreadableFile,
    example_files,
    read_file,
    read_knowledge,
)

DOMAIN = Path("domain.yml")
PLACES = Path("bot/components/places.yml")
DEMO = "backend/catalogue/demo"
_ANNOTATION = re.compile(r"\]\s*[({]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a line per mistake; 1 where there is any."""
    parser = argparse.ArgumentParser(description="Check the training examples.")
    parser.add_argument("--data", type=Path, default=NLU_DATA, help="the folder with a folder per language")
    parser.add_argument("--domain", type=Path, default=DOMAIN, help="the file that lists the intents")
    catalogue = Path(os.environ.get("CATALOGUE_DIR") or DEMO)
    parser.add_argument("--catalogue", type=Path, default=catalogue, help="the folder of the catalogue")
    parser.add_argument("--places", type=Path, default=PLACES, help="our list of places")
    options = parser.parse_args(arguments)
    known = intents_of(options.domain)
    examples, mistakes = read_all(example_files(options.data), read_file)
    path = options.catalogue / KNOWLEDGE
    questions, unreadable = read_all([path] if path.exists() else [], read_knowledge)
    mistakes += [*find_mistakes(examples, known), *unreadable, *find_contradictions(questions, examples)]
    mistakes += check_places(options.places)
    for mistake in mistakes:
        print(mistake)
    print(
        f"{len(examples)} examples of {len({e.intent for e in examples})} intents, "
        f"{len(questions)} questions of the knowledge base: {_summary(len(mistakes))}"
    )
    return 1 if mistakes or not examples else 0


def intents_of(domain: Path) -> frozenset[str]:
    """The names of the domain's intents."""
    content = yaml.safe_load(domain.read_text(encoding="utf-8"))
    return frozenset(next(iter(i)) if isinstance(i, dict) else i for i in content["intents"])


def read_all(
    paths: Iterable[Path], read: Callable[[Path], Iterator[Example]]
) -> tuple[list[Example], list[str]]:
    """All examples that can be read, and what hinders reading the others."""
    examples: list[Example] = []
    mistakes: list[str] = []
    for path in paths:
        try:
            examples += read(path)
        except UnreadableFile as error:
            mistakes.append(str(error))
    return examples, mistakes


def find_mistakes(examples: Sequence[Example], known: frozenset[str]) -> list[str]:
    """A message for every example that should not be there, in the order of the files."""
    return [
        *(message for example in examples for message in _alone(example, known)),
        *_repeated(examples),
    ]


def find_contradictions(questions: Sequence[Example], examples: Sequence[Example]) -> list[str]:
    """A message for every question of the knowledge base that means something else among the examples.

    The same question among the examples of its own intent is welcome: it teaches the intent, here it finds the answer.
    """
    meaning = {fold(example.text): example for example in examples}
    return [
        f"{question.place}: {question.text!r} means {question.intent} here and {other.intent} at {other.place}"
        for question in questions
        if (other := meaning.get(fold(question.text))) and other.intent != question.intent
    ]


def fold(text: str) -> str:
    """The text without case, accents, punctuation and extra spaces; what is nothing else stays as it is."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = (character for character in decomposed if not unicodedata.combining(character))
    return (
        " ".join("".join(" " if unicodedata.category(c).startswith("P") else c for c in bare).split()) or text
    )


def _alone(example: Example, known: frozenset[str]) -> Iterator[str]:
    if example.intent not in known:
        near = get_close_matches(example.intent, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else "; the intents stand in domain.yml"
        yield f"{example.place}: there is no intent {example.intent}{hint}"
    if not example.text.strip():
        yield f"{example.place}: the example is empty"
    if example.text.startswith("/"):
        yield f"{example.place}: an example is what people write, not a command: {example.text!r}"
    if _ANNOTATION.search(example.text):
        yield f"{example.place}: entities are found by rules, write the sentence plainly: {example.text!r}"


def _repeated(examples: Sequence[Example]) -> Iterator[str]:
    first: dict[str, Example] = {}
    in_language: dict[tuple[str, str], Example] = {}
    for example in examples:
        text = fold(example.text)
        before = first.setdefault(text, example)
        same_language = in_language.setdefault((example.language, text), example)
        if before.intent != example.intent:
            yield (
                f"{example.place}: {example.text!r} means {example.intent} here and {before.intent} at {before.place}"
            )
        elif same_language is not example:
            yield f"{example.place}: {example.text!r} stands already at {same_language.place}"


def _summary(mistakes: int) -> str:
    return "no mistakes" if not mistakes else "1 mistake" if mistakes == 1 else f"{mistakes} mistakes"


if __name__ == "__main__":
    sys.exit(main())
