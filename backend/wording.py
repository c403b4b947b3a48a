"""Numbers, money, days and people as they are written in each language, or in a voice of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel import localedata
from babel.dates import format_date, format_time
from babel.numbers import get_decimal_symbol, get_group_symbol

from backend.money import Money
from texts import say

CLOCKS = {"es": "H:mm", "en": "h:mm a", "pt": "H:mm"}
LOCALES = {"es": "es_419", "en": "en_US", "pt": "pt_BR"}


def locale(voice: str) -> str:
    """Babel's locale of a language or voice."""
    return LOCALES[_language(voice)]


def money(language: str, amount: Money) -> str:
    """ "USD 1,234.00", "COP 1.234": the ISO code and the digits that people write, in the language's signs."""
    sign = "-" if amount.amount < 0 else ""
    return f"{sign}{amount.currency} {digits(language, abs(amount.written), amount.currency)}"


def digits(language: str, value: Decimal | int, currency: str = "") -> str:
    """ "1,234.00", "1.234": a number in the language's signs, of a currency where there is one."""
    return f"{value:,}".translate(_signs(_language(language), currency))


@cache
def _signs(language: str, currency: str) -> dict[int, str]:
    """What stands for the comma between thousands and for the point before cents.

    Half of those who speak Spanish write a comma where the others write a point: it is as in the currency's country.
    """
    own = f"es_{currency[:2]}"
    where = own if language == "es" and localedata.exists(own) else locale(language)
    return {ord(","): get_group_symbol(where).replace("\xa0", " "), ord("."): get_decimal_symbol(where)}


def day(language: str, on: date) -> str:
    """ "10 de mayo de 2027"."""
    return say(language, "date.day", day=on.day, month=month_name(language, on), year=on.year)


def short_day(language: str, on: date) -> str:
    """ "10 de mayo"."""
    return say(language, "date.short_day", day=on.day, month=month_name(language, on))


def month(language: str, on: date) -> str:
    """ "mayo de 2027"."""
    return say(language, "date.month", month=month_name(language, on), year=on.year)


def month_name(language: str, on: date) -> str:
    """ "mayo"."""
    return format_date(on, "MMMM", locale=locale(language))


def days(language: str, start_on: date, end_on: date) -> str:
    """ "del 10 al 14 de mayo de 2027", or one day."""
    if start_on == end_on:
        return day(language, start_on)
    same_year = start_on.year == end_on.year
    span = "month" if same_year and start_on.month == end_on.month else "year" if same_year else "years"
    return say(
        language,
        f"date.range_{span}",
        start_day=start_on.day,
        start_month=month_name(language, start_on),
        start_year=start_on.year,
        end_day=end_on.day,
        month=month_name(language, end_on),
        year=end_on.year,
    )


def nights(language: str, count: int) -> str:
    """ "4 noches"."""
    return counted(language, "date.nights", count)


def moment(language: str, at: datetime, timezone: str) -> str:
    """ "martes 11 de mayo, 18:30" in a place's time."""
    local = at.astimezone(ZoneInfo(timezone))
    return say(
        language,
        "date.moment",
        weekday=format_date(local, "EEEE", locale=locale(language)),
        day=local.day,
        month=month_name(language, local.date()),
        time=format_time(local, CLOCKS[_language(language)], locale=locale(language)),
    )


def clock_time(language: str, at: time) -> str:
    """ "18:30", or "6:30 PM"."""
    return format_time(at, CLOCKS[_language(language)], locale=locale(language))


def people(language: str, adults: int, child_ages: Sequence[int]) -> str:
    """ "2 adultos y 1 niño (8 años)"."""
    grown = counted(language, "party.adults", adults)
    if not child_ages:
        return grown
    if max(child_ages) < 1:
        return listed(language, [grown, counted(language, "party.infants", len(child_ages))])
    children = counted(language, "party.children", len(child_ages))
    key = "party.child_age_one" if list(child_ages) == [1] else "party.children_ages"
    young = say(language, key, children=children, ages=listed(language, [str(age) for age in child_ages]))
    return listed(language, [grown, young])


def counted(language: str, key: str, count: int) -> str:
    """The text ``key_one`` or ``key_many`` for a number of things."""
    return say(language, f"{key}_one") if count == 1 else say(language, f"{key}_many", count=count)


def listed(language: str, things: Sequence[str]) -> str:
    """ "a, b y c"."""
    if len(things) < 2:
        return "".join(things)
    conjunction = say(language, "word.and")
    if _language(language) == "es" and things[-1][:1].lower() == "i":
        conjunction = "e"
    return f"{', '.join(things[:-1])} {conjunction} {things[-1]}"


def _language(voice: str) -> str:
    return voice.partition("-")[0]
