"""Answers to questions: facts of the product where there is one, else what the operator's knowledge base says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from actions.knowledge import asked, general, likenesses, places_asked_about, same_question
from actions.quoting import is_complete, is_current
from actions.replies import human_buttons
from actions.turn import Desk, Turn
from backend.catalogue.schemas import KnowledgeView, PolicyView, ProductView
from backend.catalogue.service import get_product, list_destinations, list_knowledge
from backend.errors import ProductNotFound
from backend.quotes.schemas import QuoteView
from backend.quotes.service import get_quote

# What products tell of themselves.
WITH_FACTS = frozenset({"included", "cancellation_policy", "meeting_point"})
NO_TOPIC = "knowledge"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, and whether a person should be offered for the rest."""

    text: str
    person: bool = False


async def answer_question(desk: Desk, turn: Turn) -> bool:
    """Answers the question of this turn; true where a person was offered and a yes would mean them."""
    topic = turn.intent.removeprefix("ask_")
    answer = await _answer(desk, turn, topic)
    if answer is None:
        turn.tell(turn.words("faq.unknown"), human_buttons(turn))
        return True
    return _tell(turn, answer)


async def answer_unasked(desk: Desk, turn: Turn) -> bool | None:
    """Answers a message that was taken for no question where the knowledge base holds it; None where it does not.

    Else as ``answer_question``.
    """
    likeness = likenesses(turn)
    async with desk.sessions() as session:
        entries = await list_knowledge(session, codes=likeness)
    entry = same_question(entries, likeness)
    return None if entry is None else _tell(turn, await _of_entry(desk, turn, entry))


async def answer_besides(desk: Desk, turn: Turn, questions: Sequence[str]) -> None:
    """Answers questions beside the main thing in one bubble that asks nothing, as what follows it may."""
    answers = [await _answer(desk, turn, question.removeprefix("ask_")) for question in questions]
    said = [answer.text for answer in answers if answer]
    if None in answers:
        said.append(turn.words("faq.unknown_besides"))
    if turn.intent == "greet":
        said[0] = f"{turn.words('greet.short')} {said[0]}"
    person = any(answer is None or answer.person for answer in answers)
    turn.tell("\n\n".join(said), [turn.button("human", "/request_human")] if person else ())


def _tell(turn: Turn, answer: Answer) -> bool:
    if answer.person:
        turn.tell(f"{answer.text} {turn.words('faq.person')}", human_buttons(turn))
    else:
        turn.tell(answer.text)
    return answer.person


async def _answer(desk: Desk, turn: Turn, topic: str) -> Answer | None:
    """None where nobody has told us."""
    likeness = likenesses(turn)
    async with desk.sessions() as session:
        entries = await list_knowledge(session, codes=likeness, topics=[topic])
    if topic in WITH_FACTS:
        entry = same_question(entries, likeness)
        return await _of_entry(desk, turn, entry) if entry else Answer(await _with_facts(desk, turn, topic))
    entry = asked(None if topic == NO_TOPIC else topic, entries, likeness) or general(topic, entries)
    return await _of_entry(desk, turn, entry) if entry else None


async def _of_entry(desk: Desk, turn: Turn, entry: KnowledgeView) -> Answer:
    async with desk.sessions() as session:
        destinations = await list_destinations(session)
    answer = entry.answer_for(places_asked_about(turn, destinations))
    return Answer(answer[turn.language], entry.person)


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
