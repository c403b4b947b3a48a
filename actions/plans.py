"""The trip as it stands, and its next quote with what changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions.quoting import Quoting, trip_request
from actions.replies import quote_buttons
from actions.turn import Turn, slots
from backend import wording
from backend.catalogue.schemas import ProductView
from backend.catalogue.service import list_products
from backend.quotes.schemas import Proposal, QuoteLine
from backend.quotes.service import get_quote

Changes = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """The trip as it stands: what is sold there, and the lines of its quote or of the cheapest option."""

    sold: Mapping[str, ProductView]
    lines: tuple[QuoteLine, ...]
    total: int | None

    @property
    def has(self) -> list[str]:
        """The products that the trip holds, in their order."""
        return list(dict.fromkeys(line.product for line in self.lines))

    def of_kind(self, kind: str) -> list[str]:
        """Those of one kind."""
        return [code for code in self.has if self.sold[code].kind == kind]


async def plan_of(turn: Turn, session: AsyncSession, quoting: Quoting) -> Plan:
    """The trip that the slots hold, which is complete."""
    sold = {one.code: one for one in await list_products(session, destination=turn.slots["destination"])}
    if turn.slots.get("product") and (quote_id := turn.slots.get("quote_id")):
        quote = await get_quote(session, quote_id=UUID(quote_id))
        if quote.product == turn.slots["product"] and all(line.product in sold for line in quote.lines):
            return Plan(sold, quote.lines, quote.total.amount)
    found = await quoting.search(replace(trip_request(turn.slots), product=turn.slots.get("product")))
    return Plan(sold, found[0].lines if found else (), None)


async def present(
    turn: Turn, plan: Plan, changes: Changes, how: str, what: list[str], quoting: Quoting
) -> list[EventType]:
    """The trip with the changes: its quote with the difference, or the options anew where none is chosen."""
    turn.slots.update(changes)
    said = turn.words(f"service.{how}", what=names_of(turn, plan, what))
    return [*slots(**changes, offered=None), *await _requoted(turn, plan, said, quoting)]


async def _requoted(turn: Turn, plan: Plan, said: str, quoting: Quoting) -> list[EventType]:
    product = turn.slots.get("product")
    if product is None:
        turn.tell(said)
        return await quoting.offer(trip_request(turn.slots))
    if plan.total is not None:
        found = await quoting.search(replace(trip_request(turn.slots, stars=False), product=product))
        said = f"{said} {_difference(turn, plan.total, found[0])}" if found else said
    return await quoting.quote(product, preface=said)


async def stay(turn: Turn, plan: Plan, nights: int, quoting: Quoting) -> list[EventType]:
    """So many nights more, or less."""
    start_on, end_on = (date.fromisoformat(turn.slots["travel_dates"][side]) for side in ("start", "end"))
    end_on += timedelta(days=nights)
    if end_on <= start_on:
        return stands(turn, turn.words("service.one_night"))
    dates = {"start": start_on.isoformat(), "end": end_on.isoformat()}
    turn.slots["travel_dates"] = dates
    told = wording.nights(turn.language, (end_on - start_on).days)
    said = turn.words("service.stay", nights=told)
    return [*slots(travel_dates=dates, offered=None), *await _requoted(turn, plan, said, quoting)]


def stands(turn: Turn, text: str) -> list[EventType]:
    """Nothing changes, and the quote can still be booked."""
    quote_id = turn.slots.get("quote_id")
    buttons = quote_buttons(turn, quote_id, others=False) if quote_id and turn.slots.get("product") else []
    turn.tell(text, buttons)
    return slots(pending="book") if buttons else []


def _difference(turn: Turn, before: int, now: Proposal) -> str:
    difference = now.total.amount - before
    if difference == 0:
        return turn.words("service.same")
    amount = wording.money(turn.language, replace(now.total, amount=abs(difference)))
    return turn.words("service.more" if difference > 0 else "service.less", amount=amount)


def names_of(turn: Turn, plan: Plan, codes: list[str]) -> str:
    """The products' names as a list of words."""
    return wording.listed(turn.language, [plan.sold[code].name[turn.language] for code in codes])
