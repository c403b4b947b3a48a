"""The intent model itself, free of Rasa: an example votes for its intent the more, the nearer a text comes to it.

That is kernel ridge regression: a text is compared with every example (sentence vectors, words, letters), and how much
each example's vote counts is solved for in one step. With few examples of many intents it beat a logistic regression
over the same features by three to five points in every language, and trains in seconds (docs/nlu.md has the figures).

The votes become probabilities by one temperature, chosen where the examples themselves are predicted best when each is
left out: ridge regression tells those predictions without training anew.

What is none of our business has examples too, but not of everything: it wins when it is only a `caution`th as likely
as the best other intent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import skops.io as sio
from scipy.linalg.lapack import spotrf, strtri
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.components.embedding_providers import Vectors
from language.normalise import fold
from language.reference import with_codes_alike

# What skops does not know under this name: plain matrices of numbers.
OURS = frozenset({"scipy.sparse._csr.csr_matrix"})
OUT_OF_SCOPE = "out_of_scope"
COMPARISON = ("vector_weight", "word_weight", "letter_weight", "sharpness", "ridge")
# Vectors share a large common part that says little more than the language; taken off, meanings stand out.
CENTRES = 3
# Fewer examples cluster by what they mean, not by their language.
ENOUGH_TO_CLUSTER = 1000
TEMPERATURES = np.geomspace(2, 40, 25)
# Texts compared at once: bounds the memory of a cross-validation.
BATCH = 512
_DIGIT = re.compile(r"\d")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")

Matrix = npt.NDArray[np.float32]


class UntrustedModel(ValueError):
    """A model file names types that our own training never writes."""


class IntentModel:
    """Learns intents from texts with their sentence vectors and ranks them for new ones."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self._parts = dict(parts)

    @classmethod
    def fit(
        cls, texts: Sequence[str], vectors: Vectors, intents: Sequence[str], settings: Mapping[str, float]
    ) -> IntentModel:
        """Trains on examples of at least two intents.

        `settings`: `vector_weight`, `word_weight` and `letter_weight` are the shares of the three comparisons,
        `sharpness` how fast a vote fades with distance, `ridge` how little a single example is believed, `caution`
        how many times worse it is to answer what is `OUT_OF_SCOPE` than to refuse what is not.
        """
        plain = [_plain(text) for text in texts]
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        clusters = CENTRES if len(texts) >= ENOUGH_TO_CLUSTER else 1
        centres = KMeans(clusters, n_init=4, random_state=0).fit(vectors).cluster_centers_.astype(np.float32)
        names = sorted({str(intent) for intent in intents})
        model = cls(
            {
                "settings": {name: float(settings[name]) for name in COMPARISON},
                "words": words,
                "letters": letters,
                "centres": centres,
                "intents": names,
                "known_words": csr_matrix(words.fit_transform(plain).T, dtype=np.float32),
                "known_letters": csr_matrix(letters.fit_transform(plain).T, dtype=np.float32),
                "known_vectors": _bare(vectors, centres),
            }
        )
        model._parts["bias"] = np.array(
            [_bias(name, settings["caution"]) for name in names], dtype=np.float32
        )
        meant = np.searchsorted(names, intents)
        wanted = np.eye(len(names), dtype=np.float32)[meant]
        near = np.empty((len(texts), len(texts)), dtype=np.float32)
        for start in _starts(texts):
            batch = slice(start, start + BATCH)
            near[batch] = model._near(plain[batch], vectors[batch])
        model._solve(near, wanted)
        return model

    def rank(self, text: str, vector: Vectors) -> list[tuple[str, float]]:
        """Every intent with its probability, likeliest first."""
        return self.rank_all([text], np.atleast_2d(vector))[0]

    def votes(self, text: str, vector: Vectors) -> list[tuple[str, float]]:
        """Every intent with its votes, most first: about 1 for an example of it, about 0 for what is like none."""
        votes = self._votes([text], np.atleast_2d(vector))[0]
        return sorted(zip(self._parts["intents"], votes.tolist(), strict=True), key=lambda voted: -voted[1])

    def rank_all(self, texts: Sequence[str], vectors: Vectors) -> list[list[tuple[str, float]]]:
        """The ranking of every text."""
        return [
            sorted(zip(self._parts["intents"], row.tolist(), strict=True), key=lambda ranked: -ranked[1])
            for start in _starts(texts)
            for row in self._probabilities(texts[start : start + BATCH], vectors[start : start + BATCH])
        ]

    def save(self, path: Path) -> None:
        """Writes everything learned to one file, without pickles."""
        sio.dump(self._parts, path)

    @classmethod
    def read(cls, path: Path) -> IntentModel:
        """Reads what `save` wrote; raises `UntrustedModel` on any other content."""
        unknown = set(sio.get_untrusted_types(file=path)) - OURS
        if unknown:
            raise UntrustedModel(f"{path.name} holds {', '.join(sorted(unknown))}")
        return cls(sio.load(path, trusted=list(OURS)))

    def _probabilities(self, texts: Sequence[str], vectors: Vectors) -> Matrix:
        votes = self._votes(texts, vectors)
        return _softmax(self._parts["temperature"] * votes + self._parts["bias"])

    def _votes(self, texts: Sequence[str], vectors: Vectors) -> Matrix:
        near = self._near([_plain(text) for text in texts], vectors)
        return np.asarray(near @ self._parts["weights"] + self._parts["prior"])

    def _near(self, plain: Sequence[str], vectors: Vectors) -> Matrix:
        """How near each text is to each example: 1 for the same, towards 0 for nothing in common."""
        parts, weights = self._parts, self._parts["settings"]
        near = weights["vector_weight"] * (_bare(vectors, parts["centres"]) @ parts["known_vectors"].T)
        for kind in ("word", "letter"):
            features = csr_matrix(parts[f"{kind}s"].transform(plain), dtype=np.float32)
            near += weights[f"{kind}_weight"] * (features @ parts[f"known_{kind}s"]).toarray()
        return np.exp(np.float32(weights["sharpness"]) * (near - 1), dtype=np.float32)

    def _solve(self, near: Matrix, wanted: Matrix) -> None:
        """Finds the votes' weights and the temperature; `near` is overwritten."""
        near[np.diag_indices_from(near)] += self._parts["settings"]["ridge"]
        prior = wanted.mean(axis=0)
        root = _inverse_root(near)
        weights = root.T @ (root @ (wanted - prior))
        left_out = wanted - weights / np.einsum("ij,ij->j", root, root)[:, None]
        self._parts |= {"weights": weights, "prior": prior, "temperature": _temperature(left_out, wanted)}


def _inverse_root(matrix: Matrix) -> Matrix:
    """The triangle whose transpose times itself is the inverse of a symmetric positive matrix.

    Found in the matrix's place: it has a row per example, and memory is dear. Most of a training's time goes here, so
    the inverse itself is never multiplied out.
    """
    factor, failed = spotrf(matrix.T, lower=True, clean=True, overwrite_a=True)
    if failed:
        raise ValueError("The examples cannot be told apart: `ridge` is too small")
    root, _ = strtri(factor, lower=True, overwrite_c=True)
    return np.asarray(root)


def _temperature(left_out: Matrix, wanted: Matrix) -> float:
    """The one that makes what was meant likeliest."""
    losses = [-np.log((_softmax(t * left_out) * wanted).sum(axis=1) + 1e-9).mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])


def _softmax(votes: Matrix) -> Matrix:
    raised = np.exp(votes - votes.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _bias(intent: str, caution: float) -> float:
    return float(np.log(caution)) if intent == OUT_OF_SCOPE else 0.0


def _bare(vectors: Vectors, centres: Vectors) -> Vectors:
    """The vectors without what they share with the nearest centre, at unit length."""
    distances = (centres**2).sum(axis=1) - 2 * vectors @ centres.T
    bare = vectors - centres[distances.argmin(axis=1)]
    lengths = np.linalg.norm(bare, axis=1, keepdims=True)
    return np.asarray(bare / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def _starts(texts: Sequence[str]) -> range:
    return range(0, len(texts), BATCH)


def _plain(text: str) -> str:
    """One digit is as good as another ("del 10 al 14", "del 3 al 9"), and "holaaaa" is "hola"."""
    return _DRAWN_OUT.sub(r"\1", _DIGIT.sub("0", fold(with_codes_alike(text))))
