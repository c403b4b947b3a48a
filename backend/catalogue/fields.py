"""The kinds of fields in the catalogue's YAML, each with a message that tells how to write it."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Annotated, TypeVar
from zoneinfo import available_timezones

from babel.numbers import list_currencies
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from backend.catalogue.seasons import MonthDay
from language.themes import THEMES

T = TypeVar("T")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = frozenset(range(7))
DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _weekday(text: object) -> int:
    if text not in WEEKDAYS:
        raise ValueError(f"{text!r} is not a weekday: mon, tue, wed, thu, fri, sat or sun")
    return WEEKDAYS.index(str(text))


def _month_day(text: object) -> MonthDay:
    month, dash, day = str(text).partition("-")
    if not (dash and month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12):
        raise ValueError(f'{text!r} is not a month and day like "12-20"')
    if not 1 <= int(day) <= DAYS_IN_MONTH[int(month) - 1]:
        raise ValueError(f"{text!r} is not a day of the year")
    return int(month), int(day)


_known_timezones = cache(available_timezones)


def _theme(name: object) -> object:
    if name not in THEMES:
        raise ValueError(f"{name!r} is not a theme: {', '.join(THEMES[:-1])} or {THEMES[-1]}")
    return name


def _once(values: tuple[T, ...]) -> tuple[T, ...]:
    if twice := next((value for value in values if values.count(value) > 1), None):
        raise ValueError(f"{twice} is said twice")
    return values


def _timezone(name: str) -> str:
    if name not in _known_timezones():
        raise ValueError(f'{name!r} is not a time zone like "America/Lima"')
    return name


def _currency(code: str) -> str:
    if code not in list_currencies():
        raise ValueError(f"{code!r} is not an ISO 4217 currency")
    return code


Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Percent = Annotated[Decimal, Field(ge=0, le=1000, decimal_places=4)]
Commission = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
Amount = Annotated[Decimal, Field(ge=0, le=1_000_000_000)]
Timezone = Annotated[str, AfterValidator(_timezone)]
Currency = Annotated[str, AfterValidator(_currency)]
Weekdays = Annotated[frozenset[Annotated[int, BeforeValidator(_weekday)]], Field(min_length=1)]
Themes = Annotated[tuple[Annotated[str, BeforeValidator(_theme)], ...], AfterValidator(_once)]
Months = Annotated[tuple[Annotated[int, Field(ge=1, le=12)], ...], AfterValidator(_once)]
Day = Annotated[MonthDay, BeforeValidator(_month_day)]
Period = tuple[Day, Day]
Age = Annotated[int, Field(ge=0, le=120)]
