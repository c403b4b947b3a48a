"""Our own examples, each judged by a model that has not seen it nor anything nearly the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from tqdm import tqdm

from bot.components.embedding_cache import embed_with_cache
from bot.components.embedding_providers import Vectors, load_provider
from bot.components.intent_model import IntentModel
from bot.evaluation.check_data import fold
from bot.evaluation.examples import Example
from language.reference import with_codes_alike

FOLDS = 5
# Texts whose sentence vectors lie this close are one text twice ("how much is it", "how much is that?").
NEARLY_THE_SAME = 0.97
_DIGIT = re.compile(r"\d+")


class Judged(NamedTuple):
    """An example and what a model that did not know it made of it."""

    example: Example
    intent: str
    confidence: float


def cross_validate(
    examples: Sequence[Example], embeddings: Mapping[str, Any], settings: Mapping[str, Any]
) -> list[Judged]:
    """Judges every example in one of `FOLDS` folds that keep near repetitions together.

    `embeddings` and `settings` are the components' settings of config.yml.
    """
    texts = [example.text for example in examples]
    provider = load_provider(embeddings["provider"], embeddings.get("options", {}))
    vectors = embed_with_cache(
        provider, [with_codes_alike(text) for text in texts], Path(embeddings["cache_dir"])
    )
    intents = np.array([example.intent for example in examples])
    fold_of = _folds(groups_of(texts, vectors))
    judged: dict[int, Judged] = {}
    for number in tqdm(range(FOLDS), desc="Cross-validating", unit="fold"):
        held, seen = np.flatnonzero(fold_of == number), np.flatnonzero(fold_of != number)
        model = IntentModel.fit([texts[i] for i in seen], vectors[seen], intents[seen].tolist(), settings)
        for index, ranking in zip(held, model.rank_all([texts[i] for i in held], vectors[held]), strict=True):
            judged[int(index)] = Judged(examples[index], *ranking[0])
    return [judged[index] for index in range(len(examples))]


def groups_of(texts: Sequence[str], vectors: Vectors) -> np.ndarray:
    """A number for every text, the same for texts that say nearly the same."""
    same: dict[str, int] = {}
    numbers = [same.setdefault(_DIGIT.sub("0", fold(text)), len(same)) for text in texts]
    left, right = np.nonzero(np.triu(vectors @ vectors.T > NEARLY_THE_SAME, k=1))
    left = np.concatenate([left, np.arange(len(texts))])
    right = np.concatenate([right, np.unique(numbers, return_index=True)[1][numbers]])
    links = coo_matrix((np.ones(len(left)), (left, right)), shape=(len(texts), len(texts)))
    return connected_components(links, directed=False)[1]


def _folds(groups: np.ndarray) -> np.ndarray:
    """A fold for every text; the order of groups is shuffled, always in the same way."""
    return np.random.default_rng(0).integers(FOLDS, size=groups.max() + 1)[groups]
