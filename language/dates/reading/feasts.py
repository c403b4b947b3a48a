"""When people travel at feasts. Moving ones are computed; public holidays come from `holidays`.

Conventions: Holy Week is Thursday to Easter Sunday, Carnival Saturday to Ash Wednesday, Christmas
24 to 26 December, New Year 30 December to 2 January. A weekend is Friday to Sunday, two nights; a long one
begins on the eve of its first day off and ends on its last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

import holidays
from dateutil.easter import easter

from language.dates.reading.results import DateRange

_HORIZON_DAYS = 550
_PATRIOTIC = ("PE", "CL", "MX")


def _from_easter(first: int, last: int) -> Callable[[int], DateRange]:
    return lambda year: DateRange(easter(year) + timedelta(days=first), easter(year) + timedelta(days=last))


def _fixed(month: int, first: int, last: int) -> Callable[[int], DateRange]:
    return lambda year: DateRange(date(year, month, first), date(year, month, last))


def _thanksgiving(year: int) -> DateRange:
    day = next(
        day for day, name in holidays.country_holidays("US", years=year).items() if "Thanksgiving" in name
    )
    return DateRange(day, day + timedelta(days=3))


_FEASTS: dict[str, Callable[[int], DateRange]] = {
    "holy_week": _from_easter(-3, 0),
    "carnival": _from_easter(-50, -46),
    "corpus_christi": _from_easter(60, 63),
    "christmas": _fixed(12, 24, 26),
    "new_year": lambda year: DateRange(date(year, 12, 30), date(year + 1, 1, 2)),
    "all_souls": _fixed(11, 1, 2),
    "epiphany": _fixed(1, 5, 6),
    "inti_raymi": _fixed(6, 23, 25),
    "st_john": _fixed(6, 23, 24),
    "labour_day": _fixed(5, 1, 1),
    "valentine": _fixed(2, 14, 14),
    "valentine_br": _fixed(6, 12, 12),
    "halloween": _fixed(10, 31, 31),
    "aparecida": _fixed(10, 12, 12),
    "thanksgiving": _thanksgiving,
    "palm_sunday": _from_easter(-7, -7),
    "maundy_thursday": _from_easter(-3, -3),
    "good_friday": _from_easter(-2, -2),
    "holy_saturday": _from_easter(-1, -1),
    "easter_sunday": _from_easter(0, 0),
    "ash_wednesday": _from_easter(-46, -46),
    "christmas_eve": _fixed(12, 24, 24),
    "christmas_day": _fixed(12, 25, 25),
    "new_years_eve": _fixed(12, 31, 31),
    "new_years_day": _fixed(1, 1, 1),
}


def feast_dates(name: str, *, year: int | None, today: date, country: str | None) -> list[DateRange]:
    """The feast of a year, or the next to come; several when countries keep it on different days."""
    if name in ("fiestas_patrias", "independence"):
        countries = (country,) if country else _PATRIOTIC
        found = [_coming(partial(_independence, of), year, today) for of in countries]
        return sorted((dates for dates in found if dates), key=lambda dates: dates.start_on)
    coming = _coming(_FEASTS[name], year, today)
    return [coming] if coming else []


def long_weekends(*, today: date, country: str | None, bridges: bool) -> Iterator[DateRange]:
    """The weekends to come that a public holiday of the country lengthens, `bridges` over a working day too."""
    days_off = public_holidays(country, (today.year, today.year + 1, today.year + 2))
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    while days_off and friday <= today + timedelta(days=_HORIZON_DAYS):
        first, last = friday, friday + timedelta(days=2)
        if friday in days_off or (bridges and friday - timedelta(days=1) in days_off):
            first -= timedelta(days=1 if friday in days_off else 2)
        if (monday := friday + timedelta(days=3)) in days_off:
            last = monday
        elif bridges and (tuesday := friday + timedelta(days=4)) in days_off:
            last = tuesday
        if (last - first).days > 2 and first >= today:
            yield DateRange(first, last)
        friday += timedelta(days=7)


def public_holidays(country: str | None, years: tuple[int, ...]) -> dict[date, str]:
    """The public holidays of a country by its ISO code; none for a country that is not known."""
    if country is None or country not in holidays.list_supported_countries():
        return {}
    return dict(holidays.country_holidays(country, years=years, language=None).items())


def _independence(country: str, year: int) -> DateRange | None:
    days = public_holidays(country, (year,))
    day = next((day for day, name in sorted(days.items()) if "independ" in name.lower()), None)
    if day is None:
        return None
    last = day
    while last + timedelta(days=1) in days:
        last += timedelta(days=1)
    return DateRange(day, last)


def _coming(dates_of: Callable[[int], DateRange | None], year: int | None, today: date) -> DateRange | None:
    if year is not None:
        return dates_of(year) if 1900 <= year <= 2200 else None
    for candidate in (today.year - 1, today.year, today.year + 1):
        dates = dates_of(candidate)
        if dates and dates.start_on >= today:
            return dates
    return None
