"""Places that nobody sells: found where they are meant, in three languages, and nowhere else."""

from __future__ import annotations

from time import process_time

import pytest

from bot.components.atlas import Atlas
from bot.components.gazetteer import Gazetteer
from bot.components.mentions import find_mentions
from bot.components.world_places import WorldPlaces


@pytest.mark.parametrize(
    ("language", "text", "name", "country"),
    [
        ("es", "quiero ir a Londres", "Londres", "GB"),
        ("en", "I want to go to London", "London", "GB"),
        ("pt", "quero ir para Londres", "Londres", "GB"),
        ("es", "un hotel en nueva york", "Nueva York", "US"),
        ("pt", "hotel em nova york", "Nova York", "US"),
        ("es", "cuánto cuesta viajar a japon", "Japón", "JP"),
        ("pt", "quanto custa viajar ao japão", "Japão", "JP"),
        ("en", "any trips to japan?", "Japan", "JP"),
        ("es", "vuelo a Florencia", "Florencia", "IT"),
        ("es", "puno", "Puno", "PE"),
        ("pt", "voo para florianopolis", "Florianópolis", "BR"),
        ("en", "I want to go to Nice", "Nice", "FR"),
        ("en", "a hotel in Portland, OR please", "Portland", "US"),
        ("es", "QUIERO IR A MADRID", "Madrid", "ES"),
    ],
)
def test_places_are_found_in_the_travellers_spelling(
    world: WorldPlaces, language: str, text: str, name: str, country: str
) -> None:
    (seen,) = world.find(text, language)
    assert (seen.meanings[0].name, seen.meanings[0].country) == (name, country)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "¿a qué hora sale el tour para dos?"),
        ("es", "una mesa para cuatro"),
        ("es", "soy Florencia Gómez"),
        ("es", "me llamo Santiago"),
        ("es", "gana dinero desde tu casa"),
        ("es", "la reserva de mi esposa"),
        ("es", "un viaje al sur"),
        ("en", "nice, that is a good deal"),
        ("en", "I am reading on my mobile"),
        ("en", "how do you change a tyre"),
        ("en", "near the Center part of town"),
        ("en", "a room at Old Town Inn"),
        ("pt", "uma praia para as férias"),
        ("pt", "tem algum restaurante perto de mim?"),
        ("pt", "quero pagar com cartão"),
        ("es", ""),
    ],
)
def test_words_and_people_are_no_places(world: WorldPlaces, language: str, text: str) -> None:
    assert world.find(text, language) == []


def test_a_name_of_two_places_gives_both(world: WorldPlaces) -> None:
    (seen,) = world.find("quiero ir a Valencia", "es")
    value = world.value_of(seen)
    assert value["name"] == "Valencia"
    assert [place.country for place in seen.meanings] == ["VE", "ES"]
    assert isinstance(value["candidates"], list) and len(value["candidates"]) == 2


@pytest.mark.parametrize(
    "text", ["a Valencia, España", "a Valencia España", "a Valencia (España)", "a Valencia en España"]
)
def test_the_country_tells_which_of_two_is_meant(world: WorldPlaces, text: str) -> None:
    (seen,) = world.find(text, "es")
    assert [place.country for place in seen.meanings] == ["ES"]
    assert world.value_of(seen)["country"] == "ES"


def test_a_small_namesake_of_a_famous_city_is_not_asked_about(world: WorldPlaces) -> None:
    (seen,) = world.find("I want to go to Paris", "en")
    assert [place.country for place in seen.meanings] == ["FR"]


def test_the_catalogue_comes_first(gazetteer: Gazetteer, world: WorldPlaces) -> None:
    for text in ("quiero ir a Cusco", "Cusco, Perú", "a Cartagena, España"):
        assert [found.entity for found in find_mentions(text, "es", gazetteer, world)] == ["destination"]


def test_a_longer_name_around_one_of_the_catalogue_is_another_place(
    gazetteer: Gazetteer, world: WorldPlaces
) -> None:
    (found,) = find_mentions("voy a Rio Branco", "pt", gazetteer, world)
    assert isinstance(found.value, dict) and found.value["name"] == "Rio Branco"
    (found,) = find_mentions("voy a San Carlos de Bariloche", "es", gazetteer, world)
    assert found.value == "bariloche"


@pytest.mark.parametrize(
    ("language", "text", "origin", "destination"),
    [
        ("es", "desde Lima quiero ir a Cusco", "Lima", "cusco"),
        ("es", "quiero ir a Cusco, salgo de Buenos Aires", "Buenos Aires", "cusco"),
        ("es", "de Lima a Cusco en mayo", "Lima", "cusco"),
        ("en", "from Madrid to Lima", "Madrid", "lima"),
        ("en", "flights to Cusco leaving from London", "London", "cusco"),
        ("pt", "saindo de São Paulo para Salta", "São Paulo", "salta"),
        ("pt", "de Lima para Quito", "Lima", "quito"),
    ],
)
def test_where_a_journey_begins_is_not_where_it_goes(
    gazetteer: Gazetteer, world: WorldPlaces, language: str, text: str, origin: str, destination: str
) -> None:
    values = {found.entity: found.value for found in find_mentions(text, language, gazetteer, world)}
    assert isinstance(values["origin"], dict) and values["origin"]["name"] == origin
    assert values["destination"] == destination


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "un hotel de Lima para el viernes"),
        ("es", "excursiones desde Lima"),
        ("en", "day trips from Lima"),
        ("en", "transfer from Lima airport to my hotel"),
        ("es", "música en vivo en Lima"),
    ],
)
def test_what_begins_at_the_destination_has_no_origin(
    gazetteer: Gazetteer, world: WorldPlaces, language: str, text: str
) -> None:
    found = find_mentions(text, language, gazetteer, world)
    assert [mention.value for mention in found if mention.entity == "destination"] == ["lima"]


def test_an_origin_of_the_catalogue_keeps_its_code(gazetteer: Gazetteer, world: WorldPlaces) -> None:
    found = find_mentions("vengo de Lima", "es", gazetteer, world)
    assert [mention.value for mention in found] == [{"name": "Lima", "destination": "lima"}]


def test_an_empty_atlas_knows_no_place() -> None:
    assert WorldPlaces(Atlas.read(""), ()).find("quiero ir a Madrid", "es") == []


def test_a_long_message_is_read_in_no_time(world: WorldPlaces) -> None:
    text = "quiero ir a San Juan de la Reina con la familia " * 200
    start = process_time()
    world.find(text, "es")
    assert process_time() - start < 1
