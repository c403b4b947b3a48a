"""What trip_form asks, one question at a time, with buttons where the choice is short."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction

from actions.fitting import themes_so_far
from actions.forms import Ask, JourneyForm
from actions.going_on import is_about_a_booking
from actions.payment import is_about_paying
from actions.places import find_place
from actions.recommending import show_fitting
from actions.replies import payload
from actions.turn import Button, Turn, slots
from actions.understanding.dates import SINGLE_DAY, ask_other_half
from backend.catalogue.service import list_destinations

POPULAR = 4
# What of a date may be known by half.
_HALVES = {"start", "month", "nights"}


class TripForm(JourneyForm):
    """No hotel category is asked for with a tour or a transfer, a chosen product, or what chooses by itself: a budget,
    "the cheapest"."""

    form = "trip_form"
    slots = ("destination", "travel_dates", "party", "child_ages", "stars")

    async def led_elsewhere(self, turn: Turn) -> list[EventType]:
        """A booking's code by itself asks how that booking is going; what tells nothing of a trip while none is planned is
        about the one that is booked."""
        if elsewhere := await super().led_elsewhere(turn):
            return elsewhere
        if turn.heard:
            return []
        if await is_about_paying(self.desk, turn):
            return [ActiveLoop(None), *slots(requested_slot=None), FollowupAction("action_explain_payment")]
        of_code = turn.intent == "inform" and turn.filled("booking_reference")
        if of_code or await is_about_a_booking(self.desk, turn):
            return [
                ActiveLoop(None),
                *slots(requested_slot=None, about="status"),
                FollowupAction("status_form"),
            ]
        return []

    async def needed(self, turn: Turn) -> list[str]:
        chosen = any(turn.slots.get(slot) for slot in ("product", "budget"))
        preferred = (turn.slots.get("hints") or {}).get("choice")
        without_stars = turn.slots.get("interest") in SINGLE_DAY or chosen or preferred
        return [name for name in self.slots if name != "stars" or not without_stars]


class AskDestination(Ask):
    called = "action_ask_destination"
    slot = "destination"

    async def act(self, turn: Turn) -> list[EventType]:
        """Whoever told what kind of place they wish for chooses among those that fit."""
        themes = themes_so_far(turn)
        if not themes or turn.has_asked or turn.problem(self.slot):
            return await super().act(turn)
        async with self.desk.sessions() as session:
            show_fitting(turn, await list_destinations(session), themes)
        return []

    async def question(self, turn: Turn) -> str:
        if not turn.has_spoken:
            return turn.words("greet.first", operator=self.desk.operator)
        if wished := turn.slots.get("wished_place"):
            return turn.words("ask.destination_instead", place=wished["name"])
        return turn.words("ask.destination")

    async def buttons(self, turn: Turn) -> list[Button]:
        async with self.desk.sessions() as session:
            places = await list_destinations(session)
        return [
            {"title": place.name[turn.language], "payload": payload("inform", destination=place.code)}
            for place in places[:POPULAR]
        ]


class AskTravelDates(Ask):
    called = "action_ask_travel_dates"
    slot = "travel_dates"

    def takes_up(self, turn: Turn) -> bool:
        return bool((turn.slots.get("hints") or {}).keys() & _HALVES)

    async def question(self, turn: Turn) -> str:
        if self.takes_up(turn):
            return ask_other_half(turn.slots["hints"], turn.voice)
        if turn.slots.get("interest") in SINGLE_DAY:
            return turn.words("ask.dates_day")
        async with self.desk.sessions() as session:
            place = await find_place(session, turn.slots.get("destination"))
        if place is None:
            return turn.words("ask.dates_day")
        return turn.words("ask.dates", place=place.name[turn.language])


class AskParty(Ask):
    called = "action_ask_party"
    slot = "party"

    async def question(self, turn: Turn) -> str:
        return turn.words("ask.party")

    async def buttons(self, turn: Turn) -> list[Button]:
        choices = {"one": (1, 0), "two": (2, 0), "family": (2, 1), "four": (4, 0)}
        return [
            turn.button(
                f"person_{name}",
                payload(
                    "inform", party={"adults": adults, "children": children, "child_ages": [], "total": None}
                ),
            )
            for name, (adults, children) in choices.items()
        ]


class AskChildAges(Ask):
    called = "action_ask_child_ages"
    slot = "child_ages"

    async def question(self, turn: Turn) -> str:
        count = (turn.slots.get("party") or {}).get("children", 1)
        return (
            turn.words("ask.child_ages_one") if count == 1 else turn.words("ask.child_ages_many", count=count)
        )


class AskStars(Ask):
    called = "action_ask_stars"
    slot = "stars"

    async def question(self, turn: Turn) -> str:
        return turn.words("ask.stars")

    async def buttons(self, turn: Turn) -> list[Button]:
        graded = [turn.button("stars", payload("inform", stars=stars), stars=stars) for stars in (3, 4, 5)]
        return [*graded, turn.button("any_stars", "/no_preference")]
