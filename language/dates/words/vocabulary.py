"""The form of the tables of words: kind -> meaning -> phrases."""

from __future__ import annotations

from collections.abc import Mapping

Meaning = int | str
Vocabulary = Mapping[str, Mapping[Meaning, str]]
