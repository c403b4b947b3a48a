"""Every sentence a person reads: one YAML file per language, beside this module.

``say("es", "quote.total", total="USD 1,200.00")`` returns the sentence; a missing key or value raises.
A voice is a language with a form of address: ``es-usted`` says what its own file has and the rest as ``es``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("es", "en", "pt")
DEFAULT_LANGUAGE = "es"
VOICES = ("es-usted",)


class TextMissing(KeyError):
    """No text stands under this key in this language."""


def voice(language: str, form_of_address: str | None) -> str:
    """The voice that speaks a language with a form of address; the language itself where it has no such voice."""
    spoken = f"{language}-{form_of_address}"
    return spoken if spoken in VOICES else language


@cache
def catalogue(voice: str) -> dict[str, Any]:
    """The whole tree of texts of one language or voice."""
    path = Path(__file__).with_name(f"{voice}.yml")
    tree: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    language = voice.partition("-")[0]
    return tree if language == voice else _merged(catalogue(language), tree)


def _merged(tree: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """``tree`` with what ``over`` says instead."""
    return tree | {
        key: _merged(tree[key], value) if isinstance(value, dict) else value for key, value in over.items()
    }


def subtree(language: str, key: str) -> Any:
    """What stands under a dotted key: a sentence, a list or a tree."""
    node: Any = catalogue(language if language in (*LANGUAGES, *VOICES) else DEFAULT_LANGUAGE)
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


def short(language: str, sentence: str) -> str | None:
    """What is said for ``sentence`` where there is little room: the text `x_short` beside the text `x`; None without one."""
    return _shorts(language if language in LANGUAGES else DEFAULT_LANGUAGE).get(sentence)


@cache
def _shorts(language: str) -> dict[str, str]:
    return dict(_pairs(catalogue(language)))


def _pairs(tree: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _pairs(value)
        elif f"{key}_short" in tree:
            yield value, tree[f"{key}_short"]
