"""What is added to a trip or left out of it: rides, tours, the hotel, a night. The quote's next revision tells the difference."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import ClassVar

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction
from sqlalchemy.ext.asyncio import AsyncSession

from actions.holding import release_places
from actions.picking import picked_by_title
from actions.plans import Changes, Plan, names_of, plan_of, present, stands, stay
from actions.quoting import Quoting, as_offered, is_complete, trip_request
from actions.replies import human_buttons, payload, proposal_card
from actions.turn import Button, DeskAction, Turn, slots
from actions.understanding.services import (
    adjusted,
    kinds_said,
    nights_said,
    only_kind,
    says_with,
    without_kinds,
)
from backend.bookings.service import list_by_conversation
from backend.catalogue.schemas import Kind, ProductView
from backend.quotes.schemas import Interest, Proposal

MOST_TOURS = 4


@dataclass(frozen=True, slots=True)
class Meant:
    """What a message names: kinds and products of the place, or nights."""

    kinds: tuple[str, ...]
    products: tuple[str, ...]
    nights: int | None

    def __bool__(self) -> bool:
        return bool(self.kinds or self.products or self.nights)


class ChangeServices(DeskAction):
    """Before booking the trip is quoted again with more or less in it; afterwards a person changes it."""

    nothing_said: ClassVar[str]

    async def act(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions.begin() as session:
            if not is_complete(turn.slots):
                return await self._before_a_trip(turn, session)
            released = await release_places(self.desk, turn, session)
            plan = await plan_of(turn, session, Quoting(self.desk, turn, session))
            meant = self.meant(turn, plan)
            if not meant:
                if turn.heard:
                    return [*released, FollowupAction("trip_form")]
                turn.tell(turn.words(self.nothing_said), self.choices(turn, plan))
                return [*released, ActiveLoop(None), *slots(requested_slot=None)]
            events = await self.change(turn, plan, meant, Quoting(self.desk, turn, session))
        return [*released, ActiveLoop(None), *slots(requested_slot=None), *events]

    async def _before_a_trip(self, turn: Turn, session: AsyncSession) -> list[EventType]:
        """Only a booking: a person changes that. Else it is remembered until the trip is known."""
        conversation = None if turn.heard or turn.form else turn.conversation_id
        if conversation and await list_by_conversation(session, conversation_id=conversation):
            turn.tell(turn.words("change_booking.offer"), human_buttons(turn))
            return slots(pending="human")
        kinds = [kind for kind in kinds_said(turn.text) if kind != Kind.HOTEL]
        return [
            *(slots(services=self.remembered(turn, kinds)) if kinds else []),
            *turn.with_services_heard(),
            FollowupAction("trip_form"),
        ]

    def meant(self, turn: Turn, plan: Plan) -> Meant:
        """What the message names of what there is."""
        titled = {code: product.name for code, product in plan.sold.items() if self.may_be_titled(code, plan)}
        named = [code for code in turn.entities("product") if code in plan.sold]
        products = named or picked_by_title(without_kinds(turn.text), titled)
        known = {plan.sold[code].kind.value for code in products}
        kinds = [kind for kind in kinds_said(turn.text) if kind not in known]
        if products and Kind.HOTEL not in known:
            kinds = [kind for kind in kinds if kind != Kind.HOTEL]
        nights = None if kinds or products else nights_said(turn.text, turn.language)
        return Meant(tuple(kinds), tuple(products), nights)

    @abstractmethod
    def may_be_titled(self, code: str, plan: Plan) -> bool:
        """Whether a word of a product's title is enough to mean it."""

    @abstractmethod
    def remembered(self, turn: Turn, kinds: list[str]) -> dict[str, list[str]]:
        """The slot ``services`` with these kinds."""

    @abstractmethod
    def choices(self, turn: Turn, plan: Plan) -> list[Button]:
        """What could be meant, as buttons."""

    @abstractmethod
    async def change(self, turn: Turn, plan: Plan, meant: Meant, quoting: Quoting) -> list[EventType]:
        """Changes the trip and quotes it, or says why not."""


class AddService(ChangeServices):
    called = "action_add_service"
    nothing_said = "service.add_what"

    def may_be_titled(self, code: str, plan: Plan) -> bool:
        return plan.sold[code].kind is not Kind.HOTEL

    def remembered(self, turn: Turn, kinds: list[str]) -> dict[str, list[str]]:
        rides = [kind for kind in kinds if kind == Kind.TRANSFER]
        return adjusted(turn.slots.get("services"), add=rides)

    def choices(self, turn: Turn, plan: Plan) -> list[Button]:
        further = [
            product
            for product in plan.sold.values()
            if product.kind is not Kind.HOTEL and product.code not in plan.has
        ]
        return [_button(turn, "add_service", product) for product in further[:MOST_TOURS]]

    async def change(self, turn: Turn, plan: Plan, meant: Meant, quoting: Quoting) -> list[EventType]:
        if meant.nights:
            return await stay(turn, plan, meant.nights, quoting)
        if Kind.HOTEL in meant.kinds and not plan.of_kind(Kind.HOTEL):
            return _with_hotel(turn, plan)
        products = list(meant.products)
        if Kind.TRANSFER in meant.kinds:
            products += [code for code, one in plan.sold.items() if one.kind is Kind.TRANSFER][:1]
        if Kind.TOUR in meant.kinds:
            tours = await _further_tours(turn, plan, quoting)
            if len(tours) > 1 and not products:
                return _offer_tours(turn, tours)
            products += [tours[0].product] if tours else []
        new = [code for code in products if code not in plan.has]
        if not new:
            there = [code for code in plan.has if code in products or plan.sold[code].kind in meant.kinds]
            key = "service.there_already" if there else "service.none"
            return stands(turn, turn.words(key, what=names_of(turn, plan, there)))
        return await _with(turn, plan, new, quoting)


class RemoveService(ChangeServices):
    called = "action_remove_service"
    nothing_said = "service.remove_what"

    def may_be_titled(self, code: str, plan: Plan) -> bool:
        return code in plan.has

    def remembered(self, turn: Turn, kinds: list[str]) -> dict[str, list[str]]:
        return adjusted(turn.slots.get("services"), leave_out=kinds)

    def choices(self, turn: Turn, plan: Plan) -> list[Button]:
        return [_button(turn, "remove_service", plan.sold[code]) for code in plan.has[:MOST_TOURS]]

    def meant(self, turn: Turn, plan: Plan) -> Meant:
        only = only_kind(turn.text)
        if only and plan.of_kind(Kind(only)):
            return Meant(tuple(kind.value for kind in Kind if kind.value != only), (), None)
        return super().meant(turn, plan)

    async def change(self, turn: Turn, plan: Plan, meant: Meant, quoting: Quoting) -> list[EventType]:
        if meant.nights:
            return await stay(turn, plan, -meant.nights, quoting)
        gone = [code for code in plan.has if code in meant.products or plan.sold[code].kind in meant.kinds]
        kept = [code for code in plan.has if code not in gone]
        if not gone and says_with(turn.text):
            return [FollowupAction("action_add_service")]
        if not gone:
            return stands(turn, turn.words("service.not_there"))
        if not kept:
            turn.tell(turn.words("service.nothing_left"), [turn.button("change", "/change_trip")])
            return []
        anchor = turn.slots.get("product")
        left_out = [*(kind for kind in meant.kinds if kind != Kind.HOTEL), *meant.products]
        changes: Changes = {"services": adjusted(turn.slots.get("services"), leave_out=[*left_out, *gone])}
        if any(plan.sold[code].kind is Kind.HOTEL or code == anchor for code in gone):
            tours = [code for code in kept if plan.sold[code].kind is Kind.TOUR]
            first = (tours or kept)[0]
            others = [code for code in kept if code != first]
            changes = {
                "product": first,
                "interest": plan.sold[first].kind.value,
                "services": {"extra": others, "without": []},
            }
        return await present(turn, plan, changes, "removed", gone, quoting)


async def add_product(turn: Turn, session: AsyncSession, quoting: Quoting, product: str) -> list[EventType]:
    """Adds one of the tours that were offered beside the trip."""
    return await _with(turn, await plan_of(turn, session, quoting), [product], quoting)


async def _with(turn: Turn, plan: Plan, new: list[str], quoting: Quoting) -> list[EventType]:
    services = adjusted(turn.slots.get("services"), add=new)
    request = replace(
        trip_request(turn.slots | {"services": services}, stars=False), product=turn.slots.get("product")
    )
    found = await quoting.search(request)
    if not found or not set(new) & {line.product for line in found[0].lines}:
        return stands(turn, turn.words("service.not_then", what=names_of(turn, plan, new)))
    return await present(turn, plan, {"services": services}, "added", new, quoting)


def _with_hotel(turn: Turn, plan: Plan) -> list[EventType]:
    """A hotel beside tours and rides is searched like any, and they come along."""
    chosen = turn.slots.get("product")
    changes: Changes = {
        "interest": (Interest.HOTEL if chosen else Interest.PACKAGE).value,
        "product": None,
        "offered": None,
    }
    if chosen:
        changes["services"] = {"extra": plan.has, "without": []}
    dates = turn.slots["travel_dates"]
    if dates["start"] == dates["end"]:
        changes |= {"travel_dates": None, "hints": {"start": dates["start"]}}
    return [*slots(**changes), *turn.with_services_heard(), FollowupAction("trip_form")]


async def _further_tours(turn: Turn, plan: Plan, quoting: Quoting) -> list[Proposal]:
    request = replace(trip_request(turn.slots, stars=False), interest=Interest.TOUR, extra=(), without=())
    tours = [one for one in await quoting.search(request) if one.product not in plan.has]
    return sorted(tours, key=lambda one: -(one.rating or 0))


def _offer_tours(turn: Turn, tours: list[Proposal]) -> list[EventType]:
    cards = [
        proposal_card(turn, number, tour, Interest.TOUR)
        | {"buttons": [turn.button("add", payload("add_service", product=tour.product))]}
        for number, tour in enumerate(tours, start=1)
    ]
    turn.tell(turn.words("service.which_tour"), cards=cards)
    return slots(offered=[one | {"beside": True} for one in as_offered(tours)], pending=None)


def _button(turn: Turn, intent: str, product: ProductView) -> Button:
    return {"title": product.name[turn.language], "payload": payload(intent, product=product.code)}
