"""What the operator knows: written once, checked by file and line, and read as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.importer import import_catalogue
from backend.catalogue.loader import load_catalogue
from backend.catalogue.service import list_knowledge
from tests.backend.catalogue.test_loader import change, folder, problems  # noqa: F401, the fixture
from tests.backend.conftest import SMALL


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  topic: visa\n", "  topic: visas\n", "visa: topic: 'visas' is not a topic: leave it out, or take one of accessibility, baggage,"),
        ("destinations: [pucon]", "destinations: [lima]", "visa: unknown destination lima"),
        ("destinations: [pucon]", "destinations: [pucon, pucon]", "visa: pucon has two answers"),
        ("code: visa-help", "code: visa", "visa: entry code used already at knowledge.yml:1"),
        ("[¿aceptan mascotas?", "[¿HACE FALTA VISA!", "pets: '¿HACE FALTA VISA!' is asked by visa already"),
        ("[¿aceptan mascotas?, ¿puedo llevar a mi perro?]", "[¿aceptan mascotas?]", "pets: questions.es: "),
        ("[¿aceptan mascotas?", "[/greet", "pets: questions.es.0: '/greet' is not a plain sentence, as people write it"),
        ("en: Ask the consulate.", 'en: ""', "visa: answer.en: "),
        (", pt: Pergunte ao consulado.", "", "visa: answer.pt is missing"),
        ("en: Ask the consulate.", f"en: {'a' * 351}", "visa: answer.en: an answer has at most 350 characters; this one has 351"),
        ("person: true", "persona: true", "pets: persona is not a field of the catalogue here"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(folder: Path, old: str, new: str, told: str) -> None:  # noqa: F811
    line = change(folder / "knowledge.yml", old, new)
    said = problems(folder)
    assert any(problem.startswith(f"knowledge.yml:{line}: {told}") for problem in said), said


def test_a_catalogue_may_do_without(folder: Path) -> None:  # noqa: F811
    (folder / "knowledge.yml").unlink()
    assert load_catalogue(folder).knowledge == ()


async def test_answers_are_found_by_code_and_by_topic_in_the_order_they_were_written(
    catalogue: AsyncSession,
) -> None:
    found = await list_knowledge(catalogue, codes=["drones"], topics=["visa"])
    assert [entry.code for entry in found] == ["visa", "visa-help", "drones"]
    assert [entry.topic for entry in found] == ["visa", "visa", None]
    assert await list_knowledge(catalogue, codes=["nada"]) == []


async def test_a_place_has_its_own_answer_and_several_places_only_one_they_share(
    catalogue: AsyncSession,
) -> None:
    [visa] = await list_knowledge(catalogue, codes=["visa"])
    assert visa.answer_for(["pucon"])["en"] == "Ask the Chilean consulate."
    assert visa.answer_for(["cusco"]) == visa.answer_for([]) == visa.answer
    assert visa.answer_for(["pucon", "cusco"]) == visa.answer


async def test_only_what_changed_is_written_and_what_is_gone_goes(
    session: AsyncSession,
    folder: Path,  # noqa: F811
) -> None:
    first = await import_catalogue(session, path=SMALL)
    assert first.knowledge == 6
    change(folder / "knowledge.yml", "en: We don't arrange visas.", "en: We do no visas.")
    path = folder / "knowledge.yml"
    path.write_text(path.read_text(encoding="utf-8").partition("- code: terms")[0], encoding="utf-8")
    again = await import_catalogue(session, path=folder)
    assert again.changed == 2, "one answer rewritten, one gone"
    [visa_help] = await list_knowledge(session, codes=["visa-help", "terms"])
    assert visa_help.answer["en"] == "We do no visas."
