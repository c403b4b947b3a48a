"""What kind of place somebody wishes for, in three languages and their slang."""

from __future__ import annotations

import pytest

from language.themes import THEMES, find_themes


@pytest.mark.parametrize(
    ("text", "language", "themes"),
    [
        ("algo de playa", "es", ("beach",)),
        ("quiero PLAYAAA", "es", ("beach",)),
        ("una playita tranquila frente al mar", "es", ("beach",)),
        ("la montaña o la sierra", "es", ("mountains",)),
        ("para ir con los peques", "es", ("family",)),
        ("un plan en familia", "es", ("family",)),
        ("nuestra lunademiel", "es", ("romance",)),
        ("algo romantico con playa", "es", ("romance", "beach")),
        ("donde haya ruinas y se coma... quiero comer rico", "es", ("history", "food")),
        ("irnos de fiesta", "es", ("nightlife",)),
        ("un boliche y bailar", "es", ("nightlife",)),
        ("un lugar frío", "es", ("snow",)),
        ("beach in December", "en", ("beach",)),
        ("something with nature and waterfalls", "en", ("nature",)),
        ("somewhere warm with the kids", "en", ("family",)),
        ("a party town", "en", ("nightlife",)),
        ("we want to go skiing", "en", ("snow",)),
        ("whale watching on some island", "en", ("wildlife", "islands")),
        ("a big city with museums", "en", ("city", "culture")),
        ("praia barata", "pt", ("beach",)),
        ("um lugar frio com neve", "pt", ("snow",)),
        ("viagem a dois na serra", "pt", ("romance", "mountains")),
        ("cachoeira e trilha no meio do mato", "pt", ("nature", "adventure")),
        ("pé na areia com a molecada", "pt", ("beach", "family")),
        ("quero agito e balada", "pt", ("nightlife",)),
        ("um destino no deserto", "pt", ("desert",)),
    ],
)
def test_the_kind_of_place_is_heard_in_the_order_it_is_said(
    text: str, language: str, themes: tuple[str, ...]
) -> None:
    assert find_themes(text, language) == themes


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("somos 2 adultos y 2 niños, del 10 al 14 de mayo", "es"),
        ("hotel 4 estrellas con traslado y comida incluida", "es"),
        ("mar 14 al jue 16", "es"),
        ("viajamos para las fiestas", "es"),
        ("una habitación familiar", "es"),
        ("quiero ir a Costa Rica", "es"),
        ("a family of four from 3 to 9 May", "en"),
        ("party of 5 with a city tour", "en"),
        ("my booking history", "en"),
        ("I have a cold", "en"),
        ("casal com 2 crianças, hotel com café da manhã", "pt"),
        ("na semana das festas de fim de ano", "pt"),
    ],
)
def test_ordinary_words_about_a_trip_are_no_theme(text: str, language: str) -> None:
    assert find_themes(text, language) == ()


@pytest.mark.parametrize(
    ("text", "language", "themes"),
    [
        ("no quiero playa, quiero montaña", "es", ("mountains",)),
        ("naturaleza pero sin nieve", "es", ("nature",)),
        ("anything but the beach, maybe mountains", "en", ("mountains",)),
        ("não quero praia, prefiro serra", "pt", ("mountains",)),
        ("férias no litoral", "pt", ("beach",)),
    ],
)
def test_what_they_do_not_want_is_not_wished_for(text: str, language: str, themes: tuple[str, ...]) -> None:
    assert find_themes(text, language) == themes


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_every_theme_can_be_said_by_its_name(language: str) -> None:
    names = {
        "es": "playa, montañas, naturaleza, fauna, una ciudad, cultura, historia, gastronomía, vida nocturna, en familia, "
        "romance, aventura, nieve, desierto, islas",
        "en": "beach, mountains, nature, wildlife, city break, culture, history, good food, nightlife, family holiday, "
        "romance, adventure, snow, desert, islands",
        "pt": "praia, montanhas, natureza, fauna, uma cidade, cultura, história, gastronomia, vida noturna, em família, "
        "romance, aventura, neve, deserto, ilhas",
    }
    assert find_themes(names[language], language) == THEMES
