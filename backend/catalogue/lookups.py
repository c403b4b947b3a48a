"""The catalogue's names and questions for the bot, as Rasa NLU data, written from the YAML without a database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from backend.catalogue.knowledge import KnowledgeSpec
from backend.catalogue.loader import load_catalogue
from backend.catalogue.specs import NamedSpec

HEAD = """# Written from the catalogue; changes here are lost.
version: "3.1"
nlu:
"""


def write_lookups(catalogue_dir: Path, folder: Path) -> bool:
    """Writes what the bot learns from a catalogue to files of the folder, and tells whether any of them changed.

    ``catalogue.yml`` has the names and aliases of ``destination:<code>`` and ``product:<code>`` as synonyms,
    ``knowledge.yml`` the questions of the knowledge base as examples that carry their entry's code; without such
    questions there is no such file. Raises CatalogueInvalid.
    """
    catalogue = load_catalogue(catalogue_dir)
    synonyms = [
        *(_synonym("destination", spec) for spec in catalogue.destinations),
        *(_synonym("product", spec) for spec in catalogue.products),
    ]
    changed = _write(folder / "catalogue.yml", HEAD + "".join(synonyms))
    return _write(folder / "knowledge.yml", _questions(catalogue.knowledge)) or changed


def _write(path: Path, text: str) -> bool:
    if (path.read_text(encoding="utf-8") if path.exists() else "") == text:
        return False
    if text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink()
    return True


def _synonym(noun: str, spec: NamedSpec) -> str:
    names = dict.fromkeys((spec.name.es, spec.name.en, spec.name.pt, *spec.aliases))
    return f"- synonym: {noun}:{spec.code}\n  examples: |\n" + "".join(f"    - {name}\n" for name in names)


def _questions(knowledge: Sequence[KnowledgeSpec]) -> str:
    blocks = [
        {"intent": spec.intent, "examples": [_example(spec.code, text) for *_, text in spec.sentences()]}
        for spec in knowledge
    ]
    if not blocks:
        return ""
    return HEAD + yaml.safe_dump(blocks, allow_unicode=True, sort_keys=False, width=1000)


def _example(code: str, text: str) -> dict[str, Any]:
    return {"text": text, "metadata": {"entry": code}}
