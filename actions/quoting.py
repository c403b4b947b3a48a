"""From what is known of a trip to options and quotes; shared by the actions that show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions.affording import affordable, keeps_budget
from actions.features import told_of_wished
from actions.nearest import offer_nearest
from actions.places import get_place
from actions.replies import page_button, proposal_card, quote_buttons, quote_text, trip_text
from actions.turn import Button, Desk, Turn, slots
from backend import wording
from backend.catalogue.schemas import Kind
from backend.catalogue.service import list_products
from backend.errors import ProductUnavailable
from backend.quotes.planned import planned_of
from backend.quotes.schemas import Interest, Party, Proposal, QuoteView, TripRequest
from backend.quotes.service import get_quote, issue_quote, search_trips

MOST_OPTIONS = 5


def trip_request(known: dict[str, Any], *, stars: bool = True) -> TripRequest:
    """The request that the slots hold; ``stars=False`` widens it to every category."""
    wanted, services = known.get("stars"), known.get("services") or {}
    return TripRequest(
        destination=known["destination"],
        start_on=date.fromisoformat(known["travel_dates"]["start"]),
        end_on=date.fromisoformat(known["travel_dates"]["end"]),
        party=Party(known["party"]["adults"], tuple(known.get("child_ages") or ())),
        stars=wanted if stars and isinstance(wanted, int) else None,
        interest=Interest(known.get("interest") or Interest.PACKAGE),
        extra=tuple(services.get("extra", ())),
        without=tuple(services.get("without", ())),
    )


def is_complete(known: dict[str, Any]) -> bool:
    """Whether a trip can be searched."""
    party = known.get("party")
    ages_known = party is not None and len(known.get("child_ages") or ()) == party["children"]
    return bool(known.get("destination") and known.get("travel_dates") and ages_known)


def is_current(quote: QuoteView, known: dict[str, Any]) -> bool:
    """Whether a quote is of the trip and the product that the traveller has in mind now, and not of one before."""
    wanted, quoted = trip_request(known, stars=False), quote.request
    return known.get("product") == quote.product and wanted == replace(
        quoted, stars=None, interest=wanted.interest
    )


class Quoting:
    """Searching and quoting in one session, for one turn."""

    def __init__(self, desk: Desk, turn: Turn, session: AsyncSession) -> None:
        self.desk = desk
        self.turn = turn
        self.session = session

    async def search(self, request: TripRequest) -> list[Proposal]:
        """What fits, cheapest first."""
        return await search_trips(self.session, request=request, now=self.desk.clock(), terms=self.desk.terms)

    async def quote(
        self, product: str, *, preface: str | None = None, others: int | None = None
    ) -> list[EventType]:
        """Issues and shows the quote of a product, as the next revision where it was quoted before."""
        request = trip_request(self.turn.slots, stars=False)
        previous = await self._previous(product)
        try:
            quote = await issue_quote(
                self.session,
                request=request,
                product=product,
                conversation_id=self.turn.conversation_id,
                language=self.turn.language,
                now=self.desk.clock(),
                previous=previous,
                terms=self.desk.terms,
            )
        except ProductUnavailable:
            return [*await self.offer(trip_request(self.turn.slots), unavailable=True), *slots(product=None)]
        await self.desk.tell(
            self.session, "quote.issued", conversation_id=self.turn.conversation_id, quote_id=quote.id
        )
        told = [preface, await self._missing(quote)]
        if said := " ".join(one for one in told if one):
            self.turn.tell(said)
        await self.show(quote, others)
        hints = {key: value for key, value in (self.turn.slots.get("hints") or {}).items() if key != "choice"}
        return slots(quote_id=str(quote.id), product=product, pending="book", hints=hints or None)

    async def offer(self, request: TripRequest, *, unavailable: bool = False) -> list[EventType]:
        """Numbered cards of what fits, budget included, or the nearest thing to it when nothing does."""
        proposals, beyond = affordable(self.turn, request, await self.search(request))
        place = (await get_place(self.session, request.destination)).name[self.turn.language]
        trip = trip_text(self.turn, request, place)
        if not proposals:
            return await offer_nearest(self, request, trip)
        told = self.turn.words("trip.none_product") if unavailable else beyond
        preface = " ".join(one for one in (told, told_of_wished(self.turn, proposals)) if one)
        return self.show_options(proposals, request.interest, trip, preface or None)

    async def offer_others(self, request: TripRequest, product: str | None) -> list[EventType]:
        """What else fits, in other categories too where this one has nothing else; the product quoted last stays chosen."""
        turn = self.turn
        for wish in dict.fromkeys((request, replace(request, stars=None))):
            others = [one for one in await self.search(wish) if one.product != product]
            if others := [one for one in others if keeps_budget(turn, wish, one)] or others:
                place = (await get_place(self.session, request.destination)).name[turn.language]
                return self.show_options(others, request.interest, trip_text(turn, request, place), None)
        if product is None:
            return await self.offer(request)
        turn.tell(turn.words("trip.none_other"), self._stay_or_change())
        return []

    async def offer_cheaper(self, request: TripRequest, product: str | None) -> list[EventType]:
        """What costs less than the product, in any category; or that nothing does."""
        turn = self.turn
        proposals = await self.search(replace(request, stars=None))
        if not proposals:
            return await self.offer(request)
        now = next((one for one in proposals if one.product == product), None)
        cheaper = [one for one in proposals if now and one.total.amount < now.total.amount]
        if cheaper:
            place = (await get_place(self.session, request.destination)).name[turn.language]
            return self.show_options(cheaper, request.interest, trip_text(turn, request, place), None)
        if now is None:
            return await self.quote(
                proposals[0].product, preface=turn.words("trip.cheapest"), others=len(proposals) - 1
            )
        turn.tell(turn.words("trip.none_cheaper"), self._stay_or_change())
        return []

    def _stay_or_change(self) -> list[Button]:
        quote_id = self.turn.slots.get("quote_id")
        if not quote_id:
            return [self.turn.button("change", "/change_trip")]
        return quote_buttons(self.turn, quote_id, others=False)

    def show_options(
        self, proposals: Sequence[Proposal], interest: Interest, trip: str, preface: str | None
    ) -> list[EventType]:
        """Numbered cards of at most five of the proposals."""
        shown = _worth_showing(proposals)
        cards = [proposal_card(self.turn, number, one, interest) for number, one in enumerate(shown, start=1)]
        if len(shown) == 1:
            text = self.turn.words("trip.options_one", trip=trip)
        else:
            text = self.turn.words("trip.options", count=len(shown), trip=trip)
        self.turn.tell(f"{preface} {text}" if preface else text, cards=cards)
        return slots(offered=as_offered(shown), pending=None)

    async def show(self, quote: QuoteView, others: int | None) -> None:
        """The whole quote with its question; ``others`` is how many more options there are, None where nobody counted."""
        turn = self.turn
        place = await get_place(self.session, quote.request.destination)
        question = turn.words("quote.ask")
        if others:
            question = f"{wording.counted(turn.language, 'quote.others', others)} {question}"
        text = f"{quote_text(turn, quote, place)}\n\n{question}"
        buttons = quote_buttons(turn, quote.id, others=others != 0)
        turn.tell(text, [*buttons, *page_button(turn, self.desk, quote.id)])

    async def is_too_dear(self, product: str) -> bool:
        """Whether a product costs more, or less, than the budget; false where it does not fit at all."""
        request = trip_request(self.turn.slots, stars=False)
        found = await self.search(replace(request, product=product))
        return any(not keeps_budget(self.turn, request, one) for one in found)

    async def renew(self, quote: QuoteView, *, preface: str) -> list[EventType]:
        """Makes the trip of an older quote the one that is planned, and quotes it anew."""
        planned = planned_of(quote)
        self.turn.slots.update(planned)
        return [*slots(**planned), *await self.quote(quote.product, preface=preface)]

    async def take_up(self, quote: QuoteView) -> list[EventType]:
        """Makes the trip of a quote that still holds the one that is planned, and shows it."""
        planned = planned_of(quote)
        self.turn.slots.update(planned)
        await self.show(quote, None)
        return slots(**planned, quote_id=str(quote.id), pending="book")

    async def _missing(self, quote: QuoteView) -> str | None:
        """That products which should come along cannot be had on these days."""
        there = {line.product for line in quote.lines}
        wanted = {name for name in quote.request.extra if name not in there and name not in list(Kind)}
        if not wanted:
            return None
        sold = await list_products(self.session, destination=quote.request.destination)
        names = [one.name[self.turn.language] for one in sold if one.code in wanted]
        if not names:
            return None
        return self.turn.words("service.missing", what=wording.listed(self.turn.language, names))

    async def _previous(self, product: str) -> UUID | None:
        quote_id = self.turn.slots.get("quote_id")
        if not quote_id:
            return None
        before = await get_quote(self.session, quote_id=UUID(quote_id))
        return before.id if before.product == product else None


def as_offered(proposals: Sequence[Proposal]) -> list[dict[str, Any]]:
    """Options as the slot ``offered`` keeps them."""
    return [
        {"number": number, "product": one.product, "price_minor": one.total.amount, "rating": one.rating}
        for number, one in enumerate(proposals, start=1)
    ]


def best_rated(proposals: Sequence[Proposal]) -> Proposal:
    """The best rated, the cheaper of equals."""
    return max(proposals, key=lambda proposal: (proposal.rating or 0, -proposal.total.amount))


def _worth_showing(proposals: Sequence[Proposal]) -> list[Proposal]:
    """At most five, spread from the cheapest to the dearest, cheapest first."""
    if len(proposals) <= MOST_OPTIONS:
        return list(proposals)
    step = (len(proposals) - 1) / (MOST_OPTIONS - 1)
    return [proposals[round(place * step)] for place in range(MOST_OPTIONS)]
