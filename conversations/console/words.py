"""Words as the database's index has them (`words_of`): whole ones, and the beginning of the last."""

from __future__ import annotations

from typing import Final

from conversations.rules import clean

LONGEST: Final = 100
"""Characters of a search."""
SHOWN: Final = 160
# As the function words_of of the migration 0010.
_PLAIN: Final = str.maketrans("áàâãäéèêëíìîïóòôõöúùûüñç", "aaaaaeeeeiiiiooooouuuunc")
MATCHING: Final = """
    SELECT named.id FROM contacts JOIN conversations AS named ON named.contact_id = contacts.id
        WHERE words_of(contacts.name) @@ to_tsquery('simple', :words)
    UNION SELECT conversation_id FROM messages WHERE words_of(text) @@ to_tsquery('simple', :words)
"""
"""The ids of conversations whose traveller is called so or where it was said."""


def plain(text: str) -> str:
    """The same text in lower case without accents, letter by letter."""
    return text.lower().translate(_PLAIN)


def query_of(typed: str) -> str | None:
    """What PostgreSQL's `to_tsquery` looks for; None where nothing was typed. Whatever was typed is only words."""
    words = ["".join(c for c in word if c not in "'\\") for word in plain(clean(typed))[:LONGEST].split()]
    quoted = [f"'{word}'" for word in words if any(c.isalnum() for c in word)]
    return f"{' & '.join(quoted)}:*" if quoted else None


def excerpt(text: str, typed: str) -> str:
    """At most `SHOWN` characters of a text, with the first word that was typed among them."""
    line = " ".join(text.split())
    if len(line) <= SHOWN:
        return line
    folded, words = plain(line), plain(typed).split()
    places = [place for place in (folded.find(word) for word in words) if place >= 0]
    start = max(0, min(places, default=0) - SHOWN // 4)
    end = min(len(line), start + SHOWN - 2)
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"
