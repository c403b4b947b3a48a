"""Every mistake in a catalogue is told at once, with its file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from backend.catalogue.loader import CatalogueInvalid, load_catalogue
from tests.backend.conftest import SMALL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small catalogue, to make mistakes in."""
    return Path(shutil.copytree(SMALL, tmp_path / "catalogue"))


def change(path: Path, old: str, new: str) -> int:
    """Writes the mistake and returns the line it starts on."""
    text = path.read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found, f"{old!r} is not in {path.name}"
    path.write_text(before + new + after, encoding="utf-8")
    return before.count("\n") + 1


def problems(folder: Path) -> list[str]:
    with pytest.raises(CatalogueInvalid) as refused:
        load_catalogue(folder)
    assert str(refused.value) == "\n".join(map(str, refused.value.problems))
    return [str(problem) for problem in refused.value.problems]


def test_a_catalogue_without_mistakes_is_read_whole() -> None:
    catalogue = load_catalogue(SMALL)
    assert [product.code for product in catalogue.products] == [
        "inti", "posada", "lago", "ciudadela", "mercado", "cocina", "traslado",
    ]  # fmt: skip
    assert [destination.code for destination in catalogue.destinations] == ["cusco", "pucon"]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("hotels.yml", "supplier: sol-andino", "supplier: nadie", "inti: unknown supplier nadie"),
        ("hotels.yml", "destination: cusco", "destination: cuzco", "inti: unknown destination cuzco"),
        ("hotels.yml", "cancellation: flexible", "cancellation: lax", "inti: unknown policy lax"),
        ("hotels.yml", 'season: low, unit: room, net: "50.00"', 'season: dry, unit: room, net: "50.00"', "inti/double: unknown season dry"),
        ("hotels.yml", 'net: "50.00"', 'net: "50,00"', "inti: options.0.rates.1.net: '50,00' is not a decimal like \"72.50\""),
        ("hotels.yml", 'net: "50.00"', 'net: "50.005"', "inti/double: 50.005 has more digits than USD has"),
        ("hotels.yml", 'net: "80000"', 'net: "80000.50"', "lago/double: 80000.50 has more digits than CLP has"),
        ("hotels.yml", "unit: room", "unit: bed", "inti: options.0.rates.0.unit: 'bed' is not 'room'"),
        ("hotels.yml", "  stars: 4\n", "  stars: 6\n", "inti: stars: '6': input should be less than or equal to 5"),
        ("hotels.yml", "code: posada", "code: inti", "inti: product code used already at hotels.yml:1"),
        ("hotels.yml", "code: family", "code: double", "inti/double: option code used already in this product"),
        ("hotels.yml", "photo: place.svg", "photo: gone.svg", "inti: no gone.svg in photos/"),
        ("hotels.yml", "aliases: [la posada]", "aliases: [Inti]", "posada: 'Inti' means the product inti already"),
        ("tours.yml", "rating: 4.9", "stars: 5", "ciudadela: stars is not a field of the catalogue here"),
        ("tours.yml", 'starts: "04:30"', 'starts: "4h30"', "ciudadela: options.0.starts: '4h30': input should be in a valid time format, input is too short"),
        ("tours.yml", "weekdays: [tue]", "weekdays: [tuesday]", "mercado: weekdays.0: 'tuesday' is not a weekday: mon, tue, wed, thu, fri, sat or sun"),
        ("seasons.yml", "12-20", "12-32", "high: 1.0: '12-32' is not a day of the year"),
        ("suppliers.yml", "currency: USD", "currency: USX", "sol-andino: currency: 'USX' is not an ISO 4217 currency"),
        ("resellers.yml", 'commission_percent: "10"', 'commission_percent: "10.005"', "brisa: commission_percent: '10.005': decimal input should have no more than 2 decimal places"),
        ("resellers.yml", 'commission_percent: "10"', 'commission_percent: "14.2"', "brisa: of no product 14.2 % of the sell rate are covered by the markup"),
        ("resellers.yml", "code: tucan", "code: brisa", "brisa: reseller code used already at resellers.yml:1"),
        ("destinations.yml", "themes: [history, mountains]", "themes: [history, sea]", "cusco: themes.1: 'sea' is not a theme: beach, mountains, nature, wildlife, city, culture, history, food, nightlife, family, romance, adventure, snow, desert or islands"),
        ("destinations.yml", "themes: [history, mountains]", "themes: [history, history]", "cusco: themes: history is said twice"),
        ("destinations.yml", "best_months: [5, 6", "best_months: [5, 13", "cusco: best_months.1: '13': input should be less than or equal to 12"),
        ("destinations.yml", "America/Lima", "America/Cusco", "cusco: timezone: 'America/Cusco' is not a time zone like \"America/Lima\""),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(folder: Path, file: str, old: str, new: str, told: str) -> None:
    line = change(folder / file, old, new)
    said = problems(folder)
    assert f"{file}:{line}: {told}" in said


def test_two_seasons_cannot_both_be_the_rest_of_the_year(folder: Path) -> None:
    line = change(folder / "seasons.yml", "low: []", "low: []\nmid: []") + 1
    assert problems(folder) == [
        f"seasons.yml:{line}: mid and low both are every day that is in no other season"
    ]


def test_a_destination_priced_in_two_currencies_is_told(folder: Path) -> None:
    line = change(folder / "hotels.yml", "destination: pucon", "destination: cusco") + 1
    assert problems(folder) == [f"hotels.yml:{line}: lago: priced in CLP, but cusco is priced in USD"]


def test_what_is_sold_in_whole_units_has_no_rate_with_cents(folder: Path) -> None:
    change(folder / "suppliers.yml", "currency: CLP", "currency: COP")
    line = change(folder / "hotels.yml", 'net: "80000"', 'net: "80000.50"')
    assert problems(folder) == [f"hotels.yml:{line}: lago/double: 80000.50 has more digits than COP has"]


def test_steps_out_of_order_are_told(folder: Path) -> None:
    change(folder / "policies.yml", "days_before: 2", "days_before: 9")
    assert problems(folder)[0] == (
        "policies.yml:3: flexible: steps: steps go from many days before the service to few"
    )


def test_a_name_that_lacks_a_language_is_told(folder: Path) -> None:
    line = change(folder / "destinations.yml", ", pt: Cusco}", "}")
    assert problems(folder) == [f"destinations.yml:{line}: cusco: name.pt is missing"]


def test_days_without_a_rate_are_told_by_season_and_weekday(folder: Path) -> None:
    line = change(
        folder / "transfers.yml",
        'unit: vehicle, net: "15.00"',
        'unit: vehicle, weekdays: [mon], net: "15.00"',
    )
    assert problems(folder) == [
        f"transfers.yml:{line - 1}: traslado/car: no vehicle rate in high on tue, wed, thu, fri, sat, sun"
    ]


def test_all_mistakes_are_told_at_once_in_order(folder: Path) -> None:
    change(folder / "hotels.yml", 'markup_percent: "20"', "markup_percent: much")
    change(folder / "hotels.yml", "supplier: cordillera", "supplier: nobody")
    change(folder / "destinations.yml", "country: CL", "country: Chile")
    assert [problem.split(":")[0] for problem in problems(folder)] == [
        "destinations.yml",
        "hotels.yml",
        "hotels.yml",
    ]


def test_what_is_not_yaml_is_told_by_line(folder: Path) -> None:
    (folder / "tours.yml").write_text("- code: a\n  name: {es: a\n- code: b\n", encoding="utf-8")
    assert problems(folder)[0].startswith("tours.yml:3: not YAML")


def test_a_missing_file_and_a_key_written_twice_are_told(folder: Path) -> None:
    (folder / "policies.yml").unlink()
    line = change(folder / "hotels.yml", "  stars: 4\n", "  stars: 4\n  stars: 5\n") + 1
    said = problems(folder)
    assert "policies.yml:1: the file is missing" in said
    assert f"hotels.yml:{line}: stars stands here twice" in said
