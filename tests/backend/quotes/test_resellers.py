"""What a reseller gets of a quote: a percentage of the sell rate, never more than the markup."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.service import find_referenced as find_bookings
from backend.catalogue.models import Reseller
from backend.catalogue.service import list_resellers
from backend.errors import CommissionTooHigh, ResellerNotFound
from backend.quotes.models import Quote
from backend.quotes.schemas import QuoteView
from backend.quotes.service import find_referenced
from tests.backend.conftest import booked, quoted


async def kept(session: AsyncSession, quote: QuoteView) -> Quote:
    """Its row."""
    row = await session.get(Quote, quote.id)
    assert row is not None
    return row


async def test_the_commission_is_a_part_of_the_sell_rate_and_changes_no_price(
    catalogue: AsyncSession,
) -> None:
    plain, sold = await quoted(catalogue), await quoted(catalogue, reseller="brisa")
    row = await kept(catalogue, sold)
    assert sold.total == plain.total
    assert (row.reseller_code, row.commission) == ("brisa", round(sold.total.amount * 0.1))
    assert 0 < row.commission <= row.markup
    assert (await kept(catalogue, plain)).commission == 0


async def test_a_revision_stays_with_who_sold_it(catalogue: AsyncSession) -> None:
    first = await quoted(catalogue, reseller="tucan")
    await catalogue.execute(update(Reseller).where(Reseller.code == "tucan").values(active=False))
    assert (await kept(catalogue, await quoted(catalogue, previous=first.id))).reseller_code == "tucan"
    other = await quoted(catalogue, reseller="brisa", previous=first.id)
    assert (await kept(catalogue, other)).reseller_code == "brisa"


async def test_a_commission_above_the_markup_is_refused(catalogue: AsyncSession) -> None:
    await catalogue.execute(update(Reseller).values(commission_percent=15))
    with pytest.raises(CommissionTooHigh) as refused:
        await quoted(catalogue, reseller="brisa")
    assert refused.value.commission > refused.value.markup


async def test_only_who_sells_now_is_sold_for(catalogue: AsyncSession) -> None:
    await catalogue.execute(update(Reseller).where(Reseller.code == "brisa").values(active=False))
    assert [reseller.name for reseller in await list_resellers(catalogue)] == ["Viajes Tucán"]
    for code in ("brisa", "nobody"):
        with pytest.raises(ResellerNotFound):
            await quoted(catalogue, reseller=code)


async def test_references_are_found_by_their_beginnings(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    again = await quoted(catalogue, previous=booking.quote.id)
    found = await find_bookings(catalogue, typed=booking.reference[:3].lower(), limit=5)
    assert [one.reference for one in found] == [booking.reference]
    quotes = await find_referenced(catalogue, typed=again.reference[:5], limit=5)
    assert [(one.reference, one.conversation_id) for one in quotes] == [
        (again.reference, again.conversation_id)
    ]
    for typed in ("", "ab", "K7%", "'; --", "O01"):
        assert await find_bookings(catalogue, typed=typed, limit=5) == []
