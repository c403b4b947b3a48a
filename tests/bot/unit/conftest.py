"""What the bot's unit tests share: a catalogue, Rasa's places for a component, and a database."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import make_dsn
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from bot.components.atlas import Atlas
from bot.components.atlas_sources import build_atlas, well_known
from bot.components.gazetteer import Gazetteer
from bot.components.vocabulary import everyday_words
from bot.components.world_places import WorldPlaces

NAMES = {
    "Cusco": "destination:cusco",
    "Cuzco": "destination:cusco",
    "Machu Picchu": "destination:cusco",
    "Lima": "destination:lima",
    "Cartagena": "destination:cartagena",
    "Río de Janeiro": "destination:rio",
    "Rio": "destination:rio",
    "Galápagos, Ecuador": "destination:galapagos",
    "Buenos Aires": "destination:buenos-aires",
    "Baires": "destination:buenos-aires",
    "Bariloche": "destination:bariloche",
    "Quito": "destination:quito",
    "Salta": "destination:salta",
    "San Pedro de Atacama": "destination:atacama",
    "Casa del Inti": "product:casa-del-inti",
    "Lima a pie": "product:lima-walk",
}


@pytest.fixture(scope="session")
def names() -> dict[str, str]:
    """A small catalogue, as training data has it: from names to targets."""
    return NAMES


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The catalogue, ready to be found, beside a few words that everybody uses."""
    return Gazetteer(NAMES, ["santa", "semana", "hotel", "casa", "quinto"])


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """The real one, written and read again as a running bot has it: about two seconds."""
    return Atlas.read(build_atlas().text())


@pytest.fixture(scope="session")
def world(atlas: Atlas) -> WorldPlaces:
    """The world's places beside words that examples use for other things."""
    ordinary = ["nice", "sale", "mesa", "reserva", "reading", "mobile", "tours", "praia"]
    words = everyday_words(name for name, _ in atlas.names())
    return WorldPlaces(atlas, ordinary, words=words, well_known=well_known(atlas))


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    """Where a component leaves what it learned."""
    folder = tmp_path / "model"
    folder.mkdir()
    return LocalModelStorage.create(folder)


@pytest.fixture(scope="session")
def resource() -> Resource:
    """The name it leaves it under."""
    return Resource("component")


@pytest.fixture(scope="session")
def context() -> ExecutionContext:
    """Rasa's context of a component that stands alone."""
    return ExecutionContext(GraphSchema({}), node_name="component")


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """A new, empty database on the server of TEST_DATABASE_URL."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        pytest.fail("These tests need a PostgreSQL server: set TEST_DATABASE_URL to a libpq URL of one.")
    name = f"bot_{uuid.uuid4().hex[:12]}"
    _run(server, f"CREATE DATABASE {name}")
    yield make_dsn(server, dbname=name)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _run(server: str, statement: str) -> None:
    connection = psycopg2.connect(server)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()
