"""Whatever is written: no exception, spans inside the text, values that JSON can carry, bounded time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.budget import find_budget
from language.choices import find_choice, read_choice_answer
from language.contact import find_email, find_name, find_phone
from language.dates.reading import DateRange, read_dates
from language.dates.spotting import find_dates
from language.identify import hint_language
from language.mention import Mention
from language.normalise import fold
from language.numbers import read_number
from language.party import find_ages, find_party, read_ages_answer, read_party_answer
from language.reference import find_reference
from language.stars import find_stars

TODAY = date(2026, 11, 24)
WORDS = [
    "el",
    "la",
    "de",
    "del",
    "al",
    "a",
    "5",
    "9",
    "31",
    "10",
    "14",
    "2027",
    "04/01",
    "5/9",
    "mayo",
    "may",
    "julho",
    "viernes",
    "segunda",
    "next",
    "week",
    "semana",
    "santa",
    "fin de",
    "weekend",
    "que viene",
    "noches",
    "nights",
    "dias",
    "2",
    "un",
    "niño",
    "de 8",
    "años",
    "adultos",
    "pessoas",
    "somos",
    "para",
    "for",
    "con",
    "mi esposa",
    "y",
    "e",
    "and",
    "yo",
    "hotel",
    "4",
    "estrellas",
    "*",
    "opción",
    "the",
    "second",
    "one",
    "más",
    "barato",
    "mañana",
    "por la",
    "hasta",
    "until",
    "from",
    "entre",
    "quincena",
    "primera",
    "Réveillon",
    ",",
    "-",
    ".",
    "(",
    ")",
    "/",
    "3a",
    "años,",
    "una",
    "hace",
    "ago",
    "later",
    "más tarde",
    "same",
    "dates",
    "baby",
    "bebé",
    "casal",
    "K7PQ2M",
    "+51 987654321",
    "ana@x.com",
    "me llamo",
    "soy",
    "in",
    "en",
    "em",
    "1º",
    "the 3rd",
    "menos de",
    "max",
    "mil",
    "2 millones",
    "dólares",
    "R$",
    "3.000,50",
    "por persona",
    "a night",
]
texts = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=14).map("".join),
)
languages = st.sampled_from(["es", "en", "pt", ""])
FINDERS: list[Callable[[str, str], Mention | None]] = [
    find_party,
    find_ages,
    find_budget,
    find_stars,
    find_choice,
    find_email,
    find_phone,
    lambda text, language: find_reference(text),
]


@settings(max_examples=300, deadline=None)
@given(texts, languages)
def test_every_mention_lies_inside_the_text(text: str, language: str) -> None:
    mentions = [found for find in FINDERS if (found := find(text, language))] + find_dates(text, language)
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        json.dumps(mention.value)


@settings(max_examples=300, deadline=None)
@given(texts, languages)
def test_dates_are_in_order_and_apart(text: str, language: str) -> None:
    ends = 0
    for mention in find_dates(text, language):
        assert mention.start >= ends
        ends = mention.end


@settings(max_examples=300, deadline=None)
@given(
    texts,
    languages,
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.booleans(),
    st.sampled_from(
        [
            None,
            DateRange(TODAY, TODAY),
            DateRange(date(2027, 5, 1), date(2027, 5, 31)),
            DateRange(date(2027, 5, 10), date(2027, 5, 14)),
        ]
    ),
    st.sampled_from([None, "PE", "BR", "XX"]),
)
def test_a_reading_without_a_problem_can_be_travelled(
    text: str, language: str, today: date, expects_end: bool, known: DateRange | None, country: str | None
) -> None:
    reading = read_dates(text, language, today=today, known=known, expects_end=expects_end, country=country)
    if reading.problem is None and reading.start_on and reading.end_on:
        assert today <= reading.start_on <= reading.end_on
        assert reading.nights == (reading.end_on - reading.start_on).days <= 60
    if reading.alternatives:
        assert reading.start_on is reading.end_on is None
        assert len(set(reading.alternatives)) > 1


@settings(max_examples=200, deadline=None)
@given(texts, languages)
def test_answers_and_hints_are_read_or_refused(text: str, language: str) -> None:
    assert len(fold(text)) == len(text)
    read_number(text, language)
    read_choice_answer(text, language)
    read_ages_answer(text, language)
    party = read_party_answer(text, language)
    assert party is None or set(party) == {"adults", "children", "child_ages", "total"}
    name = find_name(text, language)
    assert name is None or (name == name.strip() and name)
    assert set(hint_language(text)) == {"es", "en", "pt"}


@pytest.mark.parametrize(
    "repeated",
    [
        "1-",
        "1/",
        "1 ",
        "(1",
        "5 de ",
        "el ",
        "un niño de 8 y ",
        "a",
        "1",
        "*",
        "@",
        "a@",
        "a.a",
        " ",
        "más barato o ",
        "primera ",
        "me llamo ",
        "noviembr ",
        "y ",
        "1,",
        "reserva de la ",
        "con mi ",
        "\n",
        "de 5 a 9 de ",
        "mil ",
        "dos mil y ",
        "usd 300 - ",
        "1.000",
        "no quiero más ",
        "menos de : ",
        "booking of the my ",
        "ab 1-",
    ],
)
def test_five_thousand_characters_take_no_time(repeated: str) -> None:
    """A sentence takes less than a millisecond; the bound here only has to tell linear from worse."""
    text = (repeated * 5000)[:5000]
    started = time.process_time()
    for find in FINDERS:
        find(text, "es")
    find_dates(text, "es")
    find_name(text, "es")
    hint_language(text)
    assert time.process_time() - started < 2
