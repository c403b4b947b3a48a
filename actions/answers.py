"""Answers to questions: facts of the product where there is one, else what the operator's knowledge base says."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from actions.knowledge import Found, likenesses, places_asked_about
from actions.places import get_place
from actions.quoting import is_complete, is_current
from actions.refund import refund_text
from actions.replies import human_buttons
from actions.turn import Desk, Turn
from actions.understanding.pay_words import BACK
from backend.bookings.schemas import BookingState
from backend.bookings.service import list_by_conversation
from backend.catalogue.schemas import KnowledgeView, PolicyView, ProductView
from backend.catalogue.service import get_product, list_destinations, list_knowledge
from backend.errors import ProductNotFound
from backend.quotes.schemas import QuoteView
from backend.quotes.service import get_quote
from language.normalise import fold

# What products tell of themselves.
WITH_FACTS = frozenset({"included", "cancellation_policy", "meeting_point"})
NO_TOPIC = "ask_knowledge"


async def answer_question(desk: Desk, turn: Turn) -> bool:
    """Answers the question of this turn; true where a person was offered and a yes would mean them."""
    topic = _topic(turn.intent)
    if topic == "cancellation_policy" and (told := await _of_own_booking(desk, turn)):
        turn.tell(told)
        return False
    found = await _look_up(desk, turn, topic)
    if topic in WITH_FACTS:
        entry = found.same_question()
        facts = None if entry else await _facts(desk, turn, topic)
        entry = entry or (None if facts else found.near(topic))
        if entry is None:
            turn.tell(facts or turn.words(f"faq.{topic}_general"))
            return False
    else:
        entry = found.main_question(topic)
    if entry is None:
        turn.tell(turn.words("faq.unknown"), human_buttons(turn))
        return True
    return await _tell(desk, turn, entry)


async def answer_unasked(desk: Desk, turn: Turn) -> bool | None:
    """Answers a message that was taken for no question where the knowledge base holds it; None where it does not.

    Else as ``answer_question``.
    """
    entry = (await _look_up(desk, turn, None)).same_question()
    return None if entry is None else await _tell(desk, turn, entry)


async def answer_besides(desk: Desk, turn: Turn, questions: Sequence[str]) -> None:
    """Answers questions beside the main thing in one bubble that asks nothing, as what follows it may."""
    answers: list[str] = []
    person = False
    for topic in map(_topic, questions):
        if topic in WITH_FACTS:
            facts = await _facts(desk, turn, topic)
            answers.append(facts or turn.words(f"faq.{topic}_general"))
            continue
        entry = (await _look_up(desk, turn, topic)).question_besides(topic)
        answers.append(await _text(desk, turn, entry) if entry else turn.words("faq.unknown_besides"))
        person = person or entry is None or entry.person
    answers = list(dict.fromkeys(answers))
    if turn.intent == "greet":
        answers[0] = f"{turn.words('greet.short')} {answers[0]}"
    turn.tell("\n\n".join(answers), [turn.button("human", "/request_human")] if person else ())


async def _of_own_booking(desk: Desk, turn: Turn) -> str | None:
    """What would come back of the booking that is paid, where money is asked about and no other trip is planned."""
    if turn.conversation_id is None or turn.slots.get("destination") or not BACK.search(fold(turn.text)):
        return None
    async with desk.sessions() as session:
        mine = await list_by_conversation(session, conversation_id=turn.conversation_id)
        booking = next((one for one in mine if one.state is BookingState.CONFIRMED), None)
        if booking is None:
            return None
        place = await get_place(session, booking.quote.request.destination)
        return (await refund_text(session, turn, booking, place, desk.clock()))[0]


def _topic(intent: str) -> str | None:
    """The topic of a question's intent; None of the one that has no topic of its own."""
    return None if intent == NO_TOPIC else intent.removeprefix("ask_")


async def _look_up(desk: Desk, turn: Turn, topic: str | None) -> Found:
    """What may answer a question: what the bot found like it, and everything about its topic."""
    likeness = likenesses(turn)
    async with desk.sessions() as session:
        entries = await list_knowledge(session, codes=likeness, topics=[topic] if topic else [])
    return Found(entries, likeness)


async def _tell(desk: Desk, turn: Turn, entry: KnowledgeView) -> bool:
    text = await _text(desk, turn, entry)
    if entry.person:
        turn.tell(f"{text} {turn.words('faq.person')}", human_buttons(turn))
    else:
        turn.tell(text)
    return entry.person


async def _text(desk: Desk, turn: Turn, entry: KnowledgeView) -> str:
    async with desk.sessions() as session:
        destinations = await list_destinations(session)
    return entry.answer_for(places_asked_about(turn, destinations))[turn.language]


async def _facts(desk: Desk, turn: Turn, topic: str) -> str | None:
    """What the product that is talked about tells; None where there is none."""
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
    return _facts_of(turn, topic, product, quote) if product else None


def _facts_of(turn: Turn, topic: str, product: ProductView, quote: QuoteView | None) -> str | None:
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
