"""Mistakes in the examples are told by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.check_data import main

DOMAIN = "intents:\n- greet\n- thank: {use_entities: []}\n"
GOOD = """version: "3.1"

nlu:
  - intent: greet
    examples: |
      - hola
      - buenas
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    for language in ("es", "en", "pt"):
        (tmp_path / "nlu" / language).mkdir(parents=True)
    (tmp_path / "nlu" / "es" / "talk.yml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def check(data: Path, content: str) -> int:
    (data / "nlu" / "pt" / "talk.yml").write_text(content, encoding="utf-8")
    return main(["--data", str(data / "nlu"), "--domain", str(data / "domain.yml"), "--catalogue", str(data)])


def test_good_examples_pass(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(data, GOOD.replace("hola", "oi").replace("buenas", "opa")) == 0
    assert (
        capsys.readouterr().out == "4 examples of 1 intents, 0 questions of the knowledge base: no mistakes\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("- hola", "- hola\n  - : x", "talk.yml:7: this is not YAML"),
        ("nlu:", "nlp:", 'talk.yml:1: the file must have a list "nlu:"'),
        ("- intent: greet", "- intend: greet", 'talk.yml:4: every block begins with "- intent: "'),
        ("examples: |", "examples: >", 'talk.yml:4: the intent greet needs "examples: |"'),
        ("- buenas", "buenas", "talk.yml:7: an example begins with \"- \", here stands 'buenas'"),
        ("greet", "gret", "talk.yml:6: there is no intent gret; did you mean greet?"),
        ("- buenas", "- Oi!", "talk.yml:7: 'Oi!' stands already at "),
        ("greet", "thank", "talk.yml:7: 'buenas' means thank here and greet at "),
        ("- buenas", "- /greet", "talk.yml:7: an example is what people write, not a command"),
        ("- buenas", "- [oi](x)", "talk.yml:7: entities are found by rules"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    data: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    content = GOOD.replace(old, new).replace("hola", "oi")
    assert check(data, content) == 1
    assert message in capsys.readouterr().out


KNOWLEDGE = """- code: pets
  topic: pets
  questions:
    es: ["¿aceptan perros?"]
    pt:
    - aceitam cachorro?
    - Buenas!
  answer: {es: Sí.}
"""


def test_a_question_of_the_knowledge_base_may_not_mean_something_else(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "knowledge.yml").write_text(KNOWLEDGE, encoding="utf-8")
    assert check(data, GOOD.replace("hola", "oi").replace("buenas", "opa")) == 1
    told = capsys.readouterr().out.splitlines()
    assert "knowledge.yml:7: 'Buenas!' means ask_pets here and greet at " in told[0]
    assert told[1] == "4 examples of 1 intents, 3 questions of the knowledge base: 1 mistake"


def test_a_knowledge_base_that_is_no_yaml_is_told_by_line(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "knowledge.yml").write_text("- code: a\n  questions: {es: [a\n- code: b\n", encoding="utf-8")
    assert check(data, GOOD.replace("hola", "oi").replace("buenas", "opa")) == 1
    assert "knowledge.yml:3: this is not YAML" in capsys.readouterr().out
