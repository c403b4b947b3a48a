"""Folded texts keep their places; tokens carry them."""

from __future__ import annotations

import pytest

from language.normalise import fold
from language.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Mañana POR la mañana", "manana por la manana"),
        ("Réveillon, até amanhã!", "reveillon, ate amanha!"),
        ("10–14 “mayo”", '10-14 "mayo"'),
        ("İstanbul ½ ß", "istanbul ½ ß"),
        ("", ""),
    ],
)
def test_folding_drops_case_and_accents_and_keeps_the_length(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(fold(text)) == len(text)


def test_accents_that_are_characters_of_their_own_do_not_split_a_word() -> None:
    decomposed = "man\u0303ana"
    assert [token.text for token in tokenise(decomposed)] == ["manana"]
    assert tokenise(decomposed)[0].end == len(decomposed)


def test_tokens_are_words_numbers_and_signs_with_their_places() -> None:
    tokens = tokenise("We're 10-14 pax")
    assert [token.text for token in tokens] == ["we", "re", "10", "-", "14", "pax"]
    assert [token.glued for token in tokens] == [False, False, False, True, True, False]
    assert tokens[2].start == 6
