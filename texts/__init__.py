"""Every sentence a person reads: one YAML file per language, beside this module.

``say("es", "quote.total", total="USD 1,200.00")`` returns the sentence; a missing key or value raises.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("es", "en", "pt")
DEFAULT_LANGUAGE = "es"


class TextMissing(KeyError):
    """No text stands under this key in this language."""


@cache
def catalogue(language: str) -> dict[str, Any]:
    """The whole tree of texts of one language."""
    path = Path(__file__).with_name(f"{language}.yml")
    tree: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tree


def subtree(language: str, key: str) -> Any:
    """What stands under a dotted key: a sentence, a list or a tree."""
    node: Any = catalogue(language if language in LANGUAGES else DEFAULT_LANGUAGE)
    for part in key.split("."):
        if not isinstance(node, dict) or part not in node:
            raise TextMissing(f"{language}:{key}")
        node = node[part]
    return node


def say(language: str, key: str, /, **values: object) -> str:
    """The sentence under a dotted key, with its ``{values}`` filled in."""
    sentence = subtree(language, key)
    if not isinstance(sentence, str):
        raise TextMissing(f"{language}:{key}")
    return sentence.format(**values)
