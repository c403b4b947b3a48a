"""What the tables of parties in three languages share."""

from __future__ import annotations

from language.party import find_party

# text, adults, children, ages, total
Kind = tuple[str, int | None, int | None, list[int], int | None]


def value_of(text: str, language: str) -> object:
    """The party that is read in a text; there must be one."""
    found = find_party(text, language)
    assert found is not None
    return found.value
