"""Embeddings kept on disk between trainings: a new example costs one embedding, not thousands."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from bot.components.embedding_providers import EmbeddingProvider, Vectors

BATCH = 64
WORTH_SHOWING = 4 * BATCH


def embed_with_cache(provider: EmbeddingProvider, texts: Sequence[str], folder: Path) -> Vectors:
    """One row per text, computing only what `folder` does not hold yet, with a progress bar when that takes time."""
    path = folder / f"{provider.name.replace('/', '_')}.npz"
    known = _read(path)
    missing = sorted({text for text in texts if _digest(text) not in known})
    if missing:
        known.update(zip(map(_digest, missing), _embed_in_batches(provider, missing), strict=True))
        _write(path, known)
    return np.vstack([known[_digest(text)] for text in texts])


def _embed_in_batches(provider: EmbeddingProvider, texts: Sequence[str]) -> Iterable[Vectors]:
    with tqdm(
        total=len(texts), desc="Embedding", unit="text", mininterval=1, disable=len(texts) < WORTH_SHOWING
    ) as progress:
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            yield from provider.embed(batch)
            progress.update(len(batch))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _read(path: Path) -> dict[str, Vectors]:
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as stored:
        return dict(zip(stored["digests"].tolist(), stored["vectors"], strict=True))


def _write(path: Path, known: dict[str, Vectors]) -> None:
    """Replaces the file in one step, so that a training cut short never leaves half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".npz")
    with os.fdopen(handle, "wb") as file:
        np.savez(file, digests=np.array(list(known)), vectors=np.vstack(list(known.values())))
    Path(name).replace(path)
