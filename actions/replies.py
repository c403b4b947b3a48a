"""What travellers read: quotes, cards, bookings and the buttons below them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from actions.turn import Button, Desk, Turn
from backend import wording
from backend.bookings.schemas import BookingView
from backend.catalogue.schemas import DestinationView, ProductView
from backend.quotes import wording as quoted
from backend.quotes.schemas import Interest, Proposal, QuoteView, TripRequest

MOST_INCLUDED = 8


def payload(intent: str, **entities: Any) -> str:
    """A button's payload."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}" if entities else f"/{intent}"


def trip_text(turn: Turn, request: TripRequest, place: str) -> str:
    """ "Cusco, del 10 al 14 de mayo de 2027, 2 adultos"."""
    dates = wording.days(turn.language, request.start_on, request.end_on)
    people = wording.people(turn.language, request.party.adults, request.party.child_ages)
    return turn.words("trip.heard", place=place, dates=dates, party=people)


def quote_text(turn: Turn, quote: QuoteView, place: DestinationView) -> str:
    """The whole quote: what, when, who, how much, what it includes and until when it holds."""
    language = turn.language
    paragraphs = [
        [
            turn.words("quote.title", reference=quote.reference, name=quote.name[language]),
            quoted.trip(turn.voice, quote),
        ],
        [*_lines(turn, quote), quoted.total(turn.voice, quote)],
        [],
    ]
    if included := quote.includes.get(language, ())[:MOST_INCLUDED]:
        paragraphs[2].append(turn.words("quote.includes", items=", ".join(included)))
    until = wording.moment(language, quote.valid_until, place.timezone)
    paragraphs[2].append(turn.words("quote.valid_until", until=until, place=place.name[language]))
    return "\n\n".join("\n".join(lines) for lines in paragraphs)


def _lines(turn: Turn, quote: QuoteView) -> list[str]:
    written = []
    for line in quote.lines:
        name, when = quoted.service_name(turn.voice, line), quoted.service_days(turn.voice, line)
        amount = wording.money(turn.language, line.sell)
        written.append(turn.words("quote.line", name=name, when=when, amount=amount))
    return written


def proposal_card(turn: Turn, number: int, proposal: Proposal, interest: Interest) -> dict[str, Any]:
    """A numbered card: photo, total for the party, rating, and a button that chooses it."""
    alone = all(line.product == proposal.product for line in proposal.lines)
    kind = proposal.kind if alone or interest is not Interest.PACKAGE else interest
    parts = [turn.words(f"trip.card_kind_{kind}")]
    if proposal.stars:
        parts.append(turn.words("trip.card_subtitle", stars=proposal.stars))
    return {
        "number": number,
        "title": proposal.name[turn.language],
        "subtitle": " · ".join(parts),
        "image": f"/photos/{proposal.photo}",
        "price": wording.money(turn.language, proposal.total),
        "rating": proposal.rating,
        "buttons": [turn.button("choose", payload("choose_option", product=proposal.product))],
    }


def place_card(turn: Turn, number: int, place: DestinationView) -> dict[str, Any]:
    """A card of a destination, with a button that starts a quote."""
    return {
        "number": number,
        "title": place.name[turn.language],
        "subtitle": place.description[turn.language],
        "image": f"/photos/{place.photo}",
        "price": None,
        "rating": None,
        "buttons": [turn.button("quote_place", payload("search_trip", destination=place.code))],
    }


def product_card(turn: Turn, number: int, product: ProductView) -> dict[str, Any]:
    """A card of a product before dates and people are known, so without a price."""
    return {
        "number": number,
        "title": product.name[turn.language],
        "subtitle": product.description[turn.language],
        "image": f"/photos/{product.photo}",
        "price": None,
        "rating": product.rating,
        "buttons": [turn.button("quote_place", payload("request_quote", product=product.code))],
    }


def quote_buttons(turn: Turn, quote: UUID | str, *, others: bool) -> list[Button]:
    """Book this quote and no other, look on, or change something."""
    further = [turn.button("options", "/see_options")] if others else []
    return [
        turn.button("book", payload("book", quote=str(quote))),
        *further,
        turn.button("change", "/change_trip"),
    ]


def page_button(turn: Turn, desk: Desk, quote: UUID) -> list[Button]:
    """Leads to the quote's page, which can be passed on."""
    return [turn.button("quote_page", desk.quote_page(quote))] if desk.quote_page else []


def option_buttons(offered: Sequence[dict[str, Any]]) -> list[Button]:
    """One of the numbered options that were shown."""
    return [
        {"title": str(one["number"]), "payload": payload("choose_option", choice={"ordinal": one["number"]})}
        for one in offered
    ]


def starting_buttons(turn: Turn) -> list[Button]:
    """What one can do when nothing is open."""
    return [
        turn.button("search", "/search_trip"),
        turn.button("recommend", "/ask_recommendation"),
        turn.button("status", "/booking_status"),
    ]


def human_buttons(turn: Turn) -> list[Button]:
    """Yes or no to a person."""
    return [turn.button("human_yes", "/request_human"), turn.button("human_no", "/deny")]


def quote_values(turn: Turn, quote: QuoteView) -> dict[str, object]:
    """What sentences about a quoted trip are filled with."""
    request = quote.request
    return {
        "name": quote.name[turn.language],
        "dates": wording.days(turn.language, request.start_on, request.end_on),
        "party": wording.people(turn.language, request.party.adults, request.party.child_ages),
        "total": wording.money(turn.language, quote.total),
    }


def booking_values(turn: Turn, booking: BookingView) -> dict[str, object]:
    """What sentences about a booking are filled with."""
    total = wording.money(turn.language, booking.total)
    return quote_values(turn, booking.quote) | {"reference": booking.reference, "total": total}


def place_names(language: str, places: Sequence[DestinationView]) -> list[str]:
    """The names of destinations."""
    return [place.name[language] for place in places]
