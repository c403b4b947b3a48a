"""The catalogue's names for the bot: Rasa synonyms in all languages, written from the YAML without a database."""

from __future__ import annotations

from pathlib import Path

from backend.catalogue.loader import load_catalogue
from backend.catalogue.specs import NamedSpec

HEAD = """# Written from the catalogue; changes here are lost.
version: "3.1"
nlu:
"""


def write_lookups(catalogue_dir: Path, out_path: Path) -> bool:
    """Writes ``destination:<code>`` and ``product:<code>`` with their names and aliases as Rasa NLU data.

    The file is left alone, and the answer False, when it says the same already. Raises CatalogueInvalid.
    """
    catalogue = load_catalogue(catalogue_dir)
    synonyms = [
        *(_synonym("destination", spec) for spec in catalogue.destinations),
        *(_synonym("product", spec) for spec in catalogue.products),
    ]
    text = HEAD + "".join(synonyms)
    if out_path.exists() and out_path.read_text(encoding="utf-8") == text:
        return False
    out_path.parent.mkdir(parents=True, exist_ok=True)
    out_path.write_text(text, encoding="utf-8")
    return True


def _synonym(noun: str, spec: NamedSpec) -> str:
    names = dict.fromkeys((spec.name.es, spec.name.en, spec.name.pt, *spec.aliases))
    return f"- synonym: {noun}:{spec.code}\n  examples: |\n" + "".join(f"    - {name}\n" for name in names)
