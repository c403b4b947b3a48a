"""The bot learns the catalogue's names and questions from its YAML."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.catalogue.lookups import write_lookups
from tests.backend.conftest import SMALL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "catalogue"))


def written(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"])


def test_names_and_aliases_in_all_languages_mean_a_code(tmp_path: Path) -> None:
    assert write_lookups(SMALL, tmp_path / "nlu")
    names = {entry["synonym"]: entry["examples"] for entry in written(tmp_path / "nlu" / "catalogue.yml")}
    assert names["destination:cusco"].splitlines() == ["- Cusco", "- Cuzco", "- Qosqo"]
    assert names["product:ciudadela"].splitlines() == [
        "- Ciudadela en un día",
        "- Citadel in a Day",
        "- Cidadela em um dia",
    ]
    assert len(names) == 9


def test_every_question_is_an_example_that_knows_its_entry(tmp_path: Path) -> None:
    write_lookups(SMALL, tmp_path)
    blocks = written(tmp_path / "knowledge.yml")
    assert [block["intent"] for block in blocks] == [
        "ask_visa",
        "ask_visa",
        "ask_pets",
        "ask_weather",
        "ask_knowledge",
        "ask_cancellation_policy",
    ]
    assert blocks[0]["examples"][0] == {"text": "¿hace falta visa?", "metadata": {"entry": "visa"}}


def test_the_files_are_only_written_when_they_change(tmp_path: Path, folder: Path) -> None:
    assert write_lookups(folder, tmp_path)
    before = (tmp_path / "knowledge.yml").stat().st_mtime_ns
    assert not write_lookups(folder, tmp_path)
    assert (tmp_path / "knowledge.yml").stat().st_mtime_ns == before


def test_without_questions_what_was_written_before_is_gone(tmp_path: Path, folder: Path) -> None:
    write_lookups(folder, tmp_path / "nlu")
    (folder / "knowledge.yml").unlink()
    assert write_lookups(folder, tmp_path / "nlu")
    assert not (tmp_path / "nlu" / "knowledge.yml").exists()
