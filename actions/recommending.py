"""Where to go, and what there is to do in a place."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions.places import find_place
from actions.replies import place_card, product_card
from actions.turn import DeskAction, Turn, slots
from actions.understanding import Context
from actions.understanding.elsewhere import instead_of
from actions.understanding.services import kinds_said
from backend.catalogue.schemas import DestinationView, Kind, ProductView
from backend.catalogue.service import list_destinations, list_products

MOST_CARDS = 6


class Recommend(DeskAction):
    """Destinations as cards; what there is to do, or where to stay, in the one they name; what lies near another place."""

    called = "action_recommend"

    async def act(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions() as session:
            named = await find_place(session, turn.entity("destination"))
            if named is None and isinstance(elsewhere := turn.entity("place"), dict):
                return await self._instead_of(elsewhere, session, turn)
            place = named or await find_place(session, turn.slots.get("destination"))
            if place is None:
                places = (await list_destinations(session))[:MOST_CARDS]
                cards = [place_card(turn, number, one) for number, one in enumerate(places, start=1)]
                turn.tell(turn.words("trip.recommend"), cards=cards)
                return turn.without_asking() if turn.form else []
            products = await _worth_seeing(session, place, turn.text)
        cards = [product_card(turn, number, one) for number, one in enumerate(products[:MOST_CARDS], start=1)]
        turn.tell(place.description[turn.language])
        turn.tell(turn.words("trip.place_offer", place=place.name[turn.language]), cards=cards)
        return [] if turn.slots.get("destination") else slots(destination=place.code)

    async def _instead_of(
        self, elsewhere: dict[str, Any], session: AsyncSession, turn: Turn
    ) -> list[EventType]:
        """The trip that is being planned stays as it is: they only ask about another place."""
        places = await list_destinations(session)
        context = Context(
            slots=turn.slots,
            today=self.desk.clock().date(),
            places=tuple((place.code, place.name[turn.language]) for place in places),
            countries={place.code: place.country for place in places},
        )
        problem = instead_of(elsewhere, context, turn.voice)
        turn.tell(problem.text, problem.as_slot()["buttons"])
        asked = slots(wished_place=elsewhere) if elsewhere.get("candidates") else []
        return [*asked, *(turn.without_asking() if turn.form else [])]


async def _worth_seeing(session: AsyncSession, place: DestinationView, text: str) -> list[ProductView]:
    """Where to stay or how to get there where that is asked, else what there is to do; all where there is nothing."""
    products = await list_products(session, destination=place.code)
    kinds = kinds_said(text) or [Kind.TOUR]
    return [one for one in products if one.kind in kinds] or products
