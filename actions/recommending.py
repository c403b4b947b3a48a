"""Where to go, by the kind of place and the month that is wished for, and what there is to do in a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import EventType, FollowupAction
from sqlalchemy.ext.asyncio import AsyncSession

from actions.affording import wants_cheaper
from actions.fitting import Wish, fit, month_wished, sentences, themes_so_far
from actions.places import find_place
from actions.replies import place_card, product_card
from actions.turn import DeskAction, Turn, slots
from actions.understanding import Context
from actions.understanding.elsewhere import instead_of
from actions.understanding.services import kinds_said
from backend.catalogue.schemas import DestinationView, Kind, ProductView
from backend.catalogue.service import list_destinations, list_products
from language.themes import find_themes

MOST_CARDS = 6
# What a place has or has not, while there is something to eat or to see everywhere.
_WHICH = re.compile(
    r"\b(?:cu[aá]l|qual|which|recom[ie]\w+|suger\w+|sugir\w+|suggest\w*|best)\b", re.IGNORECASE
)
_ELSE = re.compile(
    r"\b(?:lugar\w*|destin\w*|ciudad\w*|cidade\w*|places?|cit(?:y|ies)|hacer|fazer|to do|ver|see|visit\w*|com[ei]\w*|eat)\b",
    re.IGNORECASE,
)
LANDSCAPES = frozenset({"beach", "mountains", "snow", "desert", "islands"})


class Recommend(DeskAction):
    """Destinations as cards; what there is to do, or where to stay, in the one they name; what lies near another place."""

    called = "action_recommend"

    async def act(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions() as session:
            named = await find_place(session, turn.entity("destination"))
            if named is None and isinstance(elsewhere := turn.entity("place"), dict):
                return await self._instead_of(elsewhere, session, turn)
            if named is None and _which_of_these(turn):
                return [FollowupAction("action_choose_option")]
            place = named or await find_place(session, turn.slots.get("destination"))
            if place is None or (named is None and _leads_away(turn, place)):
                show_fitting(turn, await list_destinations(session), _themes(turn))
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


def _which_of_these(turn: Turn) -> bool:
    """Whether they want to be told which of the options that are shown; what is offered beside a trip is not the trip."""
    offered = turn.slots.get("offered") or ()
    beside = kinds_said(turn.text) or find_themes(turn.text, turn.language)
    options = len(offered) > 1 and not any(one.get("beside") for one in offered)
    return bool(options and not beside and _WHICH.search(turn.text) and not _ELSE.search(turn.text))


def show_fitting(turn: Turn, places: Sequence[DestinationView], themes: tuple[str, ...]) -> None:
    """The destinations that fit the themes and the month of the trip as cards, with what there is to say of them."""
    wish = Wish(themes, month_wished(turn.slots))
    fitting = fit(places, wish)
    cards = [place_card(turn, number, one) for number, one in enumerate(fitting.places, start=1)]
    said = [
        turn.words("word.noted") if turn.was_asked("destination") else "",
        sentences(turn, wish, fitting),
        turn.words("trip.themes_cheap") if wants_cheaper(turn.text) else "",
        turn.words("trip.themes_which" if themes else "trip.recommend"),
    ]
    turn.tell(" ".join(filter(None, said)), cards=cards)


def _themes(turn: Turn) -> tuple[str, ...]:
    """The button shows everything; words are about what they wished for."""
    return () if turn.text.startswith("/") else themes_so_far(turn)


def _leads_away(turn: Turn, place: DestinationView) -> bool:
    """Whether they wish for a landscape that the place they have in mind does not have."""
    lacking = LANDSCAPES.intersection(find_themes(turn.text, turn.language)).difference(place.themes)
    return bool(place.themes and lacking)


async def _worth_seeing(session: AsyncSession, place: DestinationView, text: str) -> list[ProductView]:
    """Where to stay or how to get there where that is asked, else what there is to do; all where there is nothing."""
    products = await list_products(session, destination=place.code)
    kinds = kinds_said(text) or [Kind.TOUR]
    return [one for one in products if one.kind in kinds] or products
