"""What a message that was not understood may have meant: buttons for the likely intents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actions.intents import QUESTIONS
from actions.turn import Button, Turn

MOST = 3
# Of texts that are none of our business hardly any other intent gets a hundredth; half-understood ones give the meant one
# more than this. A message surely meant for nobody leaves nothing above it.
LEAST = 0.05
# What can be offered by name: whole wishes and questions, not answers to questions. Each has a text `meaning.<intent>`.
NAMED = (QUESTIONS - {"ask_knowledge"}) | {
    "search_trip",
    "search_hotel",
    "search_tour",
    "search_transport",
    "ask_recommendation",
    "ask_price",
    "see_options",
    "compare_options",
    "change_trip",
    "book",
    "pay",
    "pay_part",
    "booking_status",
    "change_booking",
    "cancel_booking",
    "ask_refund",
    "resend_voucher",
    "request_invoice",
    "urgent_help",
    "erase_data",
}
# Intents that a button says in the same words.
_SAME = {"request_quote": "search_trip", "check_availability": "ask_price"}


def likely_meanings(ranking: Iterable[tuple[str, float]]) -> list[str]:
    """The nameable intents that are likely enough, likeliest first, at most MOST."""
    likely = [_SAME.get(name, name) for name, probability in ranking if probability >= LEAST]
    return [name for name in dict.fromkeys(likely) if name in NAMED][:MOST]


def meaning_buttons(turn: Turn, meanings: Sequence[str]) -> list[Button]:
    """A button for each meaning, and one for none of them: it asks the open question again, or offers a person."""
    named = [{"title": turn.words(f"meaning.{name}"), "payload": f"/{name}"} for name in meanings]
    return [*named, turn.button("something_else", "/repeat" if turn.form else "/nlu_fallback")]
