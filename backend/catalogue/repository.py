"""The catalogue's SQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, or_, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from backend.catalogue.models import Destination, Knowledge, Option, Product, Rate, Reseller, Season, Supplier
from backend.database import Base

SUPPLIERS: Final = text(
    """
    SELECT products.code, suppliers.code AS supplier, suppliers.pay_days
    FROM products JOIN suppliers ON suppliers.code = products.supplier_code WHERE products.code = ANY(:products)
    """
)


async def list_destinations(session: AsyncSession) -> Sequence[Destination]:
    """Active destinations by code."""
    found = await session.scalars(select(Destination).where(Destination.active).order_by(Destination.code))
    return found.all()


async def list_products(session: AsyncSession, *conditions: ColumnElement[bool]) -> Sequence[Product]:
    """Active products of active destinations with their options, in the catalogue's order."""
    statement = _products().join(Product.destination).where(Product.active, Destination.active, *conditions)
    return (await session.scalars(statement.order_by(Product.position))).all()


async def list_sellable(session: AsyncSession, destination: str) -> Sequence[Product]:
    """A destination's active products with options and rates."""
    statement = (
        _products(rates=True)
        .join(Product.destination)
        .where(Product.destination_code == destination, Product.active, Destination.active)
    )
    return (await session.scalars(statement.order_by(Product.position))).all()


async def suppliers_of(session: AsyncSession, products: Collection[str]) -> dict[str, tuple[str, int]]:
    """By product, its supplier's code and when they are paid."""
    rows = await session.execute(SUPPLIERS, {"products": list(products)})
    return {product: (supplier, pay_days) for product, supplier, pay_days in rows}


async def supplier_names(session: AsyncSession, codes: Collection[str]) -> dict[str, str]:
    """The suppliers among these codes, with what they are called."""
    found = await session.execute(select(Supplier.code, Supplier.name).where(Supplier.code.in_(codes)))
    return {row.code: row.name for row in found}


async def known_resellers(session: AsyncSession, codes: Collection[str]) -> Sequence[str]:
    """The resellers among these codes."""
    return (await session.scalars(select(Reseller.code).where(Reseller.code.in_(codes)))).all()


async def get_product_or_none(session: AsyncSession, code: str) -> Product | None:
    """The product with its options, active or not."""
    return (await session.scalars(_products().where(Product.code == code))).one_or_none()


async def get_reseller_or_none(session: AsyncSession, code: str) -> Reseller | None:
    """The reseller, active or not."""
    return (await session.scalars(select(Reseller).where(Reseller.code == code))).one_or_none()


async def list_resellers(session: AsyncSession) -> Sequence[Reseller]:
    """Those who sell, by name."""
    return (await session.scalars(select(Reseller).where(Reseller.active).order_by(Reseller.name))).all()


async def list_seasons(session: AsyncSession) -> Sequence[Season]:
    """All seasons."""
    return (await session.scalars(select(Season).order_by(Season.code))).all()


async def list_knowledge(
    session: AsyncSession, codes: Collection[str], topics: Collection[str]
) -> Sequence[Knowledge]:
    """Entries that are named or are of the topics, in the catalogue's order."""
    wanted = or_(Knowledge.code.in_(codes), Knowledge.topic.in_(topics))
    return (await session.scalars(select(Knowledge).where(wanted).order_by(Knowledge.position))).all()


def _products(*, rates: bool = False) -> Select[Product]:
    options = selectinload(Product.options)
    return (
        select(Product)
        .options(
            joinedload(Product.destination, innerjoin=True),
            joinedload(Product.supplier, innerjoin=True),
            joinedload(Product.policy, innerjoin=True),
            options.selectinload(Option.rates) if rates else options,
        )
        .execution_options(populate_existing=True)
    )


async def upsert(session: AsyncSession, model: type[Base], rows: list[dict[str, Any]]) -> int:
    """Inserts or updates rows by primary key; returns how many were new or different."""
    if not rows:
        return 0
    table = model.__table__
    keys = [column.name for column in table.primary_key]
    statement = insert(model)
    values = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    current = tuple_(*(table.c[name] for name in values))
    statement = statement.on_conflict_do_update(
        index_elements=keys, set_=values, where=current.is_distinct_from(tuple_(*values.values()))
    )
    changed = await session.execute(statement.returning(table.c[keys[0]]), rows)
    return len(changed.all())


async def delete_other_rates(session: AsyncSession, kept: Collection[tuple[UUID, int]]) -> int:
    """Deletes rates that no option has any more; nothing refers to rates, since quotes keep their prices."""
    stored = (await session.execute(select(Rate.option_id, Rate.position))).all()
    gone = [(option, position) for option, position in stored if (option, position) not in kept]
    if gone:
        await session.execute(delete(Rate).where(tuple_(Rate.option_id, Rate.position).in_(gone)))
    return len(gone)


async def delete_other_seasons(session: AsyncSession, kept: Collection[str]) -> None:
    """Deletes seasons that are not in the catalogue any more."""
    await session.execute(delete(Season).where(Season.code.not_in(kept)))


async def delete_other_knowledge(session: AsyncSession, kept: Collection[str]) -> int:
    """Deletes answers that are not in the catalogue any more; returns how many."""
    gone = delete(Knowledge).where(Knowledge.code.not_in(kept)).returning(Knowledge.code)
    return len((await session.execute(gone)).all())


async def retire_others(session: AsyncSession, key: InstrumentedAttribute[Any], kept: Collection[Any]) -> int:
    """Makes active rows inactive whose key is not kept; returns how many."""
    model = key.class_
    gone = update(model).where(model.active, key.not_in(kept)).values(active=False).returning(key)
    return len((await session.execute(gone)).all())
