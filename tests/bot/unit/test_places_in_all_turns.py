"""Places as people write them in any turn, and what only sounds like one: three languages, no catalogue needed."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.components.atlas import Atlas
from bot.components.gazetteer import Gazetteer
from bot.components.known_places import LIST, UnreadablePlaces, read_places
from bot.components.mentions import find_mentions
from bot.components.places_check import check_places
from bot.components.surroundings import Point
from bot.components.world_places import WorldPlaces


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("es", "quiero ir a new york", "New York"),
        ("en", "flights to SF please", "San Francisco"),
        ("en", "a weekend in Chi-town", "Chicago"),
        ("en", "going to LA in May", "Los Angeles"),
        ("en", "trains to ny", "New York City"),
        ("es", "quiero conocer CDMX", "Mexico City"),
        ("pt", "queria ir pra floripa", "Florianópolis"),
        ("pt", "quero ir pra sampa", "São Paulo"),
        ("en", "I land at LAX", "Los Angeles"),
        ("es", "desde el aeropuerto de Barajas", "Madrid"),
        ("pt", "pacote pro nordeste", "Nordeste"),
        ("pt", "viagem para a amazônia", "Amazônia"),
        ("es", "un viaje por el caribe", "Caribe"),
        ("es", "paquete a isla margarita", "Isla Margarita"),
        ("es", "cuánto calor hace en extremadura", "Extremadura"),
        ("es", "viaje a europa", "Europa"),
        ("pt", "sao paulo", "São Paulo"),
        ("es", "cabañas en villa gesell", "Villa Gesell"),
        ("pt", "em ubatuba tem pousada?", "Ubatuba"),
        ("en", "long beach ca", "Long Beach"),
        ("en", "The city is Philadelphia.", "Philadelphia"),
        ("es", "qué tiempo hay en benalmádena málaga", "Benalmádena"),
        ("pt", "voo para braga, portugal", "Braga"),
        ("en", "trip to sacremento", "Sacramento"),
        ("es", "vuelo a bogata", "Bogotá"),
        ("es", "RESERVA PARA DOS EN LA HABANA", "La Habana"),
        ("es", "paquete a las Maldivas", "Maldivas"),
    ],
)
def test_a_place_is_found_under_the_names_people_use(
    world: WorldPlaces, language: str, text: str, name: str
) -> None:
    (seen,) = world.find(text, language)
    assert seen.meanings[0].name == name


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "quiero ir a LA PLAYA"),
        ("en", "we will be going to la next week"),
        ("es", "vuelo LA 2345"),
        ("es", "pago con DNI"),
        ("es", "me llamo victoria salta"),
        ("en", "my name is Austin Paris"),
        ("es", "a nombre de Carolina Mendoza"),
        ("es", "voy con Florencia"),
        ("en", "14 Florida street 20"),
        ("es", "vivo en calle Toledo 14"),
        ("es", "una mesa en el hotel Madrid"),
        ("es", "los eventos de mi ciudad natal"),
        ("es", "se llevan a cabo mañana"),
        ("es", "cuánto es en pesos mexicanos"),
        ("es", "dólar australiano"),
        ("es", "qué hay por aquí"),
        ("es", "una reunión de trabajo"),
        ("pt", "penso em tomar um café"),
        ("en", "put it in my name, John Chester"),
        ("es", "hay lugar para saltar?"),
        ("pt", "onde dá para dançar"),
        ("en", "moved to sunday please"),
    ],
)
def test_what_only_sounds_like_a_place_is_none(world: WorldPlaces, language: str, text: str) -> None:
    assert world.find(text, language) == []


@pytest.mark.parametrize(
    "text", ["hola, me llamo Ana Lima", "meu nome é Vitória Lima", "vivo en calle Lima 234"]
)
def test_a_person_or_street_called_like_a_destination_is_none(
    gazetteer: Gazetteer, world: WorldPlaces, text: str
) -> None:
    assert not [
        found for found in find_mentions(text, "es", gazetteer, world) if found.entity == "destination"
    ]


@pytest.mark.parametrize(
    ("language", "text", "places"),
    [
        ("en", "from Boston to Miami then Lima", ["origin", "place", "destination"]),
        ("es", "Lima y después Cusco", ["destination", "destination"]),
        ("es", "vuelos Lima a Cusco", ["origin", "destination"]),
        ("en", "Lima to Cusco", ["origin", "destination"]),
        ("pt", "voo GRU - EZE", ["origin", "place"]),
        ("es", "vuelos de gru a eze", ["origin", "place"]),
        ("es", "vuelvo a Madrid el 20", ["origin"]),
        ("es", "vuelvo el 20 a Madrid", ["origin"]),
        ("pt", "volto para São Paulo dia 5", ["origin"]),
        ("en", "back to London on the 9th", ["origin"]),
        ("es", "quiero volver a Cusco", ["destination"]),
        ("en", "I would like to go back to Lima", ["destination"]),
        ("es", "somos 4 amigos de Rosario", ["origin"]),
        ("es", "quiero ir a Lima para visitar Cusco", ["destination", "destination"]),
        ("es", "santa marta o san andrés?", ["place", "place"]),
        ("pt", "quero ir à europa, lisboa e paris", ["place", "place", "place"]),
    ],
)
def test_of_two_places_each_has_its_part(
    gazetteer: Gazetteer, world: WorldPlaces, language: str, text: str, places: list[str]
) -> None:
    found = find_mentions(text, language, gazetteer, world)
    assert [
        mention.entity for mention in found if mention.entity in ("origin", "place", "destination")
    ] == places


def test_a_destination_within_a_longer_name_of_another_town_is_not_meant(world: WorldPlaces) -> None:
    gazetteer = Gazetteer({"San Pedro": "destination:atacama", "Salvador": "destination:salvador"}, ())
    for text in ("quiero ir a San Pedro Sula", "viajo a El Salvador"):
        assert [found.entity for found in find_mentions(text, "es", gazetteer, world)] == ["place"]


def test_an_airport_of_a_city_we_sell_is_that_destination(gazetteer: Gazetteer, atlas: Atlas) -> None:
    lima = next(place for place in atlas.look_up("lima") if place.country == "PE")
    world = WorldPlaces(atlas, (), [Point("lima", "PE", lima.lat, lima.lon)])
    (found,) = find_mentions("llego a LIM", "es", gazetteer, world)
    assert (found.entity, found.value) == ("destination", "lima")


@given(st.text(alphabet=st.sampled_from("aLs SãoP.,-ñéNYC'3\n a"), max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_spans_that_lie_in_it_apart_and_in_order(world: WorldPlaces, text: str) -> None:
    spans = [(seen.start, seen.end) for language in ("es", "pt", "en") for seen in world.find(text, language)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    found = world.find(text, "es")
    assert all(left.end <= right.start for left, right in pairwise(found))


def test_our_list_of_places_has_no_mistakes() -> None:
    assert check_places(LIST) == []


def test_mistakes_in_the_list_are_told_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "places.yml"
    path.write_text("nicknames:\n  SF | Frisco: San Francisco\n  NY: Nowhereville, US\n", encoding="utf-8")
    (mistake,) = check_places(path)
    assert mistake.startswith(f"{path}:2: after the names stands a city and its country")
    path.write_text("nicknames:\n  NY: Nowhereville, US\n", encoding="utf-8")
    assert check_places(path) == [f"{path}:2: GeoNames knows no Nowhereville in US"]
    path.write_text("regions:\n  Andes: Lima, PE\n  Alps | andes: Lima, PE\n", encoding="utf-8")
    with pytest.raises(UnreadablePlaces, match=r"places.yml:3: 'andes' stands already at .*places.yml:2"):
        read_places(path)
    path.write_text("towns: {}\n", encoding="utf-8")
    assert "there is no section towns" in check_places(path)[0]
