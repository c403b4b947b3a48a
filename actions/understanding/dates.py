"""Which days the traveller means, given what they said before."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from actions.understanding.message import Context, Message, Problem, Understanding
from backend import wording
from language.dates.reading import DateRange, DateReading, read_dates
from texts import say

LONGEST_TRIP = 60
_ORDINAL = re.compile(r"\W*(?:the )?\d{1,2}(?:st|nd|rd|th)(?:,? please)?\W*", re.IGNORECASE)
_TWO_DAYS = re.compile(
    r"\D{0,30}?((?:del?|from|of|entre)?\s?\b\d{1,2}\s?(?:-|–|al?|to|ao)\s?\d{1,2})(?:[,.!\s]*(?:mejor|please|por favor|melhor|instead)?)\W*",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    r"\b(?:no|n[ãa]o|wait|sorry|actually|mean|perd[oó]n|espera|mejor|desculpa|pera[ií]?|melhor|digo)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;.]\s+")
_ANSWERED_IN_NUMBERS = ("party", "child_ages", "stars")
_COUNTED = {"party", "ages", "stars", "budget", "phone", "email", "choice", "reference"}
# What of dates may be among the hints.
HALVES = frozenset({"start", "month", "nights", "proposed"})
SINGLE_DAY = frozenset({"tour", "transfer"})


def understand_dates(message: Message, context: Context, understood: Understanding) -> None:
    """Fills ``travel_dates``, or keeps half a date in ``hints`` and asks for the other half."""
    said = [str(value) for value in message.entities.get("dates", ())]
    words = " ".join(said) or _moved_days(message, context)
    words = words or (message.answer if _may_be_dates(message, context) else "")
    if not words:
        return
    hints = dict(context.slots.get("hints") or {})
    reading = _pressed(words) or _read(words, message.language, context, hints)
    if said and reading.problem == "not_a_date" and message.answer:
        reading = _read(
            message.answer, message.language, context, hints
        )  # "for a week": "for" says what it is
    if context.requested == "travel_dates" and not reading.start_on and not reading.alternatives:
        reading = _read_by_parts(message, context, hints) or reading
    if reading.problem == "not_a_date" and not (said and any(map(str.isdigit, words))):
        return  # "Same dates" before there are any names no day that could be wrong.
    if trouble := _trouble(reading, message.voice):
        understood.refuse(trouble)
        return
    dates = _complete(reading, hints, _interest(context, understood))
    if dates is not None:
        others = {key: value for key, value in hints.items() if key not in HALVES}
        understood.changes |= {"travel_dates": dates, "hints": others or None}
        return
    half = _half(reading)
    if "month" in half and "start" not in half:
        hints.pop("start", None)  # "Mejor en agosto" moves the day that was said before.
    hints |= half
    understood.changes["hints"] = hints
    understood.refuse(Problem("travel_dates", ask_other_half(hints, message.voice)))


def _read_by_parts(message: Message, context: Context, hints: dict[str, Any]) -> DateReading | None:
    """Whole dates in a part of the answer ("10th for a week, 2 adults"), or within the month that was said ("the first
    week")."""
    of = {"es": "de", "pt": "de"}.get(message.language, "of")
    month = hints.get("month")
    named = f" {of} {wording.month(message.language, date.fromisoformat(f'{month}-01'))}" if month else ""
    for part in _PARTS.split(message.answer):
        for words in (part, f"{part}{named}") if named else (part,):
            reading = _read(words, message.language, context, hints)
            if reading.start_on and reading.end_on and not reading.problem:
                return reading
    return None


def _may_be_dates(message: Message, context: Context) -> bool:
    """Whether words without a marked date may be one: they answer the question, or are "18th" before any options."""
    if context.requested == "travel_dates":
        return True
    begun = (context.form == "trip_form" or message.intent == "inform") and not context.slots.get("offered")
    return begun and bool(_ORDINAL.fullmatch(message.answer))


def _moved_days(message: Message, context: Context) -> str:
    """Two bare days that correct those known, "no wait 12-16"; nothing where a message says anything else."""
    if known_dates(context.slots) is None or message.intent not in ("inform", "change_trip", "deny"):
        return ""
    if context.requested in _ANSWERED_IN_NUMBERS and not _CORRECTED.search(message.answer):
        return ""
    moved = None if message.entities.keys() & _COUNTED else _TWO_DAYS.fullmatch(message.answer)
    return moved[1] if moved else ""


def known_dates(slots: Any) -> DateRange | None:
    """The days of the slot ``travel_dates``."""
    dates = slots.get("travel_dates")
    return DateRange(date.fromisoformat(dates["start"]), date.fromisoformat(dates["end"])) if dates else None


def _pressed(words: str) -> DateReading | None:
    """What a button says: one ISO day, or two with a slash between them."""
    try:
        days = [date.fromisoformat(part) for part in words.split("/")]
    except ValueError:
        return None
    return DateReading(days[0], days[1] if len(days) == 2 else None)


def _read(words: str, language: str, context: Context, hints: dict[str, Any]) -> DateReading:
    known, begun = known_dates(context.slots), hints.get("start")
    if known is None and begun:
        known = DateRange(date.fromisoformat(begun), date.fromisoformat(begun))
    elif known is None and hints.get("month"):
        known = _whole_month(date.fromisoformat(f"{hints['month']}-01"))
    return read_dates(
        words,
        language,
        today=context.today,
        country=context.country,
        known=known,
        expects_end=bool(begun) and context.slots.get("travel_dates") is None,
    )


def _whole_month(first: date) -> DateRange:
    return DateRange(first, first.replace(day=monthrange(first.year, first.month)[1]))


def _trouble(reading: DateReading, voice: str) -> Problem | None:
    if len(reading.alternatives) > 1:
        first, second = reading.alternatives[:2]
        buttons = tuple(
            (_name(voice, day), f'/inform{{"dates": "{_payload(day)}"}}') for day in (first, second)
        )
        text = say(voice, "problem.dates_ambiguous", first=buttons[0][0], second=buttons[1][0])
        return Problem("travel_dates", text, buttons)
    if reading.problem == "past":
        past = reading.start_on or reading.end_on
        if past is None:
            return Problem("travel_dates", say(voice, "problem.dates_past_bare"))
        return Problem("travel_dates", say(voice, "problem.dates_past", date=wording.day(voice, past)))
    if reading.problem == "too_long":
        text = say(voice, "problem.dates_too_long", nights=LONGEST_TRIP)
        return Problem("travel_dates", text, (_person(voice),))
    if reading.problem:
        return Problem("travel_dates", say(voice, f"problem.dates_{reading.problem}"))
    return None


def _complete(reading: DateReading, hints: dict[str, Any], interest: str | None) -> dict[str, str] | None:
    start = reading.start_on or (date.fromisoformat(hints["start"]) if hints.get("start") else None)
    end, count = reading.end_on, reading.nights or hints.get("nights")
    if start is not None and end is None and count:
        end = start + timedelta(days=count)
    if interest in SINGLE_DAY:
        end = end or start
    elif end == start:
        return None
    return {"start": start.isoformat(), "end": end.isoformat()} if start and end else None


def _half(reading: DateReading) -> dict[str, Any]:
    half: dict[str, Any] = {}
    if reading.start_on:
        half["start"] = reading.start_on.isoformat()
    if reading.nights:
        half["nights"] = reading.nights
    if reading.month:
        half["month"] = f"{reading.month[0]:04}-{reading.month[1]:02}"
    return half


def ask_other_half(hints: dict[str, Any], voice: str) -> str:
    """The question that completes half a date: until when, which days of the month, or from when."""
    if start := hints.get("start"):
        return say(voice, "problem.dates_start", date=wording.day(voice, date.fromisoformat(start)))
    count = wording.nights(voice, hints["nights"]) if hints.get("nights") else None
    if not hints.get("month"):
        return say(voice, "problem.dates_nights", nights=count)
    month = wording.month(voice, date.fromisoformat(f"{hints['month']}-01"))
    if count is None:
        return say(voice, "problem.dates_month", month=month)
    return say(voice, "problem.dates_month_nights", month=month, nights=count)


def _interest(context: Context, understood: Understanding) -> str | None:
    interest: str | None = understood.changes.get("interest") or context.slots.get("interest")
    return interest


def _name(voice: str, day: DateRange | date) -> str:
    return (
        wording.short_day(voice, day)
        if isinstance(day, date)
        else wording.days(voice, day.start_on, day.end_on)
    )


def _payload(day: DateRange | date) -> str:
    return (
        day.isoformat() if isinstance(day, date) else f"{day.start_on.isoformat()}/{day.end_on.isoformat()}"
    )


def _person(voice: str) -> tuple[str, str]:
    return say(voice, "button.human"), "/request_human"
