"""What must be true between the things in a catalogue: codes known and unique, every day priced, one currency a place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from backend.catalogue.fields import EVERY_DAY, WEEKDAYS
from backend.catalogue.knowledge import KnowledgeSpec
from backend.catalogue.schemas import Kind, Unit
from backend.catalogue.seasons import Calendar, Rate, uncovered
from backend.catalogue.source import Place, Source
from backend.catalogue.specs import (
    CodedSpec,
    DestinationSpec,
    NamedSpec,
    ProductSpec,
    SupplierSpec,
    TourSpec,
)
from backend.money import precision, smallest
from language.normalise import fold

S = TypeVar("S", bound=CodedSpec, covariant=True)
BASE_UNIT = {Kind.HOTEL: Unit.ROOM, Kind.TOUR: Unit.ADULT, Kind.TRANSFER: Unit.VEHICLE}


@dataclass(frozen=True, slots=True)
class Entry(Generic[S]):
    """A spec and where it stands."""

    source: Source
    place: Place
    spec: S

    def report(self, text: str, *inside: str | int) -> None:
        """Notes a mistake in this entry."""
        self.source.report((*self.place, *inside), text)


def check_entries(
    sources: Mapping[str, Source],
    calendar: Calendar,
    suppliers: Sequence[Entry[SupplierSpec]],
    destinations: Sequence[Entry[DestinationSpec]],
    products: Sequence[Entry[ProductSpec]],
    knowledge: Sequence[Entry[KnowledgeSpec]],
    photos: set[str],
) -> None:
    """Reports every mistake to the source it stands in. What is written but invalid counts as known, to say it once."""
    check_codes("supplier", suppliers)
    check_codes("destination", destinations)
    check_codes("product", products)
    _check_names("destination", destinations)
    _check_names("product", products)
    known = {
        name: _written(sources[f"{name}.yml"])
        for name in ("seasons", "policies", "suppliers", "destinations")
    }
    currencies = {entry.spec.code: entry.spec.currency for entry in suppliers}
    named: list[Entry[NamedSpec]] = [*destinations, *products]
    for entry in named:
        if entry.spec.photo not in photos:
            entry.report(f"{entry.spec.code}: no {entry.spec.photo} in photos/", "photo")
    for product in products:
        _check_references(product, known)
        _check_options(product, known["seasons"], currencies.get(product.spec.supplier))
        if not sources["seasons.yml"].problems:
            _check_every_day(product, calendar, known["seasons"])
    _check_one_currency(products, currencies)
    check_codes("entry", knowledge)
    _check_questions(knowledge)
    for item in knowledge:
        _check_places(item, known["destinations"])


def _written(source: Source) -> set[str]:
    content = source.content or []
    if isinstance(content, dict):
        return set(content)
    return {item["code"] for item in content if isinstance(item, dict) and isinstance(item.get("code"), str)}


def check_codes(noun: str, entries: Sequence[Entry[CodedSpec]]) -> None:
    """No code stands twice."""
    first: dict[str, Entry[CodedSpec]] = {}
    for entry in entries:
        before = first.setdefault(entry.spec.code, entry)
        if before is not entry:
            where = f"{before.source.file}:{before.source.line((*before.place, 'code'))}"
            entry.report(f"{entry.spec.code}: {noun} code used already at {where}", "code")


def _check_names(noun: str, entries: Sequence[Entry[NamedSpec]]) -> None:
    """Travellers say names and aliases; one that means two things would be understood at random."""
    meaning: dict[str, str] = {}
    for entry in entries:
        spec = entry.spec
        said = [(spec.name.es, "name"), (spec.name.en, "name"), (spec.name.pt, "name")]
        for name, where in dict([*said, *((alias, "aliases") for alias in spec.aliases)]).items():
            if meaning.setdefault(name.casefold(), spec.code) != spec.code:
                other = meaning[name.casefold()]
                entry.report(f"{spec.code}: {name!r} means the {noun} {other} already", where)


def _check_references(entry: Entry[ProductSpec], known: Mapping[str, set[str]]) -> None:
    spec = entry.spec
    if spec.destination not in known["destinations"]:
        entry.report(f"{spec.code}: unknown destination {spec.destination}", "destination")
    if spec.supplier not in known["suppliers"]:
        entry.report(f"{spec.code}: unknown supplier {spec.supplier}", "supplier")
    if spec.cancellation not in known["policies"]:
        entry.report(f"{spec.code}: unknown policy {spec.cancellation}", "cancellation")


def _check_options(entry: Entry[ProductSpec], seasons: set[str], currency: str | None) -> None:
    codes: set[str] = set()
    for number, option in enumerate(entry.spec.options):
        here = f"{entry.spec.code}/{option.code}"
        if option.code in codes:
            entry.report(f"{here}: option code used already in this product", "options", number, "code")
        codes.add(option.code)
        for position, rate in enumerate(option.rates):
            place = ("options", number, "rates", position)
            if rate.season not in seasons:
                entry.report(f"{here}: unknown season {rate.season}", *place, "season")
            if currency and rate.net.scaleb(precision(currency)) % smallest(currency):
                entry.report(f"{here}: {rate.net} has more digits than {currency} has", *place, "net")


def _check_every_day(entry: Entry[ProductSpec], calendar: Calendar, seasons: set[str]) -> None:
    """Every unit that is sold has a rate on each day that the product runs."""
    spec = entry.spec
    running = spec.weekdays if isinstance(spec, TourSpec) else EVERY_DAY
    for number, option in enumerate(spec.options):
        rates = [Rate(rate.season, rate.unit, rate.weekdays, 0) for rate in option.rates]
        if any(rate.season not in seasons for rate in rates):
            continue
        for unit in sorted({rate.unit for rate in rates} | {BASE_UNIT[spec.kind]}):
            gaps: dict[str, list[int]] = defaultdict(list)
            for season, weekday in uncovered(rates, unit, running, calendar):
                gaps[season].append(weekday)
            for season, days in gaps.items():
                on = "" if len(days) == len(running) else " on " + ", ".join(WEEKDAYS[day] for day in days)
                entry.report(
                    f"{spec.code}/{option.code}: no {unit} rate in {season}{on}", "options", number, "rates"
                )


def _check_one_currency(products: Sequence[Entry[ProductSpec]], currencies: Mapping[str, str]) -> None:
    """A package is one total, and proposals of a place are compared."""
    first: dict[str, str] = {}
    for entry in products:
        currency = currencies.get(entry.spec.supplier)
        expected = first.setdefault(entry.spec.destination, currency) if currency else None
        if currency != expected:
            entry.report(
                f"{entry.spec.code}: priced in {currency}, but {entry.spec.destination} is priced in {expected}",
                "supplier",
            )


def _check_questions(entries: Sequence[Entry[KnowledgeSpec]]) -> None:
    """A question that two entries claim would be answered by either."""
    first: dict[str, Entry[KnowledgeSpec]] = {}
    for entry in entries:
        for language, number, text in entry.spec.sentences():
            before = first.setdefault(" ".join(re.findall(r"\w+", fold(text))), entry)
            if before.spec.code != entry.spec.code:
                told = f"{entry.spec.code}: {text!r} is asked by {before.spec.code} already"
                entry.report(told, "questions", language, number)


def _check_places(entry: Entry[KnowledgeSpec], destinations: set[str]) -> None:
    answered: set[str] = set()
    for number, place in enumerate(entry.spec.places):
        for position, code in enumerate(place.destinations):
            where = ("places", number, "destinations", position)
            if code not in destinations:
                entry.report(f"{entry.spec.code}: unknown destination {code}", *where)
            elif code in answered:
                entry.report(f"{entry.spec.code}: {code} has two answers", *where)
            answered.add(code)
