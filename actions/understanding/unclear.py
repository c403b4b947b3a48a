"""How an open question is asked again when the message did not answer it."""

from __future__ import annotations

from actions.understanding.dates import SINGLE_DAY
from actions.understanding.message import Context, Message, Problem
from backend import wording
from language.reference import LENGTH
from texts import say

SUGGESTED = 3
_KEYS = {
    "travel_dates": "dates_unclear",
    "party": "party_unclear",
    "child_ages": "ages_unclear",
    "stars": "stars_unclear",
    "lead_name": "name_unclear",
    "lead_email": "email_unclear",
    "lead_phone": "phone_invalid",
    "booking_confirmed": "confirm_unclear",
    "cancel_confirmed": "cancel_unclear",
    "booking_reference": "reference_unclear",
    "email_code": "code_unclear",
}
_EXAMPLES: dict[str, dict[str, object]] = {
    "phone_invalid": {"example": "+51 984 123 456"},
    "reference_unclear": {"length": LENGTH, "example": "K7PQ2M"},
    "code_unclear": {"digits": 6},
}


def unclear(slot: str, message: Message, context: Context) -> Problem:
    """The question of a slot once more, with an example of an answer or choices to press."""
    if slot == "destination":
        return suggestion("place_unclear", message.voice, context, unclear=True)
    key = _KEYS[slot]
    number = (context.slots.get("hints") or {}).get("phone")
    if slot == "lead_phone" and number:  # A yes, or words that name no country: that alone is missing.
        return Problem(slot, say(message.voice, "problem.phone_country_unclear", number=number), unclear=True)
    if slot == "travel_dates" and context.slots.get("interest") in SINGLE_DAY:
        key = "dates_day_unclear"
    text = say(message.voice, f"problem.{key}", **_EXAMPLES.get(key, {}))
    return Problem(slot, text, unclear=True)


def doubt(slot: str, voice: str) -> Problem:
    """A no while details are asked may be a no to the whole booking."""
    buttons = (
        (say(voice, "button.let_go"), '/inform{"fix": "let_go"}'),
        (say(voice, "button.resume"), "/book"),
    )
    return Problem(slot, say(voice, "book.doubt"), buttons)


def suggestion(key: str, voice: str, context: Context, *, unclear: bool = False, **values: object) -> Problem:
    """A sentence that names places we do sell, with a button for each."""
    suggested = context.places[:SUGGESTED]
    names = wording.listed(voice, [name for _, name in suggested])
    buttons = tuple(place_button(code, name) for code, name in suggested)
    return Problem("destination", say(voice, f"problem.{key}", places=names, **values), buttons, unclear)


def place_button(code: str, name: str) -> tuple[str, str]:
    """A button that chooses a destination."""
    return name, f'/inform{{"destination": "{code}"}}'
