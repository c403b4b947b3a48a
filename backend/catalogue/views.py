"""Rows of the catalogue as views."""

from __future__ import annotations

from backend.catalogue import models
from backend.catalogue.schemas import (
    CancellationStep,
    DestinationView,
    Kind,
    KnowledgeView,
    OptionView,
    PolicyView,
    ProductView,
    ResellerView,
    Unit,
)
from backend.catalogue.seasons import MonthDay, Rate, Season
from backend.catalogue.sellable import Sellable


def destination_view(row: models.Destination) -> DestinationView:
    """A destination as travellers see it."""
    return DestinationView(
        code=row.code,
        country=row.country,
        name=row.name,
        description=row.description,
        photo=row.photo,
        timezone=row.timezone,
        themes=tuple(row.themes),
        best_months=tuple(row.best_months),
    )


def knowledge_view(row: models.Knowledge) -> KnowledgeView:
    """An answer as travellers get it."""
    return KnowledgeView(row.code, row.topic, row.answer, row.places, row.person)


def product_view(row: models.Product) -> ProductView:
    """A product as travellers see it."""
    return ProductView(
        code=row.code,
        kind=Kind(row.kind),
        destination=row.destination_code,
        name=row.name,
        description=row.description,
        includes={language: tuple(items) for language, items in row.includes.items()},
        photo=row.photo,
        stars=row.stars,
        rating=None if row.rating is None else float(row.rating),
        currency=row.supplier.currency,
        cut_off_hours=row.cut_off_hours,
        in_package=row.in_package,
        weekdays=tuple(row.weekdays),
        age_bands={unit: (first, last) for unit, (first, last) in row.age_bands.items()},
        cancellation=PolicyView(
            row.policy.code, row.policy.name, tuple(CancellationStep(**step) for step in row.policy.steps)
        ),
        options=tuple(
            OptionView(
                option.id,
                option.code,
                option.name,
                option.adults,
                option.children,
                option.people,
                option.starts,
            )
            for option in row.options
        ),
    )


def sellable(row: models.Product) -> Sellable:
    """A product with its net rates."""
    rates = {
        option.id: tuple(
            Rate(rate.season_code, Unit(rate.unit), frozenset(rate.weekdays), rate.net)
            for rate in option.rates
        )
        for option in row.options
    }
    return Sellable(product_view(row), row.markup_percent, row.tax_percent, rates)


def season(row: models.Season) -> Season:
    """A season of the calendar."""
    return Season(row.code, tuple((_month_day(first), _month_day(last)) for first, last in row.periods))


def _month_day(text: str) -> MonthDay:
    month, day = text.split("-")
    return int(month), int(day)


def reseller_view(row: models.Reseller) -> ResellerView:
    """Who sells for us."""
    return ResellerView(row.code, row.name, row.commission_percent, row.active)
