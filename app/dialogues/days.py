"""Whether a day is the one that English words mean, by what the words fix and without our own reader of dates.

Their dialogues take place on 1 March 2019, ours today: "March 5th" fixes month and day, "the 5th" the day, "next
Monday" the weekday, "tomorrow" the date.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR = (("day after tomorrow", 2), ("tomorrow", 1), ("today", 0))
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b")


def means(words: str, day: date, today: date) -> bool:
    """Whether ``words`` ("4th of March", "this Sunday", "05-10" for May 10th in any year) can mean ``day``."""
    words = words.casefold()
    if re.fullmatch(r"\d\d-\d\d", words):
        return words == day.strftime("%m-%d")
    for near, distance in _NEAR:
        if near in words:
            return day == today + timedelta(days=distance)
    for weekday, name in enumerate(_WEEKDAYS):
        if name in words:
            return day.weekday() == weekday
    number = _DAY.search(words)
    month = next((place for place, name in enumerate(_MONTHS, 1) if name[:3] in words), None)
    return number is not None and int(number[1]) == day.day and month in (None, day.month)
