"""What the training examples' words tell about names: which are words of the language, and which never are names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from language.normalise import fold

ORDINARY_FROM = 2
"""A word that two examples use is a word of the language, not a slip of the pen."""
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?¿¡:])[^\w.!?:]*$")


def ordinary_words(texts: Iterable[str]) -> list[str]:
    """Folded words that at least `ORDINARY_FROM` examples use."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(_WORD.findall(fold(text))))
    return sorted(word for word, count in counts.items() if count >= ORDINARY_FROM)


def words_without_capital(texts: Iterable[str]) -> list[str]:
    """Folded words that are used in lower case and never with a capital inside a sentence: "sale", not "Salta"."""
    small: Counter[str] = Counter()
    capital: set[str] = set()
    for text in texts:
        for word in _WORD.finditer(text):
            if word[0].islower():
                small[fold(word[0])] += 1
            elif word[0].istitle() and not _SENTENCE_BEGINS.search(text[: word.start()]):
                capital.add(fold(word[0]))
    return sorted(word for word, count in small.items() if count >= ORDINARY_FROM and word not in capital)
