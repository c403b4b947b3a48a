"""Which proposals a budget allows, and what is said where it allows none. Nothing is ever converted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions.turn import Turn
from backend import wording
from backend.money import Money, precision
from backend.quotes.schemas import Proposal, TripRequest

Budget = dict[str, Any]
_CHEAPER = re.compile(
    r"cheaper|expensive|\bbarat|\bcar[oaíi](?:s|simo|sima)?\b|econ[oóô]mic|pricey|em conta|salgad[oa]|puxad[oa]|"
    r"(?:fuera de|se (?:me|nos) (?:va|pasa|sale) (?:de|del)) (?:mi |nuestro |el )?presupuesto|over (?:my|our|the) budget|"
    r"fora do (?:meu |nosso )?orçamento|no me alcanza|can'?t afford|un ojo de la cara",
    re.IGNORECASE,
)
# "About 500" is still kept by what costs this much more.
ABOUT_PERCENT = 110


def affordable(
    turn: Turn, request: TripRequest, proposals: Sequence[Proposal]
) -> tuple[list[Proposal], str | None]:
    """The proposals within the budget, or the nearest to it; and a sentence where the budget could not be kept."""
    budget: Budget | None = turn.slots.get("budget")
    if not budget or not proposals:
        return list(proposals), None
    currency = proposals[0].total.currency
    if budget.get("currency") not in (None, currency):
        return list(proposals), turn.words(
            "budget.other_currency", currency=currency, theirs=budget["currency"]
        )
    limit = limit_of(budget, request, currency)
    if within := [one for one in proposals if _keeps(budget, limit, counted(budget, one))]:
        return within, None
    if budget.get("bound") == "least":
        dearest = max(proposals, key=lambda one: counted(budget, one))
        return [dearest], turn.words("budget.below", budget=budget_text(turn, budget, currency))
    cheapest = min(proposals, key=lambda one: counted(budget, one))
    over = wording.money(turn.language, Money(counted(budget, cheapest) - limit, currency))
    return [cheapest], turn.words("budget.above", budget=budget_text(turn, budget, currency), over=over)


def keeps_budget(turn: Turn, request: TripRequest, proposal: Proposal) -> bool:
    """Whether a proposal is within the budget, where there is one in its currency."""
    budget: Budget | None = turn.slots.get("budget")
    currency = proposal.total.currency
    if not budget or budget.get("currency") not in (None, currency):
        return True
    return _keeps(budget, limit_of(budget, request, currency), counted(budget, proposal))


def limit_of(budget: Budget, request: TripRequest, currency: str) -> int:
    """What the budget comes to for the whole party and all nights, in minor units."""
    times = {"person": request.party.size, "night": max(1, (request.end_on - request.start_on).days)}
    units = int(budget["amount"] * 10 ** precision(currency))
    return units * times.get(str(budget.get("per")), 1)


def counted(budget: Budget, proposal: Proposal) -> int:
    """What counts against the budget, in minor units: the whole trip, or its rooms where the budget is for a night."""
    rooms = sum(line.sell.amount for line in proposal.lines if line.end_on > line.start_on)
    return rooms if budget.get("per") == "night" and rooms else proposal.total.amount


def budget_text(turn: Turn, budget: Budget, currency: str) -> str:
    """ "USD 300.00 por persona"."""
    units = int(budget["amount"] * 10 ** precision(currency))
    amount = wording.money(turn.language, Money(units, currency))
    per = budget.get("per")
    return turn.words(f"budget.per_{per}", amount=amount) if per in ("person", "night") else amount


def _keeps(budget: Budget, limit: int, cost: int) -> bool:
    match budget.get("bound"):
        case "least":
            return cost >= limit
        case "about":
            return cost * 100 <= limit * ABOUT_PERCENT
        case _:
            return cost <= limit


def wants_cheaper(text: str) -> bool:
    """Whether a text finds it too dear or asks for something cheaper."""
    return bool(_CHEAPER.search(text))
