"""What was known at a handoff, said in an agent's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

import texts
from backend import wording
from backend.catalogue.service import get_product, list_destinations
from backend.errors import ProductNotFound, QuoteNotFound
from backend.quotes.service import get_quote

Slots = Mapping[str, Any]


async def say_wanted(session: AsyncSession, summary: Mapping[str, Any], language: str) -> str | None:
    """ "Cusco, del 10 al 14 de mayo de 2027, 2 adultos, 4 estrellas, hasta USD 300": a line, or None of nothing."""
    wanted: Slots = summary.get("wanted") or {}
    said: list[str] = []
    if place := await _place(session, wanted, language):
        said.append(place)
    for phrase in _PHRASES:
        # What the bot kept in another form than today's is left out rather than shown wrongly.
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            if words := phrase(wanted, language):
                said.append(words)
    return ", ".join(said) or None


async def say_quoted(session: AsyncSession, summary: Mapping[str, Any], language: str) -> str | None:
    """What was quoted and booked, each with its reference, in a line."""
    known: Slots = summary.get("known") or {}
    said: list[str] = []
    if quote_id := known.get("quote_id"):
        with suppress(QuoteNotFound, ValueError):
            quote = await get_quote(session, quote_id=UUID(str(quote_id)))
            name, total = quote.name[language], wording.money(language, quote.total)
            said.append(f"{quote.reference}: {name}, {total}")
    if reference := known.get("booking_reference"):
        said.append(texts.say(language, "summary.booking", reference=reference))
    return " · ".join(said) or None


def say_reason(reason: str, language: str) -> str:
    """Why a person was asked for; the code itself where it has no words."""
    try:
        return texts.say(language, f"summary.reason.{reason}")
    except texts.TextMissing:
        return reason


async def _place(session: AsyncSession, wanted: Slots, language: str) -> str | None:
    if product := wanted.get("product"):
        with suppress(ProductNotFound):
            return (await get_product(session, code=str(product))).name[language]
    if code := wanted.get("destination"):
        places = {place.code: place.name[language] for place in await list_destinations(session)}
        return places.get(str(code), str(code))
    wished = wanted.get("wished_place")
    return str(wished["name"]) if isinstance(wished, dict) and wished.get("name") else None


def _dates(wanted: Slots, language: str) -> str | None:
    dates = wanted.get("travel_dates")
    if not dates:
        return None
    return wording.days(language, date.fromisoformat(dates["start"]), date.fromisoformat(dates["end"]))


def _party(wanted: Slots, language: str) -> str | None:
    party = wanted.get("party")
    return wording.people(language, party["adults"], wanted.get("child_ages") or []) if party else None


def _stars(wanted: Slots, language: str) -> str | None:
    stars = wanted.get("stars")
    return f"{stars}★" if isinstance(stars, int) else None


def _budget(wanted: Slots, language: str) -> str | None:
    budget = wanted.get("budget")
    if not budget:
        return None
    currency = budget.get("currency") or ""
    amount = f"{currency} {wording.digits(language, budget['amount'], currency)}".strip()
    return texts.say(language, f"summary.budget_{budget.get('per') or 'trip'}", amount=amount)


def _wishes(wanted: Slots, language: str) -> str | None:
    """What nobody could promise: the kind of room."""
    said: list[str] = []
    for wish in wanted.get("wishes") or []:
        with suppress(texts.TextMissing):
            said.append(texts.say(language, f"wish.{wish}"))
    return ", ".join(said) or None


_PHRASES: tuple[Callable[[Slots, str], str | None], ...] = (_dates, _party, _stars, _budget, _wishes)
