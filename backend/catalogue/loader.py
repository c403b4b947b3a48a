"""Reads a catalogue's folder; every mistake in it is found at once, with file and line. No database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from backend.catalogue.checks import Entry, check_entries
from backend.catalogue.fields import Code, Period
from backend.catalogue.knowledge import KnowledgeSpec
from backend.catalogue.resellers import check_resellers
from backend.catalogue.seasons import Calendar, Season
from backend.catalogue.source import Place, Problem, Source, read_source
from backend.catalogue.specs import (
    CodedSpec,
    DestinationSpec,
    HotelSpec,
    PolicySpec,
    ProductSpec,
    ResellerSpec,
    SupplierSpec,
    TourSpec,
    TransferSpec,
)
from backend.errors import BackendError

PRODUCT_FILES: dict[str, type[ProductSpec]] = {
    "hotels.yml": HotelSpec,
    "tours.yml": TourSpec,
    "transfers.yml": TransferSpec,
}
# A catalogue may do without these.
OPTIONAL = (*PRODUCT_FILES, "knowledge.yml", "resellers.yml")
T = TypeVar("T")
S = TypeVar("S", bound=CodedSpec)
PERIODS = TypeAdapter(tuple[Period, ...])
CODE = TypeAdapter(Code)


class CatalogueInvalid(BackendError):
    """The folder has mistakes; ``problems`` are in the order of files and lines."""

    status = 422
    code = "catalogue_invalid"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A whole, checked catalogue, in the order of its files."""

    calendar: Calendar
    policies: dict[str, PolicySpec]
    suppliers: tuple[SupplierSpec, ...]
    resellers: tuple[ResellerSpec, ...]
    destinations: tuple[DestinationSpec, ...]
    products: tuple[HotelSpec | TourSpec | TransferSpec, ...]
    knowledge: tuple[KnowledgeSpec, ...]


def load_catalogue(path: Path) -> Catalogue:
    """Reads and checks the folder. Raises CatalogueInvalid with every mistake."""
    sources = {
        name: read_source(path / name, required=name not in OPTIONAL)
        for name in ("seasons.yml", "policies.yml", "suppliers.yml", "destinations.yml", *OPTIONAL)
    }
    calendar = _seasons(sources["seasons.yml"])
    policies = _policies(sources["policies.yml"])
    suppliers = _entries(sources["suppliers.yml"], SupplierSpec)
    resellers = _entries(sources["resellers.yml"], ResellerSpec)
    destinations = _entries(sources["destinations.yml"], DestinationSpec)
    products = [entry for name, spec in PRODUCT_FILES.items() for entry in _entries(sources[name], spec)]
    knowledge = _entries(sources["knowledge.yml"], KnowledgeSpec)
    photos = {photo.name for photo in (path / "photos").glob("*")}
    check_resellers(resellers, products)
    check_entries(sources, calendar, suppliers, destinations, products, knowledge, photos)
    problems = [problem for source in sources.values() for problem in sorted(source.problems)]
    if problems:
        raise CatalogueInvalid(problems)
    return Catalogue(
        calendar=calendar,
        policies=policies,
        suppliers=tuple(entry.spec for entry in suppliers),
        resellers=tuple(entry.spec for entry in resellers),
        destinations=tuple(entry.spec for entry in destinations),
        products=tuple(
            entry.spec for entry in products if isinstance(entry.spec, HotelSpec | TourSpec | TransferSpec)
        ),
        knowledge=tuple(entry.spec for entry in knowledge),
    )


def _entries(source: Source, spec: type[S]) -> list[Entry[S]]:
    content = source.content or []
    if not isinstance(content, list):
        source.report((), "the file is not a list")
        return []
    parsed = [
        (number, _parse(source, (number,), item, TypeAdapter(spec))) for number, item in enumerate(content)
    ]
    return [Entry(source, (number,), found) for number, found in parsed if found is not None]


def _mapping(source: Source) -> dict[str, Any]:
    content = source.content or {}
    if not isinstance(content, dict):
        source.report((), "the file is not a mapping of codes")
        return {}
    for code in content:
        _parse(source, (code,), code, CODE)
    return content


def _policies(source: Source) -> dict[str, PolicySpec]:
    parsed = {
        code: _parse(source, (code,), item, TypeAdapter(PolicySpec))
        for code, item in _mapping(source).items()
    }
    return {code: policy for code, policy in parsed.items() if policy is not None}


def _seasons(source: Source) -> Calendar:
    seasons = [
        Season(code, _parse(source, (code,), item, PERIODS) or ()) for code, item in _mapping(source).items()
    ]
    rest = [season.code for season in seasons if source.content[season.code] == []]
    for code in rest[1:]:
        source.report((code,), f"{code} and {rest[0]} both are every day that is in no other season")
    return Calendar(tuple(seasons))


def _parse(source: Source, place: Place, item: Any, adapter: TypeAdapter[T]) -> T | None:
    try:
        return adapter.validate_python(item)
    except ValidationError as error:
        details = error.errors()
        for detail in details:
            inside = detail["loc"]
            # A list whose items are wrong is called too short as well; the items say enough.
            if any(other["loc"][: len(inside)] == inside != other["loc"] for other in details):
                continue
            source.report((*place, *inside), _sentence(_label(place, item), inside, detail))
        return None


def _label(place: Place, item: Any) -> str:
    """The code that people know the thing by."""
    if isinstance(place[0], str):
        return place[0]
    code = item.get("code") if isinstance(item, dict) else None
    return code if isinstance(code, str) else f"item {place[0] + 1}"


def _sentence(label: str, inside: Place, detail: Any) -> str:
    where = ": ".join(filter(None, (label, ".".join(map(str, inside)))))
    match detail["type"]:
        case "missing":
            text = "is missing"
        case "extra_forbidden":
            text = "is not a field of the catalogue here"
        case "value_error":
            text = str(detail["ctx"]["error"])
        case "literal_error" | "enum":
            expected = re.sub(r"<[\w.]+: ('[^']+')>", r"\1", detail["ctx"]["expected"])
            text = f"{detail['input']!r} is not {expected}"
        case "decimal_parsing":
            text = f'{detail["input"]!r} is not a decimal like "72.50"'
        case "string_pattern_mismatch":
            text = f"{detail['input']!r} is not written as it should be ({detail['ctx']['pattern']})"
        case _:
            text = f"{detail['input']!r}: {detail['msg'][0].lower()}{detail['msg'][1:]}"
    return f"{where} {text}" if detail["type"] in {"missing", "extra_forbidden"} else f"{where}: {text}"
