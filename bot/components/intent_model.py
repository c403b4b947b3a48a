"""The intent model itself, free of Rasa: n-grams of words and letters beside a sentence vector, then one regression.

Each block is brought to a length of its own before they are put side by side: unscaled, the n-grams drown the
vectors. Sentence vectors share a large common part, so they are centred first; the n-grams are sparse and centring
them changed nothing that could be measured.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import skops.io as sio
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.components.embedding_providers import Vectors

# Measured on held-out utterances in three languages: vectors somewhat heavier than both n-gram blocks together.
VECTOR_WEIGHT = 1.5
NGRAM_WEIGHT = 0.5**0.5
# The n-grams' weights; a plain matrix that skops does not know under this name.
OURS = frozenset({"scipy.sparse._csr.csr_matrix"})
_DIGIT = re.compile(r"\d")


class UntrustedModel(ValueError):
    """A model file names types that our own training never writes."""


class IntentModel:
    """Learns intents from texts with their sentence vectors and ranks them for new ones."""

    def __init__(
        self,
        words: TfidfVectorizer,
        letters: TfidfVectorizer,
        centre: Vectors,
        regression: LogisticRegression,
    ) -> None:
        self._words = words
        self._letters = letters
        self._centre = centre
        self._regression = regression

    @classmethod
    def fit(
        cls, texts: Sequence[str], vectors: Vectors, intents: Sequence[str], strength: float
    ) -> IntentModel:
        """Trains on examples; `strength` is the inverse of the regularisation. Needs at least two intents."""
        model = cls(
            words=TfidfVectorizer(
                strip_accents="unicode", ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b"
            ),
            letters=TfidfVectorizer(
                strip_accents="unicode", analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True
            ),
            centre=vectors.mean(axis=0),
            regression=LogisticRegression(C=strength, class_weight="balanced", max_iter=400, random_state=0),
        )
        plain = [_plain(text) for text in texts]
        model._words.fit(plain)
        model._letters.fit(plain)
        model._regression.fit(model._features(texts, vectors), intents)
        return model

    def rank(self, text: str, vector: Vectors) -> list[tuple[str, float]]:
        """Every intent with its probability, likeliest first."""
        probabilities = self._regression.predict_proba(self._features([text], np.atleast_2d(vector)))[0]
        return sorted(
            zip(self._regression.classes_.tolist(), probabilities.tolist(), strict=True), key=lambda p: -p[1]
        )

    def save(self, path: Path) -> None:
        """Writes everything learned to one file, without pickles."""
        parts = {
            "words": self._words,
            "letters": self._letters,
            "centre": self._centre,
            "regression": self._regression,
        }
        sio.dump(parts, path)

    @classmethod
    def read(cls, path: Path) -> IntentModel:
        """Reads what `save` wrote; raises `UntrustedModel` on any other content."""
        unknown = set(sio.get_untrusted_types(file=path)) - OURS
        if unknown:
            raise UntrustedModel(f"{path.name} holds {', '.join(sorted(unknown))}")
        return cls(**sio.load(path, trusted=list(OURS)))

    def _features(self, texts: Sequence[str], vectors: Vectors) -> csr_matrix:
        plain = [_plain(text) for text in texts]
        centred = vectors - self._centre
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        return hstack(
            [
                NGRAM_WEIGHT * self._words.transform(plain),
                NGRAM_WEIGHT * self._letters.transform(plain),
                csr_matrix(VECTOR_WEIGHT * centred / np.where(lengths == 0, 1, lengths)),
            ],
            format="csr",
        )


def _plain(text: str) -> str:
    """One digit is as good as another: "del 10 al 14" and "del 3 al 9" ask for the same thing."""
    return _DIGIT.sub("0", text.lower())
