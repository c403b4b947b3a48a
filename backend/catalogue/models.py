"""The catalogue's tables, keyed by the operator's codes. Texts are JSON by language, money is minor units.

What leaves the YAML becomes inactive and stays, because quotes and bookings refer to it; answers go.
"""

from __future__ import annotations

import uuid
from datetime import time
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Numeric,
    SmallInteger,
    String,
    UniqueConstraint,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.database import Base


class Season(Base):
    """Periods as ``[["12-20", "01-05"]]``."""

    __tablename__ = "seasons"

    code: Mapped[str] = mapped_column(primary_key=True)
    periods: Mapped[list[Any]] = mapped_column(JSONB)


class Policy(Base):
    """Cancellation steps as ``[{"days_before": 7, "penalty_percent": 0}]``."""

    __tablename__ = "policies"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[dict[str, str]] = mapped_column(JSONB)
    steps: Mapped[list[dict[str, int]]] = mapped_column(JSONB)


class Supplier(Base):
    """Who provides services and is paid net rates in ``currency``: ``pay_days`` after them, below zero before them."""

    __tablename__ = "suppliers"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    country: Mapped[str]
    email: Mapped[str]
    currency: Mapped[str]
    pay_days: Mapped[int] = mapped_column(SmallInteger, server_default="7")
    active: Mapped[bool] = mapped_column(server_default=true())


class Destination(Base):
    """A place that trips go to; ``themes`` begins with what it is best known for."""

    __tablename__ = "destinations"

    code: Mapped[str] = mapped_column(primary_key=True)
    country: Mapped[str]
    timezone: Mapped[str]
    name: Mapped[dict[str, str]] = mapped_column(JSONB)
    description: Mapped[dict[str, str]] = mapped_column(JSONB)
    photo: Mapped[str]
    themes: Mapped[list[str]] = mapped_column(ARRAY(String))
    best_months: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    active: Mapped[bool] = mapped_column(server_default=true())


class Product(Base):
    """A hotel, tour or transfer; ``position`` is its place in the YAML."""

    __tablename__ = "products"
    __table_args__ = (CheckConstraint("kind IN ('hotel', 'tour', 'transfer')", name="kind"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    destination_code: Mapped[str] = mapped_column(ForeignKey("destinations.code"), index=True)
    supplier_code: Mapped[str] = mapped_column(ForeignKey("suppliers.code"))
    policy_code: Mapped[str] = mapped_column(ForeignKey("policies.code"))
    name: Mapped[dict[str, str]] = mapped_column(JSONB)
    description: Mapped[dict[str, str]] = mapped_column(JSONB)
    includes: Mapped[dict[str, list[str]]] = mapped_column(JSONB)
    stars: Mapped[int | None] = mapped_column(SmallInteger)
    rating: Mapped[Decimal | None] = mapped_column(Numeric(2, 1))
    photo: Mapped[str]
    cut_off_hours: Mapped[int]
    markup_percent: Mapped[Decimal] = mapped_column(Numeric(8, 4))
    tax_percent: Mapped[Decimal] = mapped_column(Numeric(8, 4))
    in_package: Mapped[bool]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    age_bands: Mapped[dict[str, list[int]]] = mapped_column(JSONB)
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(server_default=true())

    destination: Mapped[Destination] = relationship()
    supplier: Mapped[Supplier] = relationship()
    policy: Mapped[Policy] = relationship()
    options: Mapped[list[Option]] = relationship(
        primaryjoin="and_(Product.code == Option.product_code, Option.active)",
        order_by="Option.position",
        viewonly=True,
    )


class Knowledge(Base):
    """An answer, and by destination what is answered there instead; ``position`` is its place in the YAML."""

    __tablename__ = "knowledge"

    code: Mapped[str] = mapped_column(primary_key=True)
    topic: Mapped[str | None]
    answer: Mapped[dict[str, str]] = mapped_column(JSONB)
    places: Mapped[dict[str, dict[str, str]]] = mapped_column(JSONB)
    person: Mapped[bool]
    position: Mapped[int]


class Option(Base):
    """A room type, departure or vehicle; its id follows from the codes (``importer.option_id``)."""

    __tablename__ = "options"
    __table_args__ = (
        UniqueConstraint("product_code", "code"),
        CheckConstraint("daily_capacity >= 0", name="daily_capacity"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    product_code: Mapped[str] = mapped_column(ForeignKey("products.code"))
    code: Mapped[str]
    name: Mapped[dict[str, str]] = mapped_column(JSONB)
    adults: Mapped[int | None] = mapped_column(SmallInteger)
    children: Mapped[int | None] = mapped_column(SmallInteger)
    people: Mapped[int | None] = mapped_column(SmallInteger)
    starts: Mapped[time | None]
    daily_capacity: Mapped[int]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(server_default=true())

    rates: Mapped[list[Rate]] = relationship(order_by="Rate.position", viewonly=True)


class Rate(Base):
    """A net rate; of an option's rates the first that fits applies."""

    __tablename__ = "rates"
    __table_args__ = (CheckConstraint("net >= 0", name="net"),)

    option_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("options.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    season_code: Mapped[str] = mapped_column(ForeignKey("seasons.code"))
    unit: Mapped[str]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    net: Mapped[int] = mapped_column(BigInteger)


class Reseller(Base):
    """Who sells our trips for a commission on their sell rate."""

    __tablename__ = "resellers"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    commission_percent: Mapped[Decimal] = mapped_column(Numeric(5, 2))
    active: Mapped[bool] = mapped_column(server_default=true())
