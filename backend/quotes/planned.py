"""A quote's trip as a conversation keeps it, so that it can be planned on: plain JSON, by slot of `domain.yml`."""

from __future__ import annotations

from typing import Any

from backend.quotes.schemas import QuoteView


def planned_of(quote: QuoteView) -> dict[str, Any]:
    """Where, when, who, what comes along, and the product that was quoted."""
    request = quote.request
    return {
        "destination": request.destination,
        "travel_dates": {"start": request.start_on.isoformat(), "end": request.end_on.isoformat()},
        "party": {"adults": request.party.adults, "children": len(request.party.child_ages)},
        "child_ages": list(request.party.child_ages),
        "interest": request.interest.value,
        "product": quote.product,
        "services": {"extra": list(request.extra), "without": list(request.without)},
    }
