"""The demo catalogue is what a newcomer meets first: whole, checked, in three languages, with a picture for everything."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

import backend.catalogue
from backend.catalogue.loader import Catalogue, load_catalogue
from backend.catalogue.schemas import Kind

DEMO = Path(backend.catalogue.__file__).parent / "demo"


@cache
def demo() -> Catalogue:
    return load_catalogue(DEMO)


def test_it_loads_without_a_finding_and_is_large_enough_to_explore() -> None:
    assert len(demo().destinations) >= 12
    assert len(demo().products) >= 40


def test_every_destination_has_a_package() -> None:
    for place in demo().destinations:
        products = [product for product in demo().products if product.destination == place.code]
        hotels = [product for product in products if product.kind is Kind.HOTEL]
        packed = [product.kind for product in products if product.in_package]
        assert len(hotels) >= 3, place.code
        assert {hotel.stars for hotel in hotels} >= {3, 4, 5}, place.code
        assert packed.count(Kind.TRANSFER) == 1, place.code
        assert packed.count(Kind.TOUR) == 1, place.code


def test_a_tour_of_a_package_runs_every_day_and_takes_people_of_every_age() -> None:
    for tour in (product for product in demo().products if product.kind is Kind.TOUR and product.in_package):
        ages = {age for first, last in tour.age_bands.values() for age in range(first, last + 1)}
        assert len(tour.weekdays) == 7, tour.code
        assert set(range(100)) <= ages, tour.code
        for option in tour.options:
            assert {rate.unit for rate in option.rates} == set(tour.age_bands), tour.code


def test_everything_is_said_in_three_languages() -> None:
    for thing in (*demo().destinations, *demo().products):
        assert len({thing.description.es, thing.description.en, thing.description.pt}) == 3, thing.code
    for product in demo().products:
        lists = product.includes
        assert len(lists.es) == len(lists.en) == len(lists.pt) > 0, product.code


def test_every_picture_exists_and_is_used() -> None:
    shown = {thing.photo for thing in (*demo().destinations, *demo().products)}
    assert {picture.name for picture in (DEMO / "photos").iterdir()} == shown


def test_the_hotels_of_a_destination_do_not_look_alike() -> None:
    for place in demo().destinations:
        photos = [
            product.photo
            for product in demo().products
            if product.kind is Kind.HOTEL and product.destination == place.code
        ]
        assert len(set(photos)) == len(photos), place.code


@pytest.mark.parametrize("picture", sorted((DEMO / "photos").iterdir()), ids=lambda picture: picture.stem)
def test_a_picture_is_small_and_carries_nothing_but_shapes(picture: Path) -> None:
    drawing = ElementTree.parse(picture).getroot()
    assert drawing.get("viewBox") == "0 0 640 400"
    assert picture.stat().st_size < 6_000
    tags = {element.tag.rpartition("}")[2] for element in drawing.iter()}
    links = {value for element in drawing.iter() for key, value in element.items() if key.endswith("href")}
    assert not tags & {"script", "image", "text", "foreignObject", "style", "a"}
    assert all(link.startswith("#") for link in links)
