"""YAML files with the line of everything in them.

Scalars stay as they are written, so that ``NO`` is Norway, ``08:30`` a time and ``72.10`` exact; specs give them types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Place = tuple[str | int, ...]
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a catalogue."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


@dataclass(slots=True)
class Source:
    """One file: its content, the line of each place in it, and the mistakes found in it."""

    file: str
    content: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """The line of the place, or of what it would stand in."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def report(self, place: Place, text: str) -> None:
        """Notes a mistake."""
        self.problems.append(Problem(self.file, self.line(place), text))


def read_source(path: Path, *, required: bool) -> Source:
    """Reads a file; what cannot be read is reported in the source, never raised."""
    source = Source(path.name)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=LOADER)
    except FileNotFoundError:
        if required:
            source.report((), "the file is missing")
    except UnicodeDecodeError:
        source.report((), "the file is not in UTF-8")
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        source.problems.append(Problem(source.file, line, f"not YAML: {error.problem or error.context}"))
    except yaml.YAMLError as error:
        source.report((), f"not YAML: {error}")
    else:
        source.content = None if node is None else _content(source, node, ())
    return source


def _content(source: Source, node: yaml.Node, place: Place) -> Any:
    source.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_content(source, item, (*place, number)) for number, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        content: dict[str, Any] = {}
        for key, value in node.value:
            here = (*place, str(key.value))
            if here in source.lines:
                source.problems.append(
                    Problem(source.file, key.start_mark.line + 1, f"{key.value} stands here twice")
                )
            source.lines[here] = key.start_mark.line + 1
            content[str(key.value)] = _content(source, value, here)
        return content
    return node.value
