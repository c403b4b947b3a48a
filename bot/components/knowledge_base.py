"""Which entries of the knowledge base a message comes near to, free of Rasa: its vector beside those of their questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.components.embedding_providers import Vectors


class Near(NamedTuple):
    """An entry's code, and how like its likest question the message is: 1 for the same, 0 for nothing in common."""

    entry: str
    likeness: float


class KnowledgeBase:
    """The questions' vectors, each without what its language's questions share: that says more of language than of meaning."""

    def __init__(self, entries: Sequence[str], vectors: Vectors, centres: Vectors) -> None:
        self._entries = list(dict.fromkeys(entries))
        self._rows = np.array([self._entries.index(entry) for entry in entries], dtype=np.int64)
        self._vectors = vectors
        self._centres = centres

    @classmethod
    def fit(cls, entries: Sequence[str], languages: Sequence[str], vectors: Vectors) -> KnowledgeBase:
        """Of the questions' entries, languages and vectors, in one order."""
        spoken = np.array(languages)
        centres = [vectors[spoken == language].mean(axis=0) for language in sorted(set(languages))]
        stacked = np.array(centres, dtype=np.float32).reshape(len(centres), vectors.shape[1])
        return cls(entries, _bare(vectors, stacked), stacked)

    def nearest(self, vector: Vectors, count: int) -> list[Near]:
        """The entries that a message with this vector comes nearest to, nearest first."""
        if not self._entries:
            return []
        likeness = self._vectors @ _bare(np.atleast_2d(vector), self._centres)[0]
        best = np.full(len(self._entries), -1.0)
        np.maximum.at(best, self._rows, likeness)
        order = np.argsort(-best, kind="stable")[:count]
        return [Near(self._entries[i], round(float(np.clip(best[i], 0, 1)), 3)) for i in order]

    def save(self, path: Path) -> None:
        """Writes plain arrays to one file."""
        entries = np.array([self._entries[row] for row in self._rows], dtype=np.str_)
        with path.open("wb") as file:
            np.savez(file, entries=entries, vectors=self._vectors, centres=self._centres)

    @classmethod
    def read(cls, path: Path) -> KnowledgeBase:
        """Reads what `save` wrote; arrays of anything but numbers and words are refused with a ValueError."""
        with np.load(path, allow_pickle=False) as parts:
            return cls(parts["entries"].tolist(), parts["vectors"], parts["centres"])


def _bare(vectors: Vectors, centres: Vectors) -> Vectors:
    """The vectors without the nearest centre, at unit length."""
    distances = (centres**2).sum(axis=1) - 2 * vectors @ centres.T
    bare = vectors - centres[distances.argmin(axis=1)]
    lengths = np.linalg.norm(bare, axis=1, keepdims=True)
    return np.asarray(bare / np.where(lengths == 0, 1, lengths), dtype=np.float32)
