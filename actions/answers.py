"""Answers to general questions, with the facts of the quote where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from actions.quoting import is_complete, is_current
from actions.replies import human_buttons
from actions.turn import Desk, Turn
from backend.catalogue.schemas import PolicyView, ProductView
from backend.catalogue.service import get_product
from backend.errors import ProductNotFound
from backend.quotes.schemas import QuoteView
from backend.quotes.service import get_quote

# Questions whose honest answer is that a person should confirm it.
FOR_A_PERSON = frozenset({"ask_accessibility", "ask_pets"})
WITH_FACTS = frozenset({"ask_included", "ask_cancellation_policy", "ask_meeting_point"})


async def answer_question(desk: Desk, turn: Turn) -> bool:
    """Answers the question of this turn; true where the answer offers a person."""
    topic = turn.intent.removeprefix("ask_")
    if turn.intent in WITH_FACTS:
        turn.tell(await _with_facts(desk, turn, topic))
        return False
    offers = turn.intent in FOR_A_PERSON
    turn.tell(turn.words(f"faq.{topic}"), human_buttons(turn) if offers else ())
    return offers


async def answer_besides(desk: Desk, turn: Turn, questions: Sequence[str]) -> None:
    """Answers questions beside the main thing in one bubble that asks nothing, as what follows it may."""
    answers, buttons = [], []
    for question in questions:
        topic = question.removeprefix("ask_")
        if question in WITH_FACTS:
            answers.append(await _with_facts(desk, turn, topic))
        elif question in FOR_A_PERSON:
            answers.append(turn.words(f"faq.{topic}_besides"))
            buttons = [turn.button("human", "/request_human")]
        else:
            answers.append(turn.words(f"faq.{topic}"))
    if turn.intent == "greet":
        answers[0] = f"{turn.words('greet.short')} {answers[0]}"
    turn.tell("\n\n".join(answers), buttons)


async def _with_facts(desk: Desk, turn: Turn, topic: str) -> str:
    async with desk.sessions() as session:
        named = turn.entity("product") or turn.slots.get("product")
        quote_id = turn.slots.get("quote_id")
        quote = await get_quote(session, quote_id=UUID(quote_id)) if quote_id else None
        if quote and is_complete(turn.slots) and not is_current(quote, turn.slots):
            quote = None
        try:
            code = named or (quote.product if quote else None)
            product = await get_product(session, code=code) if code else None
        except ProductNotFound:
            product = None
    if product is None and topic == "included" and turn.slots.get("offered"):
        return turn.words("faq.included_offered")
    return _facts(turn, topic, product, quote) or turn.words(f"faq.{topic}_general")


def _facts(turn: Turn, topic: str, product: ProductView | None, quote: QuoteView | None) -> str | None:
    if product is None:
        return None
    name = product.name[turn.language]
    if topic == "included":
        quoted = quote is not None and quote.product == product.code
        items = (quote.includes if quoted and quote else product.includes).get(turn.language, ())
        return turn.words("faq.included", name=name, items=", ".join(items)) if items else None
    if topic == "cancellation_policy":
        return turn.words("faq.cancellation_policy", name=name, steps=policy_text(turn, product.cancellation))
    return turn.words("faq.meeting_point", name=name)


def policy_text(turn: Turn, policy: PolicyView) -> str:
    """The steps of a cancellation policy as a sentence."""
    told = []
    for place, step in enumerate(policy.steps):
        if step.penalty_percent == 0:
            told.append(turn.words("faq.cancellation_step_free", days=step.days_before))
        elif place == len(policy.steps) - 1:
            told.append(turn.words("faq.cancellation_step_last", percent=step.penalty_percent))
        else:
            told.append(
                turn.words(
                    "faq.cancellation_step_charge", days=step.days_before, percent=step.penalty_percent
                )
            )
    return "; ".join(told)
