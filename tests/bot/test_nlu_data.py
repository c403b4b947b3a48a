"""The training examples: complete in every language, and each with one meaning only."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("es", "en", "pt")
FAMILIES = ("journey", "questions", "talk")
# Utterances of other people, kept beside the repository only to measure with; may be absent.
MEASURING = ROOT.parent / "shared" / "data" / "dev"


class Example(NamedTuple):
    """One sentence and what it means."""

    language: str
    family: str
    intent: str
    text: str


def fold(text: str) -> str:
    """The text without case, accents, punctuation and extra spaces; emojis and signs stay, as does bare punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = (character for character in decomposed if not unicodedata.combining(character))
    words = "".join(" " if unicodedata.category(c).startswith("P") else c for c in bare).split()
    return " ".join(words) or text


def read_examples() -> Iterator[Example]:
    """Every example of every language, in the order of the files."""
    for language in LANGUAGES:
        for family in FAMILIES:
            content = yaml.safe_load(
                (ROOT / "nlu_data" / language / f"{family}.yml").read_text(encoding="utf-8")
            )
            assert content["version"] == "3.1"
            for block in content["nlu"]:
                for line in block["examples"].splitlines():
                    assert line.startswith("- "), f"{language}/{family}.yml, {block['intent']}: {line!r}"
                    yield Example(language, family, block["intent"], line[2:])


def promised_intents() -> dict[str, set[str]]:
    """The intents by family that the architecture promises to the other rooms."""
    section = (
        (ROOT / "docs" / "architecture.md")
        .read_text(encoding="utf-8")
        .split("## Intents")[1]
        .split("\n## ")[0]
    )
    paragraphs = {
        line.split(":")[0].lower(): line for line in section.splitlines() if re.match(r"\w+: `", line)
    }
    return {family: set(re.findall(r"`([a-z_]+)`", line)) for family, line in paragraphs.items()}


EXAMPLES = tuple(read_examples())
# What the app tells the bot by a payload and nobody ever says.
UNSAID = {"nlu_fallback", "agent_handed_back"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", FAMILIES)
def test_each_file_has_exactly_the_intents_of_its_family(language: str, family: str) -> None:
    found = {e.intent for e in EXAMPLES if (e.language, e.family) == (language, family)}
    assert found == promised_intents()[family]


def test_the_domain_knows_the_intents_that_the_examples_teach() -> None:
    domains = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in ROOT.glob("domain.yml")]
    taught = {e.intent for e in EXAMPLES}
    for domain in domains:
        names = {next(iter(intent)) if isinstance(intent, dict) else intent for intent in domain["intents"]}
        assert names - UNSAID == taught


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_many_intents_and_enough_examples_of_each(language: str) -> None:
    counts = Counter(e.intent for e in EXAMPLES if e.language == language)
    assert len(counts) >= 35
    assert {intent: count for intent, count in counts.items() if count < 20} == {}


def test_no_sentence_has_two_meanings_in_any_language() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for example in EXAMPLES:
        meanings[fold(example.text)].add(example.intent)
    assert {text: intents for text, intents in meanings.items() if len(intents) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_example_is_written_twice(language: str) -> None:
    counts = Counter(fold(e.text) for e in EXAMPLES if e.language == language)
    assert [text for text, count in counts.items() if count > 1] == []


def test_examples_are_plain_sentences_without_annotations_or_commands() -> None:
    strange = [
        e for e in EXAMPLES if not e.text.strip() or e.text.startswith("/") or re.search(r"\]\s*[({]", e.text)
    ]
    assert strange == []


def test_nothing_is_trained_on_that_the_bot_is_measured_with() -> None:
    """One or two words ("yes please", "hola") are everybody's; only sentences count as copied."""
    measured = {
        fold(json.loads(line)["text"])
        for path in MEASURING.glob("utterances_*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    copied = {e.text for e in EXAMPLES if fold(e.text) in measured and len(fold(e.text).split()) > 2}
    assert copied == set()
