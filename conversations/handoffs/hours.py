"""Whether the team is there by its opening hours, and when it will be. Pure: the clock comes along."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location

import texts
from conversations.team.settings import Hours

FORESIGHT = 60
"""Days within which an opening is told."""
LOCALES = {"es": "es_419", "en": "en_US", "pt": "pt_BR"}
CLOCKS = {"es": "H:mm", "en": "h:mm a", "pt": "H:mm"}


def is_open(hours: Hours, now: datetime) -> bool:
    """Whether it is opening time on the team's own clock; a span over midnight ends at 24:00 and goes on at 00:00."""
    local = now.astimezone(ZoneInfo(hours.timezone))
    if any(day.on == local.date() for day in hours.closed):
        return False
    return any(start <= f"{local:%H:%M}" < end for start, end in hours.week[local.weekday()])


def next_opening(hours: Hours, now: datetime) -> datetime | None:
    """When the next opening time begins, in the team's time zone; None where there is none in sight.

    An opening that the clocks skip when they are put forward begins as much later.
    """
    zone = ZoneInfo(hours.timezone)
    today = now.astimezone(zone).date()
    closed = {day.on for day in hours.closed}
    for on in (today + timedelta(days=ahead) for ahead in range(FORESIGHT)):
        if on in closed:
            continue
        for start, _ in hours.week[on.weekday()]:
            opening = datetime.combine(on, time.fromisoformat(start), zone).astimezone(UTC)
            if opening > now:
                return opening.astimezone(zone)
    return None


def say_when(language: str, opening: datetime, now: datetime) -> str:
    """ "mañana a las 9:00 (hora de Lima)": an opening in the team's time zone, as it is said now."""
    locale = LOCALES[language]
    ahead = (opening.date() - now.astimezone(opening.tzinfo).date()).days
    near = {0: "today", 1: "tomorrow"}.get(ahead, "this_week" if ahead < 7 else "later")
    clock = format_time(opening, CLOCKS[language], locale=locale).replace("\u202f", " ")
    return texts.say(
        language,
        f"absence.when.{near}",
        at=texts.say(language, f"absence.at_{'one' if opening.hour == 1 else 'time'}", time=clock),
        weekday=format_date(opening, "EEEE", locale=locale),
        day=opening.day,
        month=format_date(opening, "MMMM", locale=locale),
        place=get_timezone_location(opening.tzinfo, locale=locale, return_city=True),
    )
