"""What quotes say, in the words of a language or voice."""

from __future__ import annotations

from backend import wording
from backend.quotes.schemas import QuoteLine, QuoteView
from texts import say

PEOPLE = {"adult": "party.adults", "child": "party.children", "infant": "party.infants"}


def service_name(voice: str, line: QuoteLine) -> str:
    """ "Hotel Inti, habitación doble × 2"."""
    name = line.name[voice.partition("-")[0]]
    if line.unit in PEOPLE or line.quantity == 1:
        return name
    return say(voice, "quote.times", name=name, quantity=line.quantity)


def service_days(voice: str, line: QuoteLine) -> str:
    """ "4 noches" of a hotel, "11 de mayo, 2 adultos" of a tour, "10 de mayo" of a ride."""
    if line.end_on > line.start_on:
        return wording.nights(voice, (line.end_on - line.start_on).days)
    day = wording.short_day(voice, line.start_on)
    if line.unit not in PEOPLE:
        return day
    return f"{day}, {wording.counted(voice, PEOPLE[line.unit], line.quantity)}"


def trip(voice: str, quote: QuoteView) -> str:
    """ "del 10 al 14 de mayo de 2027 · 2 adultos"."""
    request = quote.request
    dates = wording.days(voice, request.start_on, request.end_on)
    people = wording.people(voice, request.party.adults, request.party.child_ages)
    return say(voice, "quote.trip", dates=dates, party=people)


def total(voice: str, quote: QuoteView) -> str:
    """ "Total: USD 778.80, impuestos incluidos (USD 118.80)"."""
    amount = wording.money(voice, quote.total)
    if quote.tax.amount == 0:
        return say(voice, "quote.total_no_tax", total=amount)
    return say(voice, "quote.total", total=amount, tax=wording.money(voice, quote.tax))
