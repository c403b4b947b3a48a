"""Quotes are issued once and never change; a change is a new revision."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.models import Rate
from backend.errors import ProductNotFound, ProductUnavailable, QuoteNotFound
from backend.money import Money
from backend.quotes.models import Quote
from backend.quotes.schemas import Interest, Party
from backend.quotes.service import get_quote, issue_quote, search_trips
from backend.terms import Terms
from tests.backend.conftest import NOW, quoted, trip


async def test_a_quote_is_what_was_offered(catalogue: AsyncSession) -> None:
    offer = (await search_trips(catalogue, request=trip(stars=4), now=NOW))[0]
    quote = await quoted(catalogue, stars=4)
    assert (quote.total, quote.lines, quote.includes) == (offer.total, offer.lines, offer.includes)
    assert quote.tax == Money(11880, "USD")
    assert quote.request == trip(stars=4)
    assert re.fullmatch("Q-[A-HJ-NP-Z2-9]{6}", quote.reference)
    assert quote.revision == 1
    assert await get_quote(catalogue, quote_id=quote.id) == quote


async def test_a_quote_keeps_its_price_when_the_catalogue_changes(catalogue: AsyncSession) -> None:
    quote = await quoted(catalogue)
    await catalogue.execute(update(Rate).values(net=Rate.net * 2))
    assert (await get_quote(catalogue, quote_id=quote.id)).total == quote.total
    assert (await quoted(catalogue)).total.amount == 2 * quote.total.amount


async def test_a_quote_never_shows_net_rates_or_markups(catalogue: AsyncSession) -> None:
    shown = repr(await quoted(catalogue))
    assert "net" not in shown
    assert "markup" not in shown


async def test_the_database_refuses_to_change_or_delete_a_quote(catalogue: AsyncSession) -> None:
    await quoted(catalogue)
    for statement in (update(Quote).values(language="en"), delete(Quote)):
        with pytest.raises(IntegrityError, match="is issued and never changes"):
            async with catalogue.begin_nested():
                await catalogue.execute(statement)


async def test_a_quote_holds_for_72_hours_but_never_beyond_the_cut_off(catalogue: AsyncSession) -> None:
    assert (await quoted(catalogue)).valid_until == NOW + timedelta(hours=72)
    hotel = {"interest": Interest.HOTEL}
    days_before = datetime(2027, 5, 8, 12, tzinfo=UTC)
    assert (await quoted(catalogue, now=days_before, **hotel)).valid_until == datetime(
        2027, 5, 9, 17, tzinfo=UTC
    )
    short = await issue_quote(
        catalogue,
        request=trip(),
        product="inti",
        conversation_id=None,
        language="pt",
        now=NOW,
        terms=Terms(quote_valid_hours=1),
    )
    assert short.valid_until == NOW + timedelta(hours=1)


async def test_a_change_is_the_next_revision_under_the_same_reference(catalogue: AsyncSession) -> None:
    first = await quoted(catalogue)
    second, third = [
        await quoted(catalogue, party=Party(adults), conversation_id=first.conversation_id, previous=first.id)
        for adults in (6, 4)
    ]
    assert {first.reference, second.reference, third.reference} == {first.reference}
    assert (first.revision, second.revision, third.revision) == (1, 2, 3)
    assert await get_quote(catalogue, quote_id=first.id) == first


async def test_what_does_not_fit_or_exist_is_not_quoted(catalogue: AsyncSession) -> None:
    with pytest.raises(ProductUnavailable):
        await quoted(catalogue, party=Party(40))
    with pytest.raises(ProductUnavailable):
        await quoted(catalogue, product="lago")
    with pytest.raises(ProductNotFound):
        await quoted(catalogue, product="nada")
    with pytest.raises(QuoteNotFound):
        await get_quote(catalogue, quote_id=uuid.uuid4())
