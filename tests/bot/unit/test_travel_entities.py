"""The component that finds what a booking needs: trained, stored, loaded, and never in the way."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from unittest.mock import ANY

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.gazetteer import Gazetteer
from bot.components.mentions import PRIORITY, find_mentions
from bot.components.travel_entities import TravelEntities
from bot.components.world_places import WorldPlaces


def _entities(component: TravelEntities, text: str, language: str = "es") -> list[dict[str, Any]]:
    (message,) = component.process([Message({"text": text, "language": language})])
    entities: list[dict[str, Any]] = message.get("entities", [])
    return entities


@pytest.fixture(scope="module")
def component(
    names: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
    resource: Resource,
    context: ExecutionContext,
) -> TravelEntities:
    """Trained, then loaded from what it stored, as in a running bot; once, for it makes the whole atlas."""
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("model"))
    examples = [
        Message({"text": text, "intent": "search_trip"}) for text in ("busco hotel", "busco un viaje")
    ]
    untrained = TravelEntities.create({}, storage, resource, context)
    untrained.train(TrainingData(examples, entity_synonyms={**names, "el finde": "weekend"}))
    return TravelEntities.load({}, storage, resource, context)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "quiero ir a cusko, 4 estrellas, mi correo es ana@example.com"),
        ("en", "I want to go to cusko, 4 stars, my email is ana@example.com"),
        ("pt", "quero ir para cusko, 4 estrelas, meu e-mail é ana@example.com"),
    ],
)
def test_entities_are_found_in_three_languages(component: TravelEntities, language: str, text: str) -> None:
    values = {entity["entity"]: entity["value"] for entity in _entities(component, text, language)}
    assert values == {"destination": "cusco", "stars": 4, "email": "ana@example.com"}


def test_an_entity_says_where_it_stands_and_who_found_it(component: TravelEntities) -> None:
    assert _entities(component, "a Lima") == [
        {
            "entity": "destination",
            "value": "lima",
            "start": 2,
            "end": 6,
            "confidence": 1.0,
            "extractor": "TravelEntities",
        }
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "es",
            "a Lima, somos 2, hasta 5 mil pesos por noche",
            {
                "destination": "lima",
                "party": {"adults": None, "children": None, "child_ages": [], "total": 2},
                "budget": {"amount": 5000, "currency": None, "per": "night", "bound": "most"},
            },
        ),
        (
            "en",
            "Lima under 300 usd",
            {
                "destination": "lima",
                "budget": {"amount": 300, "currency": "USD", "per": None, "bound": "most"},
            },
        ),
        (
            "pt",
            "orçamento 2000000",
            {"budget": {"amount": 2_000_000, "currency": None, "per": None, "bound": "most"}},
        ),
        ("es", "mi código de reserva es dwm 418", {"reference": "DWM418"}),
        ("en", "booking number 789 567 5656", {"reference": "7895675656"}),
        ("en", "789 567 5656", {"phone": "789 567 5656"}),
    ],
)
def test_each_number_means_one_thing(
    component: TravelEntities, language: str, text: str, expected: dict[str, object]
) -> None:
    """ "Hasta 5" is no day there, two millions are no telephone, and a code's digits count nobody."""
    found = {entity["entity"]: entity["value"] for entity in _entities(component, text, language)}
    assert found == expected


def test_dates_are_given_as_written(component: TravelEntities) -> None:
    text = "salimos el 10 de mayo de 2027"
    (entity,) = _entities(component, text)
    assert entity["entity"] == "dates" and entity["value"] == text[entity["start"] : entity["end"]]
    assert entity["value"].endswith("10 de mayo de 2027")


def test_other_synonyms_than_the_catalogue_are_left_alone(component: TravelEntities) -> None:
    assert "weekend" not in [entity["value"] for entity in _entities(component, "nos vemos el finde")]


def test_a_word_that_training_uses_twice_is_no_misspelt_place(component: TravelEntities) -> None:
    assert _entities(component, "busco") == []


def test_payloads_pass_untouched(component: TravelEntities) -> None:
    (message,) = component.process([Message({"text": '/inform{"destination": "cusco"}'})])
    assert message.get("entities") is None


def test_a_place_that_is_not_sold_is_still_a_place(component: TravelEntities) -> None:
    (entity,) = _entities(component, "quiero ir a Machala")
    assert entity["entity"] == "place"
    assert entity["value"] == {
        "name": "Machala",
        "kind": "city",
        "country": "EC",
        "lat": pytest.approx(-3.26, abs=0.01),
        "lon": pytest.approx(-79.96, abs=0.01),
        "near": [{"destination": "quito", "country": "EC", "km": pytest.approx(375, abs=25)}, ANY, ANY],
    }


def test_what_other_components_found_stays(component: TravelEntities) -> None:
    known = {"entity": "language", "value": "es"}
    (message,) = component.process([Message({"text": "a Lima", "entities": [known]})])
    assert [entity["entity"] for entity in message.get("entities")] == ["language", "destination"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("maria@cusco.com", ["email"]),
        ("maria@cusco.com en Lima", ["email", "destination"]),
        ("Lima a pie", ["product"]),
        ("mi reserva K7PQ2M", ["reference"]),
    ],
)
def test_one_piece_of_text_means_one_thing(
    gazetteer: Gazetteer, world: WorldPlaces, text: str, kinds: list[str]
) -> None:
    assert [found.entity for found in find_mentions(text, "es", gazetteer, world)] == kinds


@settings(deadline=None, max_examples=300)
@given(text=st.text(max_size=200), language=st.sampled_from(["es", "en", "pt"]))
def test_any_text_gives_entities_within_it_and_apart_from_each_other(
    gazetteer: Gazetteer, world: WorldPlaces, text: str, language: str
) -> None:
    found = find_mentions(text, language, gazetteer, world)
    assert all(
        0 <= mention.start < mention.end <= len(text) and mention.entity in (*PRIORITY, "origin")
        for mention in found
    )
    assert all(left.end <= right.start for left, right in pairwise(found))
