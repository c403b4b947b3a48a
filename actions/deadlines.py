"""Until when: to pay a booking, to finish one while its places are held, to take a quote at its price."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from actions.holding import held_until
from actions.places import get_place
from actions.replies import quote_buttons
from actions.turn import Desk, Turn
from backend import wording
from backend.catalogue.schemas import DestinationView
from backend.quotes.service import get_quote


async def tell_what_is_open(desk: Desk, turn: Turn) -> bool:
    """Until when places are held or the quote is good; False where there is neither."""
    now = desk.clock()
    async with desk.sessions() as session:
        if until := held_until(turn, now):
            place = await get_place(session, turn.slots["destination"])
            turn.tell(turn.words("book.until", **_moment(turn, until, place)))
            return True
        return await _tell_quote(session, turn, now)


async def _tell_quote(session: AsyncSession, turn: Turn, now: datetime) -> bool:
    quote_id = turn.slots.get("quote_id")
    if turn.slots.get("pending") != "book" or not quote_id:
        return False
    quote = await get_quote(session, quote_id=UUID(quote_id))
    if quote.valid_until <= now:
        return False
    place = await get_place(session, quote.request.destination)
    text = turn.words("quote.valid_until", **_moment(turn, quote.valid_until, place))
    turn.tell(f"{text} {turn.words('quote.ask')}", quote_buttons(turn, quote_id, others=True))
    return True


def _moment(turn: Turn, moment: datetime, place: DestinationView) -> dict[str, str]:
    return {
        "until": wording.moment(turn.language, moment, place.timezone),
        "place": place.name[turn.language],
    }
