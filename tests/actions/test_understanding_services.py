"""Services and kinds of trips, heard in passing."""

from __future__ import annotations

from typing import Any

import pytest

from actions.understanding import NamedProduct
from actions.understanding.services import adjusted, changes_services, nights_said, standing
from tests.actions.hearing import COUPLE, MAY, heard, party

KNOWN = {"destination": "cusco", "travel_dates": MAY, "party": COUPLE, "child_ages": []}


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("cotizar Cusco sin traslado", {"extra": [], "without": ["transfer"]}),
        ("hotel en Lima con traslado", {"extra": ["transfer"], "without": []}),
        ("a trip to Cusco, no tours", {"extra": [], "without": ["tour"]}),
        ("Rio sem passeios nem traslado", {"extra": [], "without": ["transfer", "tour"]}),
    ],
)
def test_a_wish_says_what_comes_along_and_what_does_not(text: str, services: dict[str, Any]) -> None:
    assert heard(text, "request_quote")["services"] == services


def test_the_newest_word_on_a_service_counts() -> None:
    first = adjusted(None, leave_out=["transfer"])
    assert adjusted(first, add=["transfer"]) == {"extra": ["transfer"], "without": []}


def test_in_another_place_kinds_stand_and_products_do_not() -> None:
    services = {"extra": ["city-tour"], "without": ["transfer"]}
    changes = heard("mejor Lima", "change_trip", known=KNOWN | {"services": services}, destination="lima")
    assert changes["services"] == {"extra": [], "without": ["transfer"]}
    assert standing({"extra": ["city-tour"], "without": []}) is None


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("agrega un traslado", "add"),
        ("incluye el tour", "add"),
        ("no quiero el tour", "remove"),
        ("tira o passeio", "remove"),
        ("only the hotel", "remove"),
        ("no quiero ese hotel", None),
        ("¿y si somos 6?", None),
    ],
)
def test_more_and_less_are_told_apart(text: str, change: str | None) -> None:
    assert changes_services(text, named=False) == change


def test_a_tour_added_to_a_trip_does_not_replace_it() -> None:
    tour = NamedProduct("valle", "cusco", "tour")
    changes = heard("agrega el valle sagrado", "search_tour", known=KNOWN, product=tour)
    assert "product" not in changes
    assert "interest" not in changes


def test_another_trip_with_a_transfer_is_a_trip() -> None:
    changes = heard("cotizar Lima incluyendo traslado", "request_quote", known=KNOWN, destination="lima")
    assert changes["destination"] == "lima"
    assert changes["services"] == {"extra": ["transfer"], "without": []}


@pytest.mark.parametrize(
    ("text", "language", "nights"),
    [
        ("agrega una noche", "es", 1),
        ("dos noches más", "es", 2),
        ("one more night", "en", 1),
        ("mais três noites", "pt", 3),
        ("agrega un tour", "es", None),
    ],
)
def test_nights_are_counted(text: str, language: str, nights: int | None) -> None:
    assert nights_said(text, language) == nights


@pytest.mark.parametrize(
    ("text", "intent", "interest"),
    [
        ("hotel Lima 4 estrellas 2 adultos 10 al 12 de mayo", "inform", "hotel"),
        ("busco hospedaje en Lima", "search_trip", "hotel"),
        ("hola, necesito un hotel en Lima", "inform", "hotel"),
        ("hotel in Lima for two", "inform", "hotel"),
        ("quero um hotel em Lima", "request_quote", "hotel"),
        ("Lima para 2 del 10 al 12 de mayo, hotel 4 estrellas", "request_quote", None),
        ("hotel con tours en Lima", "request_quote", None),
    ],
)
def test_a_message_that_begins_with_a_hotel_is_about_one(
    text: str, intent: str, interest: str | None
) -> None:
    assert heard(text, intent, party=party(2)).get("interest") == interest


def test_comparing_names_products_without_choosing_them() -> None:
    inti = NamedProduct("inti", "cusco", "hotel")
    assert "product" not in heard("compara el Inti con la Posada", "compare_options", product=inti)
