"""A quote that is opened by its reference, from a link or in words: shown as it is, or priced anew where it has run out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction
from sqlalchemy.ext.asyncio import AsyncSession

from actions.holding import release_places
from actions.intents import HEARD_ALONE, QUESTIONS
from actions.quoting import Quoting
from actions.replies import starting_buttons
from actions.turn import Desk, Turn, slots
from actions.understanding.quoted import named_quote
from backend.errors import QuoteNotFound
from backend.quotes.planned import planned_of
from backend.quotes.schemas import QuoteView
from backend.quotes.sharing import copy_quote, find_quote

# What matters more than the quote that is named with it.
_OF_ITS_OWN = HEARD_ALONE | QUESTIONS
# What a message may say of the quote's trip besides: "Q-7K2MPA, but there are three of us".
_SAID_BESIDES = ("travel_dates", "party", "child_ages")


def quote_meant(turn: Turn) -> str | None:
    """The reference of the quote that a message in words is about, until it was opened."""
    if turn.intent in _OF_ITS_OWN or (turn.slots.get("turn") or {}).get("opened"):
        return None
    return named_quote(turn.text)


async def open_quote(desk: Desk, turn: Turn, reference: str) -> list[EventType]:
    """Makes the quote's trip the one that is planned here. Of somebody else's quote this conversation gets a copy."""
    async with desk.sessions.begin() as session:
        try:
            quote = await find_quote(session, reference=reference)
        except QuoteNotFound:
            turn.tell(turn.words("quote_link.unknown", reference=reference), starting_buttons(turn))
            return []
        held = str(quote.id) == turn.slots.get("quote_id")
        released = [] if held else await release_places(desk, turn, session)
        shown = await _go_on(desk, turn, session, quote)
    opened = slots(turn={**(turn.slots.get("turn") or {}), "opened": True})
    return [ActiveLoop(None), *slots(requested_slot=None, offered=None), *opened, *released, *shown]


async def _go_on(desk: Desk, turn: Turn, session: AsyncSession, quote: QuoteView) -> list[EventType]:
    now = desk.clock()
    quoting = Quoting(desk, turn, session)
    if said := _said_of_it(turn, quote):
        return [*slots(**planned_of(quote) | said), FollowupAction("trip_form")]
    if quote.valid_until > now:
        return await quoting.take_up(await _ours(turn, session, quote, now))
    if quote.request.start_on <= now.date():
        turn.tell(turn.words("quote_link.past", reference=quote.reference))
        return [
            *slots(**planned_of(quote) | {"travel_dates": None, "product": None}),
            FollowupAction("trip_form"),
        ]
    return await quoting.renew(quote, preface=turn.words("quote_link.renewed", reference=quote.reference))


def _said_of_it(turn: Turn, quote: QuoteView) -> dict[str, Any]:
    """What the message that names a quote wants otherwise; the ages of other children are asked for."""
    planned = planned_of(quote)
    said = {name: turn.slots[name] for name in _SAID_BESIDES if name in turn.heard}
    said = {name: value for name, value in said.items() if value != planned[name]}
    if "party" in said and "child_ages" not in said:
        said["child_ages"] = None if said["party"]["children"] else []
    return said


async def _ours(turn: Turn, session: AsyncSession, quote: QuoteView, now: datetime) -> QuoteView:
    if quote.conversation_id == turn.conversation_id:
        return quote
    return await copy_quote(
        session,
        quote_id=quote.id,
        conversation_id=turn.conversation_id,
        language=turn.language,
        now=now,
    )
