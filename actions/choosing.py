"""Options are shown; one is chosen by its number, a superlative, its name or the words of its title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction
from sqlalchemy.ext.asyncio import AsyncSession

from actions.affording import wants_cheaper
from actions.features import told_of_wished, with_wished
from actions.picking import pick, pick_by_title, points_at_it
from actions.quote_link import open_quote
from actions.quoting import Quoting, as_offered, is_complete, trip_request
from actions.services import add_product
from actions.turn import DeskAction, Turn, slots
from backend.catalogue.service import get_product
from backend.quotes.schemas import Proposal
from language.choices import read_choice_answer

# What takes the only option there is.
AGREES = frozenset({"affirm", "book"})


class ShowOptions(DeskAction):
    """Other options for the same trip, or the quote that a link names."""

    called = "action_show_options"

    async def act(self, turn: Turn) -> list[EventType]:
        if linked := turn.entity("quote"):
            return await open_quote(self.desk, turn, linked)
        if not is_complete(turn.slots):
            return [FollowupAction("trip_form")]
        begun = turn.form == "trip_form"
        async with self.desk.sessions.begin() as session:
            quoting = Quoting(self.desk, turn, session)
            offer = quoting.offer_cheaper if wants_cheaper(turn.text) else quoting.offer_others
            shown = await offer(trip_request(turn.slots), turn.slots.get("product"))
        return [*shown, *(_any_category() if begun else [])]


class ChooseOption(DeskAction):
    """The option that a number, a superlative, a name or the words of a title pick."""

    called = "action_choose_option"

    async def act(self, turn: Turn) -> list[EventType]:
        offered: list[dict[str, Any]] = turn.slots.get("offered") or []
        named = turn.entity("product")
        if not is_complete(turn.slots):
            if not turn.heard and not named:
                noted = turn.filled("choice")  # The question that follows then says so.
                turn.tell(turn.words("trip.choice_noted" if noted else "trip.nothing_offered"))
            return [*(slots(product=named) if named else []), FollowupAction("trip_form")]
        async with self.desk.sessions.begin() as session:
            quoting = Quoting(self.desk, turn, session)
            product = named or pick(await _with_wished(session, turn, offered), self._choice(turn))
            if product is None and len(offered) == 1 and (turn.intent in AGREES or points_at_it(turn.text)):
                product = offered[0]["product"]
            if product is None and turn.entity("choice") is None:
                product = await self._titled(session, turn.text, offered)
            if product is not None and any(one.get("beside") for one in offered if one["product"] == product):
                return await add_product(turn, session, quoting, product)
            if product is not None:
                best = turn.words("trip.best_rated") if turn.intent == "ask_recommendation" else None
                return [*await quoting.quote(product, preface=best), *_question_left(turn)]
            if turn.slots.get("pending") == "book" and not turn.entity("choice") and points_at_it(turn.text):
                return [FollowupAction("action_place_hold")]
            if not offered:
                return await self._best_of_all(turn, quoting)
        if turn.filled("lead_name"):
            turn.tell(f"{turn.words('word.noted')} {turn.words('trip.options_again')}")
        elif turn.entity("choice"):
            turn.tell(turn.words("trip.choice_out_of_range", count=len(offered)))
        else:
            turn.tell(turn.words("trip.choice_unclear"))
        return []

    async def _best_of_all(self, turn: Turn, quoting: Quoting) -> list[EventType]:
        """ "The cheapest" before any options were shown picks among all that fit, and answers which category."""
        request = trip_request(turn.slots)
        proposals = await quoting.search(request)
        fitting = with_wished(turn, proposals) or proposals
        product = pick(as_offered(fitting), self._choice(turn))
        if product is None:
            return await quoting.offer(request)
        quoted = await quote_one(turn, quoting, product, fitting, others=len(proposals) - 1)
        if turn.form != "trip_form":
            return quoted
        return [*quoted, *_any_category()]

    @staticmethod
    def _choice(turn: Turn) -> dict[str, Any] | None:
        if turn.intent in ("no_preference", "ask_recommendation"):
            return {"superlative": "best_rated"}
        return turn.entity("choice") or read_choice_answer(turn.text, turn.language)

    @staticmethod
    async def _titled(session: AsyncSession, text: str, offered: list[dict[str, Any]]) -> str | None:
        titles = {one["product"]: (await get_product(session, code=one["product"])).name for one in offered}
        return pick_by_title(text, titles)


async def quote_one(
    turn: Turn,
    quoting: Quoting,
    product: str,
    fitting: Sequence[Proposal],
    *,
    others: int,
    preface: str | None = None,
) -> list[EventType]:
    """Quotes it, with a word on what the hotel shall have."""
    chosen = [one for one in fitting if one.product == product]
    said = " ".join(one for one in (preface, told_of_wished(turn, chosen)) if one)
    return await quoting.quote(product, preface=said or None, others=others)


def _question_left(turn: Turn) -> list[EventType]:
    """Whoever chooses an option while a question about a booking is open has left that question."""
    if turn.form not in ("status_form", "cancel_form"):
        return []
    return [*slots(requested_slot=None), ActiveLoop(None)]


def _any_category() -> list[EventType]:
    """What is shown before a category was said answers the form's question for it."""
    return [*slots(stars="any", requested_slot=None), ActiveLoop(None)]


async def _with_wished(
    session: AsyncSession, turn: Turn, offered: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The options that have what the hotel shall have, all of them where none says so or a number is chosen."""
    if "superlative" not in (turn.entity("choice") or {}):
        return offered
    shown = [await get_product(session, code=one["product"]) for one in offered]
    fitting = {product.code for product in with_wished(turn, shown)}
    return [one for one in offered if one["product"] in fitting] or offered
