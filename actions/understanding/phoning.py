"""Telephone numbers that were given without their country, and the number that the conversation itself is held with."""

from __future__ import annotations

import re
from typing import Any

from actions.telephone import country_by_code, number_in
from actions.understanding.message import Context, Message, Problem, Understanding
from texts import say

_CODE = re.compile(r"\W*(?:\+|00)?(\d{1,3})\W*")


def understand_phone_country(message: Message, context: Context, understood: Understanding) -> bool:
    """Whether the message answers of which country a number is, or that they may be called on the one they write with."""
    hints = context.slots.get("hints") or {}
    if context.requested != "lead_phone" or not (hints.keys() & {"phone", "own_number"}):
        return False
    own = None if hints.get("phone") else hints.get("own_number")
    if own and message.intent == "affirm" and not message.first("phone"):
        understood.changes["lead_phone"] = own
        return True
    country = _country_said(message, context)
    if country is None or not hints.get("phone"):
        return False
    number = number_in(hints["phone"], country)
    understood.changes["hints"] = {key: value for key, value in hints.items() if key != "phone"} or None
    if number:
        understood.changes["lead_phone"] = number
    else:
        text = say(message.voice, "problem.phone_not_there", number=hints["phone"])
        understood.refuse(Problem("lead_phone", text))
    return True


def _country_said(message: Message, context: Context) -> str | None:
    if code := _CODE.fullmatch(message.answer):
        return country_by_code(int(code[1]))
    for entity in ("place", "origin"):
        said: Any = message.first(entity)
        if isinstance(said, dict) and said.get("country"):
            return str(said["country"])
    return context.countries.get(str(message.first("destination")))
