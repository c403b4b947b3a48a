"""What one message changes: entities, words, what was said before and what is being asked, made into slots.

Pure: no clock, no database, no Rasa. ``understand`` returns every slot that changes, ``turn`` among them, which tells
the asking actions what could not be understood, so that they ask again in one sentence.
"""

from __future__ import annotations

import re
from typing import Any

from actions.intents import ABOUT_BOOKINGS, DIGRESSIONS, HEARD_ALONE, NOT_UNDERSTOOD, QUESTIONS, TRIP_WISHES
from actions.understanding.besides import asked_besides, wished_besides
from actions.understanding.budget import understand_budget
from actions.understanding.dates import understand_dates
from actions.understanding.details import (
    CORRECTABLE,
    SUBJECTS,
    understand_agreement,
    understand_agreement_to_pay,
    understand_contact,
    understand_corrections,
    understand_declined,
    understand_reference,
    understand_renaming,
)
from actions.understanding.dreams import wish_for_a_place
from actions.understanding.given_names import name_like_a_place
from actions.understanding.message import Context, Message, NamedProduct, Problem, Understanding
from actions.understanding.party import understand_party
from actions.understanding.paying import read_pay_wish
from actions.understanding.phoning import understand_phone_country
from actions.understanding.planning import is_only_planned
from actions.understanding.proving import understand_code, understand_way
from actions.understanding.remembering import noted, understand_for_later
from actions.understanding.services import changes_what_stands, names_a_service, understand_services
from actions.understanding.unclear import doubt, unclear
from actions.understanding.wishes import understand_destination, understand_interest, understand_stars
from language.contact import find_name
from language.normalise import fold
from language.themes import find_themes
from texts import say

__all__ = ["Context", "Message", "NamedProduct", "Problem", "Understanding", "understand"]

PATIENCE = 2
# What answers a question, so that words about another trip in it are easily passed over.
ANSWERS = frozenset({"inform", "affirm", "deny"})
# What asks for the price or the sum of the trip that is being planned.
PLANNED = frozenset({"ask_price", "request_quote", "check_availability"})
# By the question that is open: the intents that leave it open; any other passes it over.
STAYS_OPEN = {
    "erase": frozenset({"affirm", "deny"}),
    "human": frozenset({"affirm", "deny", "not_sure", "nlu_fallback", "out_of_scope", "request_human"}),
}
# What a form was opened by, so that it goes on where the same is said again.
OPENED_BY = {"status_form": frozenset(SUBJECTS), "cancel_form": frozenset({"cancel_booking"})}
TRIP_SLOTS = ("destination", "travel_dates", "party", "child_ages", "stars", "budget", "product", "services")
_HOW_MUCH = re.compile(r"\b(?:cuanto|cto|quanto|qto|how much)\b")
_BARE_NUMBERS = re.compile(r"[\d\s,.;&y+e-]+|[\d\s]+(?:and|y|e)[\d\s]+", re.IGNORECASE)


def understand(message: Message, context: Context) -> dict[str, Any]:
    """The slots that change with this message; ``turn`` and ``language`` are always among them."""
    understood = Understanding()
    settled = (
        understand_code(message, context, understood)
        or understand_phone_country(message, context, understood)
        or understand_declined(message, context, understood)
    )
    if message.intent not in HEARD_ALONE and not settled:
        understand_reference(message, context, understood)
        name = name_like_a_place(message, context)
        if name:
            understood.changes["lead_name"] = name
        elif context.form in (None, "trip_form") or _plans_another_trip(message, context):
            _understand_trip(message, context, understood)
        understand_contact(message, context, understood)
        understand_corrections(message, context, understood)
        understand_renaming(message, context, understood)
        understand_agreement(message, context, understood)
        understand_way(message, context, understood)
        understand_for_later(message, context, understood)
    understand_agreement_to_pay(message, context, understood)
    _ask_again_where_nothing_was_said(message, context, understood)
    return _question_let_go(message, context) | understood.changes | _turn(message, context, understood)


def _understand_trip(message: Message, context: Context, understood: Understanding) -> None:
    changes_plan = message.intent == "change_booking" and is_only_planned(context.slots, context.form)
    if (message.intent in ABOUT_BOOKINGS and not changes_plan) or _is_about_what_stands(message, context):
        return
    if message.intent in QUESTIONS and message.asks and _wish(message, context) not in ("trip", "budget"):
        _remember_quietly(message, context, understood)
        return
    only = context.requested if context.requested and _BARE_NUMBERS.fullmatch(message.answer or "?") else None
    understand_destination(message, context, understood)
    understand_interest(message, context, understood)
    if only not in ("party", "child_ages", "stars"):
        understand_dates(message, context, understood)
    if only not in ("travel_dates", "stars"):
        understand_party(message, context, understood)
    if only not in ("travel_dates", "party", "child_ages"):
        understand_stars(message, context, understood)
    if only is None:
        understand_budget(message, context, understood)
    if message.intent in (*TRIP_WISHES, "inform", "change_trip"):
        understand_services(message, context, understood)
    if understood.changes.get("travel_dates") not in (None, context.slots.get("travel_dates")):
        understood.changes["offered"] = None


def _is_about_what_stands(message: Message, context: Context) -> bool:
    """Whether a message names services or options of a trip that is known, and days or people of theirs alone."""
    if any(context.slots.get(slot) is None for slot in ("destination", "travel_dates", "party")):
        return False
    if message.intent in ("add_service", "remove_service"):
        return names_a_service(message)
    if message.intent in (*TRIP_WISHES, "inform", "change_trip"):
        return changes_what_stands(message, context)
    return message.intent in ("compare_options", "ask_recommendation")


def _remember_quietly(message: Message, context: Context, understood: Understanding) -> None:
    """A question about a place, days or a party fills what was not said yet, and never changes what was."""
    heard = Understanding()
    understand_destination(message, context, heard)
    understand_dates(message, context, heard)
    understand_party(message, context, heard)
    for slot in ("destination", "wished_place", "travel_dates", "party", "child_ages"):
        if heard.changes.get(slot) is not None and context.slots.get(slot) is None:
            understood.changes[slot] = heard.changes[slot]


def _ask_again_where_nothing_was_said(message: Message, context: Context, understood: Understanding) -> None:
    """The open question stays open, with one sentence that helps; a digression is answered by its own rule instead."""
    slot = context.requested
    if slot is None or slot in understood.changes:
        return
    if _asks_what_is_planned(message, context, understood):
        understood.recalls = True
        understood.changes[slot] = None
        return
    if message.intent in OPENED_BY.get(str(context.form), ()):
        understood.changes[slot] = None
        return
    if slot == "stars" and message.intent == "book":
        understood.changes[slot] = "any"  # Who wants to book is shown what there is to choose from.
        return
    if message.intent in DIGRESSIONS:
        return
    if slot == "destination" and find_themes(message.text, message.language):
        understood.changes[slot] = None  # The kind of place they wish for answers it by half.
        return
    if _is_about_something_else(message, context):
        return
    if (
        any(
            understood.changes.get(name) is not None
            for name in (*TRIP_SLOTS, *CORRECTABLE, "booking_reference")
        )
        or "wishes" in understood.changes
        or noted(context, understood)
    ):
        understood.changes[slot] = None  # The form goes on, with a word that what was said is noted.
        return
    if message.intent == "deny" and slot in CORRECTABLE:
        if _was_doubted(slot, context):
            understood.changes["booking_confirmed"] = False
        else:
            understood.refuse(doubt(slot, message.voice))
        return
    if slot == "stars" and _was_unclear(slot, context):
        understood.changes[slot] = "any"  # Asked twice in vain, and nothing depends on it.
        return
    understood.refuse(unclear(slot, message, context))


def _was_unclear(slot: str, context: Context) -> bool:
    return ((context.slots.get("turn") or {}).get("problem") or {}).get("slot") == slot


def _was_doubted(slot: str, context: Context) -> bool:
    """Whether the question that is open is already whether to let go of the booking: a second no answers it."""
    asked = ((context.slots.get("turn") or {}).get("problem") or {}).get("text")
    return asked == doubt(slot, context.voice).text


def _is_about_something_else(message: Message, context: Context) -> bool:
    """Another trip, a yes or no to the offer of a person, or a no to the whole question about a booking."""
    if context.form != "trip_form" and _plans_another_trip(message, context):
        return True
    if message.intent == "affirm":
        return context.slots.get("pending") == "human"
    leaves = context.form in ("status_form", "cancel_form") or context.slots.get("pending") == "human"
    return message.intent == "deny" and leaves


def _plans_another_trip(message: Message, context: Context) -> bool:
    says = message.entities.keys() & {"destination", "product", "place", "dates", "party", "stars", "fix"}
    if message.intent == "change_trip":
        return True
    if message.intent in TRIP_WISHES:
        return bool(says)
    if context.form != "booking_form" or message.intent not in ANSWERS or not says - {"fix", "place"}:
        return False
    return not _answers_who_travels(message, context) and _says_another_trip(message, context)


def _answers_who_travels(message: Message, context: Context) -> bool:
    """A name may be that of a town, an address or a number may look like days."""
    if message.entities.keys() & {"email", "phone"}:
        return True
    return context.requested == "lead_name" and find_name(message.text, message.language) is not None


def _says_another_trip(message: Message, context: Context) -> bool:
    heard = Understanding()
    _understand_trip(message, context, heard)
    return any(heard.changes.get(name) not in (None, context.slots.get(name)) for name in TRIP_SLOTS)


def _asks_what_is_planned(message: Message, context: Context, understood: Understanding) -> bool:
    """What the trip costs or was, in the middle of the questions about it; a booking that exists is another matter."""
    if understood.changes.get("booking_reference") or message.entities.keys() & {"email", "phone"}:
        return False
    if message.intent == "booking_status":
        return context.form == "booking_form" and not context.slots.get("booking_reference")
    # Before anything is booked, what is to be paid is the price, unless they ask for the deposit.
    asks_price = message.intent in PLANNED or (
        message.intent == "pay"
        and _HOW_MUCH.search(fold(message.text))
        and read_pay_wish(message.text, None).kind != "deposit"
    )
    return bool(
        asks_price
        and context.form in ("trip_form", "booking_form")
        and not _plans_another_trip(message, context)
    )


def _question_let_go(message: Message, context: Context) -> dict[str, Any]:
    """A yes-or-no question that was passed over is closed: a yes later on is a yes to something else."""
    answers = STAYS_OPEN.get(str(context.slots.get("pending")))
    return {"pending": None} if answers and message.intent not in answers else {}


def _wish(message: Message, context: Context) -> str | None:
    """What a question wishes for as well; only a quote that is open is booked, only what is named is a trip."""
    if message.intent == "ask_currency" and "budget" in message.entities:
        return "budget"  # An amount that it may cost; one to be converted is no budget.
    wish = wished_besides(message.text, message.language, message.intent)
    if wish == "book" and context.slots.get("pending") == "book":
        return wish
    names_a_trip = message.entities.keys() & {"destination", "product", "dates"}
    return wish_for_a_place(message, context) or ("trip" if wish and names_a_trip else None)


def _turn(message: Message, context: Context, understood: Understanding) -> dict[str, Any]:
    problem = understood.problem
    besides = asked_besides(message.text, message.language, message.intent)
    lost = (problem is not None and problem.unclear) or (
        message.intent in NOT_UNDERSTOOD and not understood.changes and not besides
    )
    count = int(context.slots.get("misunderstood") or 0) + 1 if lost else 0
    told = problem.as_slot() if problem else None
    if told and problem and problem.unclear and count >= PATIENCE:
        told["text"] = f"{told['text']} {say(message.voice, 'problem.help')}"
        told["buttons"].append({"title": say(message.voice, "button.human"), "payload": "/request_human"})
    heard = [name for name in TRIP_SLOTS if understood.changes.get(name) is not None]
    changed = [name for name in heard if understood.changes[name] != context.slots.get(name)]
    answered = (*heard, *CORRECTABLE, "booking_reference", "email_code")
    filled = [name for name in answered if understood.changes.get(name) is not None]
    filled += [*noted(context, understood), *(["wishes"] if "wishes" in understood.changes else [])]
    return {
        "turn": {
            "id": message.id,
            "requested": context.requested,
            "problem": told,
            "heard": heard,
            "changed": changed,
            "filled": filled,
            "question": message.intent in QUESTIONS and message.asks,
            "besides": besides,
            "wish": _wish(message, context),
            "recalls": understood.recalls,
        },
        "misunderstood": count,
        "language": message.language,
    }
