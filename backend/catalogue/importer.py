"""Loads a catalogue into the database: new things are added, changed ones updated, gone ones retired."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue import repository
from backend.catalogue.fields import EVERY_DAY
from backend.catalogue.knowledge import KnowledgeSpec
from backend.catalogue.loader import Catalogue, load_catalogue
from backend.catalogue.models import (
    Destination,
    Knowledge,
    Option,
    Policy,
    Product,
    Rate,
    Reseller,
    Season,
    Supplier,
)
from backend.catalogue.specs import (
    Departure,
    DestinationSpec,
    HotelSpec,
    OptionSpec,
    ProductSpec,
    ResellerSpec,
    RoomType,
    SupplierSpec,
    TourSpec,
    Vehicle,
)
from backend.money import precision

OPTIONS = UUID("5b0d6f0e-6a0e-4d39-9d5b-5b6b8e8a4c11")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; ``changed`` counts new and altered rows of the database."""

    destinations: int
    products: int
    knowledge: int
    changed: int
    retired: int

    def __str__(self) -> str:
        return (
            f"{self.destinations} destinations, {self.products} products, {self.knowledge} answers: "
            f"{self.changed} entries changed, {self.retired} retired"
        )


async def import_catalogue(session: AsyncSession, *, path: Path) -> ImportReport:
    """Checks the folder whole, then brings the database to it; a second import changes nothing. Raises CatalogueInvalid."""
    catalogue = load_catalogue(path)
    rates = _rates(catalogue)
    changed = 0
    for model, rows in (
        (Season, _seasons(catalogue)),
        (
            Policy,
            [{"code": code, **policy.model_dump(mode="json")} for code, policy in catalogue.policies.items()],
        ),
        (Supplier, [_active(supplier) for supplier in catalogue.suppliers]),
        (Reseller, [_active(reseller) for reseller in catalogue.resellers]),
        (Destination, [_destination(destination) for destination in catalogue.destinations]),
        (Product, [_product(position, product) for position, product in enumerate(catalogue.products)]),
        (Option, _options(catalogue)),
        (Rate, rates),
        (Knowledge, [_knowledge(position, spec) for position, spec in enumerate(catalogue.knowledge)]),
    ):
        changed += await repository.upsert(session, model, rows)
    changed += await repository.delete_other_rates(
        session, {(rate["option_id"], rate["position"]) for rate in rates}
    )
    await repository.delete_other_seasons(session, [season.code for season in catalogue.calendar.seasons])
    changed += await repository.delete_other_knowledge(session, [spec.code for spec in catalogue.knowledge])
    retired = 0
    for active, kept in (
        (Supplier.code, [supplier.code for supplier in catalogue.suppliers]),
        (Reseller.code, [reseller.code for reseller in catalogue.resellers]),
        (Destination.code, [destination.code for destination in catalogue.destinations]),
        (Product.code, [product.code for product in catalogue.products]),
        (
            Option.id,
            [
                option_id(product.code, option.code)
                for product in catalogue.products
                for option in product.options
            ],
        ),
    ):
        retired += await repository.retire_others(session, active, kept)
    return ImportReport(
        len(catalogue.destinations), len(catalogue.products), len(catalogue.knowledge), changed, retired
    )


def option_id(product: str, option: str) -> UUID:
    """The id that an option has in every database."""
    return uuid5(OPTIONS, f"{product}/{option}")


def _seasons(catalogue: Catalogue) -> list[Row]:
    return [
        {"code": season.code, "periods": [[f"{m:02}-{d:02}" for m, d in period] for period in season.periods]}
        for season in catalogue.calendar.seasons
    ]


def _active(spec: SupplierSpec | ResellerSpec) -> Row:
    return {**spec.model_dump(), "active": True}


def _destination(spec: DestinationSpec) -> Row:
    return {**spec.model_dump(exclude={"aliases"}), "active": True}


def _product(position: int, spec: ProductSpec) -> Row:
    tour = spec if isinstance(spec, TourSpec) else None
    return {
        **spec.model_dump(
            include={"code", "name", "description", "photo", "cut_off_hours", "in_package", "rating"}
        ),
        **spec.model_dump(include={"includes", "markup_percent", "tax_percent"}),
        "kind": spec.kind.value,
        "destination_code": spec.destination,
        "supplier_code": spec.supplier,
        "policy_code": spec.cancellation,
        "stars": spec.stars if isinstance(spec, HotelSpec) else None,
        "weekdays": sorted(tour.weekdays if tour else EVERY_DAY),
        "age_bands": {unit.value: list(ages) for unit, ages in tour.age_bands.items()} if tour else {},
        "position": position,
        "active": True,
    }


def _options(catalogue: Catalogue) -> list[Row]:
    return [
        {
            **option.model_dump(include={"code", "name", "daily_capacity"}),
            "id": option_id(product.code, option.code),
            "product_code": product.code,
            "position": position,
            "active": True,
            **_capacity(option),
        }
        for product in catalogue.products
        for position, option in enumerate(product.options)
    ]


def _knowledge(position: int, spec: KnowledgeSpec) -> Row:
    return {
        **spec.model_dump(include={"code", "topic", "answer", "person"}),
        "places": {code: place.answer.model_dump() for place in spec.places for code in place.destinations},
        "position": position,
    }


def _capacity(option: OptionSpec) -> Row:
    rooms = option.capacity if isinstance(option, RoomType) else None
    return {
        "adults": rooms.adults if rooms else None,
        "children": rooms.children if rooms else None,
        "people": option.capacity.people if isinstance(option, Vehicle) else None,
        "starts": option.starts if isinstance(option, Departure) else None,
    }


def _rates(catalogue: Catalogue) -> list[Row]:
    digits = {supplier.code: precision(supplier.currency) for supplier in catalogue.suppliers}
    return [
        {
            "option_id": option_id(product.code, option.code),
            "position": position,
            "season_code": rate.season,
            "unit": rate.unit.value,
            "weekdays": sorted(rate.weekdays),
            "net": int(rate.net.scaleb(digits[product.supplier])),
        }
        for product in catalogue.products
        for option in product.options
        for position, rate in enumerate(option.rates)
    ]
