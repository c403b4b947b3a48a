"""A catalogue is loaded once, and again only where it changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.importer import import_catalogue, option_id
from backend.catalogue.loader import CatalogueInvalid
from backend.catalogue.models import Rate
from backend.catalogue.schemas import Kind
from backend.catalogue.service import get_product, list_destinations, list_products
from backend.errors import ProductNotFound
from tests.backend.conftest import SMALL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "catalogue"))


def replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


async def test_a_second_import_changes_nothing(session: AsyncSession) -> None:
    first = await import_catalogue(session, path=SMALL)
    second = await import_catalogue(session, path=SMALL)
    assert (first.destinations, first.products) == (2, 7)
    assert first.changed > 0
    assert (second.changed, second.retired) == (0, 0)


async def test_only_what_changed_is_written(session: AsyncSession, folder: Path) -> None:
    await import_catalogue(session, path=folder)
    replace(folder / "hotels.yml", 'net: "50.00"', 'net: "55.50"')
    replace(folder / "hotels.yml", "Hotel Inti", "Hotel del Inti")
    assert (await import_catalogue(session, path=folder)).changed == 2
    product = await get_product(session, code="inti")
    assert product.name["es"] == "Hotel del Inti"
    nets = await session.scalars(
        select(Rate.net).where(Rate.option_id == option_id("inti", "double")).order_by(Rate.position)
    )
    assert nets.all() == [7500, 5550]


async def test_a_product_that_is_gone_is_retired_and_comes_back(session: AsyncSession, folder: Path) -> None:
    await import_catalogue(session, path=folder)
    (folder / "transfers.yml").write_text("[]", encoding="utf-8")
    gone = await import_catalogue(session, path=folder)
    assert gone.retired == 3, "the product and its two vehicles"
    assert "traslado" not in {product.code for product in await list_products(session)}
    assert (await get_product(session, code="traslado")).kind is Kind.TRANSFER
    shutil.copy(SMALL / "transfers.yml", folder)
    await import_catalogue(session, path=folder)
    assert "traslado" in {product.code for product in await list_products(session)}


async def test_a_season_that_is_gone_no_longer_takes_days_from_the_rest(
    session: AsyncSession, folder: Path
) -> None:
    await import_catalogue(session, path=folder)
    (folder / "seasons.yml").write_text("low: []", encoding="utf-8")
    for name in ("hotels.yml", "tours.yml", "transfers.yml"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text(
            "".join(line for line in lines if "season: high" not in line), encoding="utf-8"
        )
    await import_catalogue(session, path=folder)
    assert (await session.scalars(select(Rate.season_code).distinct())).all() == ["low"]


async def test_a_catalogue_with_a_mistake_is_not_loaded_at_all(session: AsyncSession, folder: Path) -> None:
    replace(folder / "transfers.yml", "kind: transfer", "kind: ferry")
    with pytest.raises(CatalogueInvalid):
        await import_catalogue(session, path=folder)
    assert await list_products(session) == []


async def test_travellers_see_products_without_net_rates(catalogue: AsyncSession) -> None:
    assert [destination.code for destination in await list_destinations(catalogue)] == ["cusco", "pucon"]
    tours = await list_products(catalogue, destination="cusco", kind=Kind.TOUR)
    assert {tour.code for tour in tours} == {"ciudadela", "mercado", "cocina"}
    hotel = await get_product(catalogue, code="inti")
    assert hotel.cancellation.steps[0].days_before == 7
    assert "net" not in repr(hotel)
    assert "markup" not in repr(hotel)
    with pytest.raises(ProductNotFound):
        await get_product(catalogue, code="nada")


async def test_what_a_destination_is_best_known_for_stays_first(catalogue: AsyncSession) -> None:
    pucon = (await list_destinations(catalogue))[1]
    assert pucon.themes == ("nature", "mountains", "romance")
    assert pucon.best_months == (12, 1, 2, 3)


async def test_themes_and_months_may_be_left_out(session: AsyncSession, folder: Path) -> None:
    replace(
        folder / "destinations.yml", "  themes: [history, mountains]\n  best_months: [5, 6, 7, 8, 9]\n", ""
    )
    await import_catalogue(session, path=folder)
    cusco = (await list_destinations(session))[0]
    assert (cusco.themes, cusco.best_months) == ((), ())
