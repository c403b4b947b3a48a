"""The training examples, ours and the operator's, with the file and line they stand on, so that a finding can be acted on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

NLU_DATA = Path("nlu_data")
KNOWLEDGE = "knowledge.yml"
LANGUAGES = ("es", "en", "pt")


class Example(NamedTuple):
    """One sentence, its intent and its language, and where it stands."""

    text: str
    intent: str
    language: str
    path: Path
    line: int

    @property
    def place(self) -> str:
        """`file:line`, as editors and terminals understand it."""
        return f"{self.path}:{self.line}"


class UnreadableFile(ValueError):
    """A file of examples is not what Rasa reads; the message names file and line."""


def example_files(root: Path = NLU_DATA) -> list[Path]:
    """The files of examples, in a fixed order."""
    return [path for language in LANGUAGES for path in sorted((root / language).glob("*.yml"))]


def read_file(path: Path) -> Iterator[Example]:
    """The examples of one file, the folder's name as their language; raises `UnreadableFile`."""
    for block in _blocks(path, _read(path)):
        yield from _examples(path, block)


def read_examples(root: Path = NLU_DATA) -> list[Example]:
    """Every example of every language; raises `UnreadableFile`."""
    return [example for path in example_files(root) for example in read_file(path)]


def read_knowledge(path: Path) -> Iterator[Example]:
    """The questions of a catalogue's `knowledge.yml`, as the examples they become; raises `UnreadableFile`.

    What is not written as the catalogue wants it is passed over: the catalogue's own checks tell it.
    """
    document = _read(path)
    for entry in document.value if isinstance(document, SequenceNode) else []:
        topic = _field(entry, "topic")
        intent = f"ask_{topic.value if isinstance(topic, ScalarNode) else 'knowledge'}"
        for language in LANGUAGES:
            asked = _field(_field(entry, "questions"), language)
            for question in asked.value if isinstance(asked, SequenceNode) else []:
                if isinstance(question, ScalarNode):
                    yield Example(question.value, intent, language, path, question.start_mark.line + 1)


def _read(path: Path) -> Node | None:
    try:
        return yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark or error.context_mark).line + 1
        raise UnreadableFile(f"{path}:{line}: this is not YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{path}:1: this is not YAML in UTF-8: {error}") from error


def _blocks(path: Path, document: Node | None) -> list[Node]:
    blocks = _field(document, "nlu")
    if not isinstance(blocks, SequenceNode):
        line = document.start_mark.line + 1 if document else 1
        raise UnreadableFile(
            f'{path}:{line}: the file must have a list "nlu:" of intents with their examples'
        )
    return list(blocks.value)


def _examples(path: Path, block: Node) -> Iterator[Example]:
    intent, examples = _field(block, "intent"), _field(block, "examples")
    where = f"{path}:{block.start_mark.line + 1}"
    if not isinstance(intent, ScalarNode) or not intent.value:
        raise UnreadableFile(f'{where}: every block begins with "- intent: " and a name')
    if not isinstance(examples, ScalarNode) or examples.style != "|":
        raise UnreadableFile(
            f'{where}: the intent {intent.value} needs "examples: |" and its sentences below it'
        )
    for offset, line in enumerate(examples.value.splitlines(), start=examples.start_mark.line + 2):
        if not line.startswith("- "):
            raise UnreadableFile(f'{path}:{offset}: an example begins with "- ", here stands {line!r}')
        yield Example(line[2:], intent.value, path.parent.name, path, offset)


def _field(node: Node | None, name: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((value for key, value in node.value if key.value == name), None)
