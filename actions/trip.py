"""A trip that is known is quoted or offered; options are chosen; a changed trip is quoted again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rapidfuzz import fuzz
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from sqlalchemy.ext.asyncio import AsyncSession

from actions.holding import release_places
from actions.places import find_place
from actions.quoting import Quoting, as_offered, best_rated, is_complete, trip_request
from actions.replies import human_buttons, payload, place_card, product_card, quote_buttons
from actions.turn import DeskAction, Turn, slots
from actions.understanding.wishes import means_transfer
from backend.bookings.service import list_by_conversation
from backend.catalogue.service import get_product, list_destinations, list_products
from language.choices import read_choice_answer

MOST_CARDS = 6
ALIKE = 85
_CHEAPER = re.compile(r"cheaper|expensive|\bbarat|\bcar[oa]s?\b|econ[oóô]mic|pricey", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")
# What is asked anew when a button says what to change.
CORRECTED = {
    "destination": ("destination", "product"),
    "travel_dates": ("travel_dates",),
    "party": ("party", "child_ages"),
    "stars": ("stars", "product"),
}


class PresentTrip(DeskAction):
    """Quotes what was chosen, or the best of the category asked for; else shows the options."""

    called = "action_present_trip"

    async def act(self, turn: Turn) -> list[EventType]:
        if not is_complete(turn.slots):
            return []
        if not turn.heard and (turn.slots.get("offered") or turn.slots.get("pending") == "book"):
            if wants_cheaper(turn.text):
                return [FollowupAction("action_show_options")]
            if turn.intent in ("inform", "no_preference"):
                return self._nothing_new(turn)
        async with self.desk.sessions.begin() as session:
            released = await release_places(self.desk, turn, session) if turn.changed else []
            quoting = Quoting(self.desk, turn, session)
            if product := turn.slots.get("product"):
                return [*released, *await quoting.quote(product)]
            request = trip_request(turn.slots)
            proposals = await quoting.search(request)
            if proposals and (request.stars is not None or len(proposals) == 1):
                best = best_rated(proposals)
                return [*released, *await quoting.quote(best.product, others=len(proposals) - 1)]
            return [*released, *await quoting.offer(request)]

    @staticmethod
    def _nothing_new(turn: Turn) -> list[EventType]:
        """Words beside a quote or options that change nothing do not bring them again."""
        if turn.slots.get("pending") != "book":
            return [FollowupAction("action_choose_option")]
        filled = (turn.slots.get("turn") or {}).get("filled")
        text = (
            f"{turn.words('word.noted')} {turn.words('quote.ask')}"
            if filled
            else turn.words("talk.misunderstood")
        )
        turn.tell(text, quote_buttons(turn, others=True))
        return []


class OfferTransport(DeskAction):
    """A transfer is searched; for flights, trains and buses we say that we do not sell them."""

    called = "action_offer_transport"

    async def act(self, turn: Turn) -> list[EventType]:
        if means_transfer(turn.text):
            return [FollowupAction("trip_form")]
        buttons = [turn.button("transfer", "/search_transport"), turn.button("search", "/search_trip")]
        turn.tell(turn.words("trip.no_flights"), () if turn.form else buttons)
        return []


class ShowOptions(DeskAction):
    """Other options for the same trip."""

    called = "action_show_options"

    async def act(self, turn: Turn) -> list[EventType]:
        if not is_complete(turn.slots):
            return [FollowupAction("trip_form")]
        async with self.desk.sessions.begin() as session:
            quoting = Quoting(self.desk, turn, session)
            return await quoting.offer_others(trip_request(turn.slots), turn.slots.get("product"))


class ChooseOption(DeskAction):
    """The option that a number, a superlative, a name or the words of a title pick."""

    called = "action_choose_option"

    async def act(self, turn: Turn) -> list[EventType]:
        offered: list[dict[str, Any]] = turn.slots.get("offered") or []
        named = turn.entity("product")
        if not is_complete(turn.slots):
            if not turn.heard and not named:
                turn.tell(turn.words("trip.nothing_offered"))
            return [*(slots(product=named) if named else []), FollowupAction("trip_form")]
        async with self.desk.sessions.begin() as session:
            quoting = Quoting(self.desk, turn, session)
            product = named or pick(offered, self._choice(turn))
            if product is None and turn.entity("choice") is None:
                product = await self._titled(session, turn.text, offered)
            if product is not None:
                return await quoting.quote(product)
            if not offered:
                return await self._best_of_all(turn, quoting)
        if turn.entity("choice"):
            turn.tell(turn.words("trip.choice_out_of_range", count=len(offered)))
        else:
            turn.tell(turn.words("trip.choice_unclear"))
        return []

    async def _best_of_all(self, turn: Turn, quoting: Quoting) -> list[EventType]:
        """ "The cheapest" before any options were shown picks among all that fit, and answers which category."""
        request = trip_request(turn.slots)
        proposals = await quoting.search(request)
        product = pick(as_offered(proposals), self._choice(turn))
        if product is None:
            return await quoting.offer(request)
        quoted = await quoting.quote(product, others=len(proposals) - 1)
        if turn.form != "trip_form":
            return quoted
        return [*quoted, *slots(stars="any", requested_slot=None), ActiveLoop(None)]

    @staticmethod
    def _choice(turn: Turn) -> dict[str, Any] | None:
        if turn.intent == "no_preference":
            return {"superlative": "best_rated"}
        return turn.entity("choice") or read_choice_answer(turn.text, turn.language)

    @staticmethod
    async def _titled(session: AsyncSession, text: str, offered: list[dict[str, Any]]) -> str | None:
        titles = {one["product"]: (await get_product(session, code=one["product"])).name for one in offered}
        return pick_by_title(text, titles)


class ChangeTrip(DeskAction):
    """Before booking the trip is searched again with what changed; afterwards a person changes it."""

    called = "action_change_trip"

    async def act(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions.begin() as session:
            if turn.conversation_id is not None and not turn.heard and not is_complete(turn.slots):
                bookings = await list_by_conversation(session, conversation_id=turn.conversation_id)
                if bookings:
                    turn.tell(turn.words("change_booking.offer"), human_buttons(turn))
                    return slots(pending="human")
            if wants_cheaper(turn.text) and not turn.heard and is_complete(turn.slots):
                return [FollowupAction("action_show_options")]
            fix = CORRECTED.get(turn.entity("fix"), ())
            if fix or turn.heard or turn.has_problem or not is_complete(turn.slots):
                released = await release_places(self.desk, turn, session)
                cleared = [SlotSet(name, None) for name in (*fix, "offered")] if fix else []
                return [*released, *cleared, FollowupAction("trip_form")]
        buttons = [
            turn.button(f"change_{key}", payload("change_trip", fix=slot))
            for key, slot in (
                ("dates", "travel_dates"),
                ("party", "party"),
                ("stars", "stars"),
                ("destination", "destination"),
            )
        ]
        turn.tell(turn.words("trip.change_what"), buttons)
        return [ActiveLoop(None), *slots(requested_slot=None)]


class Recommend(DeskAction):
    """Destinations as cards, or what there is to do in the one they name."""

    called = "action_recommend"

    async def act(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions() as session:
            place = await find_place(session, turn.entity("destination") or turn.slots.get("destination"))
            if place is None:
                places = (await list_destinations(session))[:MOST_CARDS]
                cards = [place_card(turn, number, one) for number, one in enumerate(places, start=1)]
                turn.tell(turn.words("trip.recommend"), cards=cards)
                return turn.without_asking() if turn.form else []
            products = (await list_products(session, destination=place.code))[:MOST_CARDS]
            cards = [product_card(turn, number, one) for number, one in enumerate(products, start=1)]
        turn.tell(place.description[turn.language])
        turn.tell(turn.words("trip.place_offer", place=place.name[turn.language]), cards=cards)
        return slots(destination=place.code)


def wants_cheaper(text: str) -> bool:
    """Whether a text finds it too dear or asks for something cheaper."""
    return bool(_CHEAPER.search(text))


def pick(offered: Sequence[dict[str, Any]], choice: dict[str, Any] | None) -> str | None:
    """The product that an ordinal or a superlative picks among the options, None when it picks none."""
    if not offered or not choice:
        return None
    ordinal = choice.get("ordinal")
    if ordinal == -1:
        return str(offered[-1]["product"])
    if ordinal is not None:
        return next((str(one["product"]) for one in offered if one["number"] == ordinal), None)
    by_price = sorted(offered, key=lambda one: one["price_minor"])
    best = max(offered, key=lambda one: (one["rating"] or 0, -one["price_minor"]))
    picked = {"cheapest": by_price[0], "priciest": by_price[-1], "best_rated": best}.get(
        str(choice.get("superlative"))
    )
    return str(picked["product"]) if picked else None


def pick_by_title(text: str, titles: dict[str, dict[str, str]]) -> str | None:
    """The product of which the text says a word that no other title has, misspellings forgiven."""
    words = {
        product: set(_WORD.findall(" ".join(names.values()).lower())) for product, names in titles.items()
    }
    said = _WORD.findall(text.lower())
    meant = [
        product
        for product, own in words.items()
        if any(
            fuzz.ratio(word, spoken) >= ALIKE
            for word in own.difference(*(words[other] for other in words if other != product))
            for spoken in said
        )
    ]
    return meant[0] if len(meant) == 1 else None
