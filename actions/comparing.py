"""What sets options apart: prices for the party, facts of the catalogue, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from babel.numbers import format_decimal
from rasa_sdk.events import EventType, FollowupAction
from sqlalchemy.ext.asyncio import AsyncSession

from actions.answers import policy_text
from actions.picking import pick, picked_by_title
from actions.quoting import Quoting, as_offered, is_complete, trip_request
from actions.replies import payload
from actions.turn import Button, DeskAction, Turn, slots
from backend import wording
from backend.catalogue.schemas import ProductView
from backend.catalogue.service import list_products
from backend.quotes.schemas import Interest, Proposal
from language.several_choices import find_choices

MOST_COMPARED = 3


@dataclass(frozen=True, slots=True)
class Compared:
    """A product beside others; ``offer`` is its price for the trip, where the trip is known and it fits."""

    number: int
    product: ProductView
    offer: Proposal | None

    def includes(self, language: str) -> tuple[str, ...]:
        """What it holds, in a language."""
        return (self.offer or self.product).includes.get(language, ())


class CompareOptions(DeskAction):
    """The options that they name, or what is quoted beside what else fits, in one bubble that ends in a choice."""

    called = "action_compare_options"

    async def act(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions() as session:
            compared = await self._compared(turn, session)
        if len(compared) < 2:
            if not is_complete(turn.slots):
                if not turn.heard:
                    turn.tell(turn.words("trip.nothing_offered"))
                return [FollowupAction("trip_form")]
            return [FollowupAction("action_show_options")]
        turn.tell(comparison(turn, compared), [_choose(turn, one) for one in compared])
        return [*self._offered(turn, compared), *(turn.without_asking() if turn.form else [])]

    @staticmethod
    def _offered(turn: Turn, compared: Sequence[Compared]) -> list[EventType]:
        """What was compared is what "the second" picks from then on, unless all of it was on offer before."""
        before = {one["product"] for one in turn.slots.get("offered") or ()}
        offers = [one.offer for one in compared if one.offer]
        if len(offers) < len(compared) or before.issuperset(one.product.code for one in compared):
            return []
        numbered = zip(compared, as_offered(offers), strict=True)
        return slots(offered=[{**kept, "number": one.number} for one, kept in numbered], pending=None)

    async def _compared(self, turn: Turn, session: AsyncSession) -> list[Compared]:
        offered: list[dict[str, Any]] = turn.slots.get("offered") or []
        beside = any(one.get("beside") for one in offered)
        sold = {one.code: one for one in await list_products(session)}
        offers: dict[str, Proposal] = {}
        if is_complete(turn.slots):
            wide = trip_request(turn.slots, stars=False)
            if beside:
                wide = replace(wide, interest=Interest.TOUR, extra=(), without=())
            offers = {one.product: one for one in await Quoting(self.desk, turn, session).search(wide)}
        named = [code for code in turn.entities("product") if code in sold]
        quoted = turn.slots.get("product") if turn.slots.get("product") in sold and not beside else None
        choosable = offered or as_offered(list(offers.values())[:MOST_COMPARED])
        chosen = [pick(choosable, choice) for choice in find_choices(turn.text, turn.language)]
        if len(named) < 2 and not any(chosen):
            shown = {*offers, *(one["product"] for one in offered)}
            titles = {code: sold[code].name for code in shown if code in sold}
            named += [code for code in picked_by_title(turn.text, titles) if code not in named]
        meant = list(dict.fromkeys([*named, *(code for code in chosen if code)]))
        others = [quoted] if quoted else []
        others += [one["product"] for one in offered] or list(self._nearest(turn, offers, quoted))
        if len(meant) < 2:
            meant = list(dict.fromkeys([*meant, *others]))
        numbers = {one["product"]: one["number"] for one in offered}
        meant = [code for code in meant if code in sold][:MOST_COMPARED]
        if any(code not in numbers for code in meant):
            numbers = {code: number for number, code in enumerate(meant, start=1)}
        return [Compared(numbers[code], sold[code], offers.get(code)) for code in meant]

    @staticmethod
    def _nearest(turn: Turn, offers: dict[str, Proposal], quoted: str | None) -> list[str]:
        """What else fits, of the category asked for first, else next to the quoted one in price."""
        stars = turn.slots.get("stars")
        price = offers[quoted].total.amount if quoted in offers else 0
        codes = [code for code in offers if code != quoted]
        return sorted(
            codes,
            key=lambda code: (
                isinstance(stars, int) and offers[code].stars != stars,
                abs(offers[code].total.amount - price),
            ),
        )


def comparison(turn: Turn, compared: Sequence[Compared]) -> str:
    """The options with their facts, what they share, how cancelling differs, and the question which one."""
    language = turn.language
    shared = [
        item
        for item in compared[0].includes(language)
        if all(item in one.includes(language) for one in compared)
    ]
    paragraphs = [_option(turn, one, shared) for one in compared]
    if shared:
        paragraphs.append(turn.words("compare.shared", items=", ".join(shared)))
    if different := _cancelling(turn, compared):
        paragraphs.append(different)
    if verdict := _verdict(turn, compared):
        paragraphs.append(verdict)
    paragraphs.append(turn.words("compare.ask"))
    return "\n\n".join(paragraphs)


def _option(turn: Turn, one: Compared, shared: Sequence[str]) -> str:
    facts = []
    if one.product.stars:
        facts.append(turn.words("trip.card_subtitle", stars=one.product.stars))
    if one.product.rating:
        rating = format_decimal(one.product.rating, locale=wording.locale(turn.language))
        facts.append(turn.words("compare.rating", rating=rating))
    if one.offer:
        facts.append(wording.money(turn.language, one.offer.total))
    lines = [
        turn.words("compare.option", number=one.number, name=one.product.name[turn.language]),
        " · ".join(facts),
    ]
    if own := [item for item in one.includes(turn.language) if item not in shared]:
        lines.append(turn.words("compare.own", items=", ".join(own)))
    return "\n".join(line for line in lines if line)


def _cancelling(turn: Turn, compared: Sequence[Compared]) -> str | None:
    """The terms of each where they differ, said once for those that share them."""
    named: dict[str, list[str]] = {}
    for one in compared:
        named.setdefault(policy_text(turn, one.product.cancellation), []).append(
            one.product.name[turn.language]
        )
    if len(named) < 2:
        return None
    return "\n".join(
        turn.words("compare.cancelling", name=wording.listed(turn.language, names), steps=steps)
        for steps, names in named.items()
    )


def _verdict(turn: Turn, compared: Sequence[Compared]) -> str | None:
    """Which is the cheapest and which the best rated, and by how much, so that the choice is easy."""
    priced = [(one.offer.total.amount, one) for one in compared if one.offer]
    if len(priced) < len(compared):
        return None
    by_price = sorted(priced, key=lambda pair: pair[0])
    cheapest = by_price[0][1]
    best = max(compared, key=lambda one: (one.product.rating or 0, one is cheapest))
    name = cheapest.product.name[turn.language]
    if best is cheapest:
        return turn.words("compare.both", name=name)
    if cheapest.offer is None or best.offer is None:
        return None
    more = replace(best.offer.total, amount=best.offer.total.amount - cheapest.offer.total.amount)
    return turn.words(
        "compare.verdict",
        cheapest=name,
        best=best.product.name[turn.language],
        more=wording.money(turn.language, more),
    )


def _choose(turn: Turn, one: Compared) -> Button:
    return {
        "title": one.product.name[turn.language],
        "payload": payload("choose_option", product=one.product.code),
    }
