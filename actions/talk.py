"""Small talk, yes and no, and the ways out of a question."""

from __future__ import annotations

import re

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from actions.answers import answer_besides, answer_question, answer_unasked
from actions.handoff import wants_a_person_now
from actions.holding import held_until, release_places
from actions.intents import NOT_UNDERSTOOD, QUESTIONS
from actions.meanings import likely_meanings, meaning_buttons
from actions.places import get_place
from actions.replies import human_buttons, starting_buttons
from actions.said import last_said, say_again
from actions.signs import is_no_answer, kind_of_nonsense
from actions.trip import ask_which_dates
from actions.turn import DeskAction, Turn, slots
from actions.understanding import PATIENCE
from actions.understanding.besides import says_to_book
from actions.understanding.details import has_none
from backend import wording
from texts import LANGUAGES, say

# Every language under its name in the three; a button says its code.
NAMES = {
    "es": re.compile(r"espa[nñ]|spanish|castellano|castelhano|\"es\"", re.IGNORECASE),
    "en": re.compile(r"ingl[eêé]s|english|\"en\"", re.IGNORECASE),
    "pt": re.compile(r"portugu|brasile|brazil|\"pt\"", re.IGNORECASE),
}
TRIP = (
    "destination",
    "wished_place",
    "travel_dates",
    "party",
    "child_ages",
    "stars",
    "budget",
    "interest",
    "product",
    "services",
    "wishes",
)
OPEN = ("offered", "quote_id", "pending", "hints", "booking_confirmed", "cancel_confirmed", "requested_slot")


class Answer(DeskAction):
    """Answers a question or small talk; inside a form the form then asks on."""

    called = "action_answer"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.intent in QUESTIONS:
            if turn.wish and turn.form is None:
                if turn.wish not in ("place", "budget"):
                    await answer_besides(self.desk, turn, [turn.intent])
                return [FollowupAction("action_place_hold" if turn.wish == "book" else "trip_form")]
            return offer_of_person(turn) if await answer_question(self.desk, turn) else []
        if turn.heard and turn.form is None and turn.intent not in ("complaint", "insult", "goodbye"):
            return [FollowupAction("trip_form")]
        if turn.besides and turn.intent in ("greet", "nlu_fallback"):
            return []  # The question beside it was what they came for, and it is answered.
        if turn.intent in ("complaint", "insult"):
            if wants_a_person_now(turn):
                return [FollowupAction("action_request_handoff")]
            turn.tell(turn.words(f"talk.{turn.intent}"), human_buttons(turn))
            return offer_of_person(turn)
        if turn.intent in NOT_UNDERSTOOD:
            return await self._not_understood(turn)
        if turn.intent == "not_sure" and turn.form in ("status_form", "cancel_form"):
            return _without_code(turn)
        if turn.intent == "greet":
            text = self._greeting(turn)
        elif turn.intent == "ask_capabilities":
            text = turn.words("talk.capabilities", operator=self.desk.operator)
        else:
            text = turn.words(f"talk.{turn.intent}")
        open_question = turn.form is not None or turn.slots.get("pending")
        silent = turn.intent in ("thank", "goodbye", "praise")
        turn.tell(text, () if open_question or silent else starting_buttons(turn))
        return turn.without_asking() if turn.form and turn.intent == "goodbye" else []

    async def _not_understood(self, turn: Turn) -> list[EventType]:
        if turn.filled("booking_reference"):
            return [*slots(about="status"), FollowupAction("status_form")]
        if turn.slots.get("pending") == "book" and says_to_book(turn.text, turn.language):
            return [*slots(misunderstood=0), FollowupAction("action_place_hold")]
        offers = await answer_unasked(self.desk, turn)
        if offers is not None:
            return [*slots(misunderstood=0), *(offer_of_person(turn) if offers else [])]
        return self._misunderstood(turn)

    def _misunderstood(self, turn: Turn) -> list[EventType]:
        if int(turn.slots.get("misunderstood") or 0) >= PATIENCE:
            turn.tell(turn.words("talk.misunderstood_again"), human_buttons(turn))
            return offer_of_person(turn)
        if meanings := likely_meanings(turn.ranking):
            turn.tell(turn.words("talk.meaning"), meaning_buttons(turn, meanings))
            return turn.without_asking() if turn.form else []
        turn.tell(
            turn.words(f"talk.{kind_of_nonsense(turn.text, turn.intent)}"),
            () if turn.form else starting_buttons(turn),
        )
        return []

    def _greeting(self, turn: Turn) -> str:
        if turn.form is not None:
            return turn.words("greet.short")
        if turn.has_spoken:
            return turn.words("greet.again")
        return turn.words("greet.first", operator=self.desk.operator)


class Affirm(DeskAction):
    """Yes, to whatever is open."""

    called = "action_affirm"

    async def act(self, turn: Turn) -> list[EventType]:
        if is_no_answer(turn.text):
            turn.tell(turn.words("talk.emoji"), starting_buttons(turn))
            return []
        pending = turn.slots.get("pending")
        if pending == "human":
            books = turn.slots.get("quote_id") and says_to_book(turn.text, turn.language)
            return [FollowupAction("action_place_hold" if books else "action_request_handoff")]
        if pending == "erase":
            return [FollowupAction("action_erase_data")]
        proposed = (turn.slots.get("hints") or {}).get("proposed")
        if pending == "dates" and proposed:
            return [*slots(travel_dates=proposed, hints=None, pending=None), FollowupAction("trip_form")]
        if pending == "book" or turn.slots.get("hold_id"):
            return [FollowupAction("action_place_hold")]
        if turn.heard:
            return [FollowupAction("trip_form")]
        if len(turn.slots.get("offered") or ()) == 1:
            return [FollowupAction("action_choose_option")]
        turn.tell(turn.words("talk.affirm"), starting_buttons(turn))
        return []


class Deny(DeskAction):
    """No, to whatever is open."""

    called = "action_deny"

    async def act(self, turn: Turn) -> list[EventType]:
        pending = turn.slots.get("pending")
        if pending == "erase":
            turn.tell(turn.words("erase.kept"))
            return slots(pending=None)
        if turn.form in ("status_form", "cancel_form") and pending != "human":
            if has_none(turn.text):
                return _without_code(turn)
            turn.tell(turn.words("talk.stopped"))
            return [ActiveLoop(None), *slots(requested_slot=None, pending=None)]
        if turn.heard or turn.has_problem:
            return [FollowupAction("action_change_trip")]
        if pending == "dates":
            return ask_which_dates()
        if pending == "book":
            turn.tell(
                turn.words("talk.deny_quote"),
                [turn.button("options", "/see_options"), turn.button("change", "/change_trip")],
            )
        elif pending == "human":
            turn.tell(turn.words("talk.deny_human"), () if turn.form else starting_buttons(turn))
        else:
            turn.tell(turn.words("talk.deny"))
        return slots(pending=None)


class Repeat(DeskAction):
    """What was said last, again, with its buttons and cards."""

    called = "action_repeat"

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.form is not None:
            return []  # The form asks its question again by itself.
        said = last_said(turn.events)
        if not said:
            turn.tell(turn.words("talk.nothing_to_repeat"), starting_buttons(turn))
        say_again(turn, said)
        return []


class StartOver(DeskAction):
    """Forgets the trip; keeps the language and who they are."""

    called = "action_start_over"

    async def act(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions.begin() as session:
            released = await release_places(self.desk, turn, session)
        turn.tell(turn.words("talk.start_over"), starting_buttons(turn)[1:2])
        return [ActiveLoop(None), *released, *(SlotSet(name, None) for name in (*TRIP, *OPEN))]


class Stop(DeskAction):
    """Leaves the open question; what is held stays held, and that is said."""

    called = "action_stop"

    async def act(self, turn: Turn) -> list[EventType]:
        held = held_until(turn, self.desk.clock())
        if turn.form == "booking_form" and held and turn.slots.get("destination"):
            async with self.desk.sessions() as session:
                place = await get_place(session, turn.slots["destination"])
            until = wording.moment(turn.language, held, place.timezone)
            stopped = turn.words("talk.stopped_held", until=until, place=place.name[turn.language])
            turn.tell(stopped, [turn.button("resume", "/book")])
        else:
            turn.tell(turn.words("talk.stopped"), starting_buttons(turn))
        return [ActiveLoop(None), *slots(requested_slot=None, pending=None, cancel_confirmed=None)]


class ChangeLanguage(DeskAction):
    """Speaks another language from here on, or asks which."""

    called = "action_change_language"

    async def act(self, turn: Turn) -> list[EventType]:
        wanted = next((one for one, name in NAMES.items() if name.search(turn.text)), None)
        if wanted is not None:
            turn.tell(say(wanted, "language.changed"))
            return slots(language=wanted)
        choices = [
            {"title": say(one, "language.name"), "payload": f'/change_language{{"language": "{one}"}}'}
            for one in LANGUAGES
        ]
        turn.tell(turn.words("language.ask"), choices)
        return []


def offer_of_person(turn: Turn) -> list[EventType]:
    """A person was offered: a yes now means them, and an open form waits."""
    return [*slots(pending="human"), *(turn.without_asking() if turn.form else [])]


def _without_code(turn: Turn) -> list[EventType]:
    turn.tell(turn.words("status.no_code"), human_buttons(turn))
    return offer_of_person(turn)
