"""Trips as agents see them, as JSON: with net rates, markup and commission."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from backend.availability.schemas import HoldView
from backend.bookings.schemas import BookingView, CancellationTerms
from backend.documents.schemas import DocumentView
from backend.quotes.priced import PricedQuote
from backend.quotes.schemas import Proposal, TripRequest
from conversations.realtime.quote_sights import amount, of_house

Shown = dict[str, Any]


def shown_request(request: TripRequest) -> Shown:
    """A trip as it is asked for, so that it can be asked for again."""
    return {
        "destination": request.destination,
        "start_on": request.start_on,
        "end_on": request.end_on,
        "adults": request.party.adults,
        "child_ages": request.party.child_ages,
        "stars": request.stars,
        "interest": request.interest,
        "extra": request.extra,
        "without": request.without,
    }


def shown_proposal(proposal: Proposal) -> Shown:
    """An offer; ``name`` by language, ``photo`` a path of ours."""
    return {
        "product": proposal.product,
        "kind": proposal.kind,
        "name": proposal.name,
        "stars": proposal.stars,
        "rating": proposal.rating,
        "total": amount(proposal.total),
        "photo": f"/photos/{proposal.photo}",
    }


def shown_quote(quote: PricedQuote) -> Shown:
    """All of a quote."""
    view = quote.view
    return {**of_house(quote), "request": shown_request(view.request), "language": view.language}


def shown_hold(hold: HoldView) -> Shown:
    """Places kept until a moment."""
    return {"id": hold.id, "quote_id": hold.quote_id, "expires_at": hold.expires_at}


def shown_document(document: DocumentView) -> Shown:
    """A document without what stands in it."""
    return {
        "id": document.id,
        "kind": document.kind,
        "number": document.number,
        "booking": document.booking,
        "amount": amount(document.content.money(document.content.amount)),
        "issued_at": document.issued_at,
    }


def shown_booking(booking: BookingView, quotes: Mapping[UUID, PricedQuote]) -> Shown:
    """A booking with its whole quote; ``penalty`` where it was cancelled."""
    return {
        "id": booking.id,
        "reference": booking.reference,
        "state": booking.state,
        "quote": shown_quote(quotes[booking.quote.id]),
        "lead": {"name": booking.lead.name, "email": booking.lead.email, "phone": booking.lead.phone},
        "total": amount(booking.total),
        "penalty": amount(booking.penalty) if booking.penalty is not None else None,
        "expires_at": booking.expires_at,
        "confirmed_at": booking.confirmed_at,
        "created_at": booking.created_at,
    }


def shown_terms(terms: CancellationTerms) -> Shown:
    """What cancelling now costs and gives back."""
    return {
        "penalty": amount(terms.penalty),
        "refund": amount(terms.refund),
        "free_until": terms.free_until,
    }
