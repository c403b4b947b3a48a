"""Names of the catalogue in texts, as written and as people misspell them."""

from __future__ import annotations

import pytest

from bot.components.gazetteer import Gazetteer
from bot.components.language_choice import LANGUAGES


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("Cusco", "destination:cusco"),
        ("CUZCO", "destination:cusco"),
        ("machu-picchu", "destination:cusco"),
        ("rio de janeiro", "destination:rio"),
        ("casa del inti", "product:casa-del-inti"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_found_whatever_their_case_and_accents(
    gazetteer: Gazetteer, language: str, written: str, target: str
) -> None:
    place = gazetteer.find(f"🌄 ({written}), 2027", language)[0]
    assert (place.start, place.end, place.target, place.confidence) == (3, 3 + len(written), target, 1.0)


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("cusko", "destination:cusco"),
        ("qusco", "destination:cusco"),
        ("cuscco", "destination:cusco"),
        ("cucso", "destination:cusco"),
        ("machu pichu", "destination:cusco"),
        ("cartajena", "destination:cartagena"),
        ("bariloxe", "destination:bariloche"),
        ("rio de janero", "destination:rio"),
        ("Rio de Janiero", "destination:rio"),
        ("buenosaires", "destination:buenos-aires"),
        ("Buenos Aries", "destination:buenos-aires"),
        ("san pedro atacama", "destination:atacama"),
        ("caza del inti", "product:casa-del-inti"),
    ],
)
def test_misspelt_names_are_found_with_less_confidence(
    gazetteer: Gazetteer, written: str, target: str
) -> None:
    text = f"voy a {written} en mayo"
    (place,) = gazetteer.find(text, "es")
    assert (text[place.start : place.end], place.target) == (written, target)
    assert place.confidence < 1


@pytest.mark.parametrize(
    "text",
    [
        "busco hotel",
        "qué bares hay",
        "me gusta la salsa",
        "semana santa",
        "la quinta noche",
        "el quinto piso",
        "it is quite nice",
        "buenos días",
        "em janeiro",
        "de mi casa",
        "limón y limas",
        "ok",
        "",
    ],
)
def test_ordinary_words_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text, "es") == []


def test_the_longest_name_wins(gazetteer: Gazetteer) -> None:
    assert [place.target for place in gazetteer.find("lima a pie", "es")] == ["product:lima-walk"]


def test_a_short_name_does_not_hide_the_misspelt_long_one_around_it(gazetteer: Gazetteer) -> None:
    text = "rio de janero em janeiro"
    (place,) = gazetteer.find(text, "pt")
    assert text[place.start : place.end] == "rio de janero"
    (place,) = gazetteer.find("el rio es bonito", "es")
    assert (place.start, place.end) == (3, 6)


@pytest.mark.parametrize("written", ["galapagos, ecuador", "Galápagos ,Ecuador", "GALÁPAGOS,ECUADOR"])
def test_spaces_around_a_comma_do_not_matter(gazetteer: Gazetteer, written: str) -> None:
    assert [place.target for place in gazetteer.find(f"a {written}", "es")] == ["destination:galapagos"]


def test_several_places_are_found_in_their_order(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("primero Lima, después cusko e depois Salta", "es")
    assert [place.target for place in found] == ["destination:lima", "destination:cusco", "destination:salta"]


def test_a_name_is_not_an_ordinary_word_however_often_training_says_it() -> None:
    gazetteer = Gazetteer({"Cusco": "destination:cusco"}, ["cusco", "cusko"])
    assert [place.target for place in gazetteer.find("cusko", "es")] == ["destination:cusco"]


def test_a_bot_without_a_catalogue_finds_nothing() -> None:
    assert Gazetteer({}, ()).find("quiero ir a Cusco", "es") == []
