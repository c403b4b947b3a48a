"""Whatever arrives, the whole trained understanding answers: no exception, and never much longer than for any text."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.evaluation.understanding import Understanding, Understood
from bot.turn_request import LONGEST_TEXT

MODEL = Path("var/models/assistant.tar.gz")
# What people send: words of three languages, digits, signs, emoji, tags, and what is written from right to left.
SCRAPS = st.sampled_from(
    [
        "quiero ir a Cusco", "do 10 ao 14 de maio", "2 adults and a child of 8", "até R$ 3.000", "reserva K7PQ2M",
        "ana@example.com", "+51 984 123 456", "¿", "🏝️", "👨‍👩‍👧‍👦", "\u202eoterceS", "مرحبا أريد السفر", "שלום", "你好", "\u200b",
        "\x00", "\x1b[31m", "{}", "/book", "<b>", "DROP TABLE", "%s", "\\", "'", "31/02", "0/0/0", "99999999999999999999",
        "1" * 40, "a " * 30, "de " * 30, "5-5-5-5-5-5", "ñ", "n\u0303", "İ", "ß", "ﬁ", "½", "٣", "Ⅻ",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(SCRAPS, st.text(max_size=12)), max_size=25).map(" ".join),
)
# How much dearer than an ordinary text the longest one may be; seconds would depend on the machine.
DEARER = 50


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    """The model as it is served."""
    return Understanding.load(MODEL)


def test_every_text_is_understood_as_something(understanding: Understanding) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(TEXTS)
    def understood(text: str) -> None:
        meant: Understood = understanding.understand(text)
        assert meant.intent
        assert all(0 <= span.start <= span.end <= len(text) for span in meant.spans)

    understood()


@pytest.mark.parametrize("question", ["¿cómo va mi reserva {}?", "how is my booking {} going?"])
def test_the_letters_of_a_code_do_not_sway_what_is_asked(understanding: Understanding, question: str) -> None:
    asked = [
        understanding.understand(question.format(code)) for code in ("XME9E8", "H8TT4W", "A2BEER", "9QZ7RB")
    ]
    assert {meant.intent for meant in asked} == {"booking_status"}
    assert len({meant.confidence for meant in asked}) == 1


@pytest.mark.parametrize(
    "kind",
    ["a", "1", " ", "\n", "9 de ", "1/1 ", "2 adultos y ", "de Lima a ", "@", ".", "🏝", "\u202e", "\u0301", "aeiou ", "5-", "USD 5,"],
)  # fmt: skip
def test_the_longest_text_takes_a_bounded_time(
    understanding: Understanding, ordinary: float, kind: str
) -> None:
    longest = (kind * LONGEST_TEXT)[:LONGEST_TEXT]
    assert _seconds(understanding, longest) < DEARER * ordinary


@pytest.fixture(scope="module")
def ordinary(understanding: Understanding) -> float:
    """What a text of everyday length takes that was not seen before."""
    texts = [f"quiero ir a Cusco del {day} al 14 de mayo con mi esposa y 2 niños" for day in range(2, 12)]
    return statistics.median(_seconds(understanding, text) for text in texts)


def _seconds(understanding: Understanding, text: str) -> float:
    """Of one processor core, so that what else the machine does makes no difference."""
    start = time.process_time()
    understanding.understand(text)
    return time.process_time() - start
