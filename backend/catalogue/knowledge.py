"""What travellers ask and the operator knows: the entries of ``knowledge.yml`` as validated specs."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from backend.catalogue.fields import Words
from backend.catalogue.specs import CodedSpec, Spec

# An answer is read on a telephone, and two of them may share a bubble.
LONGEST_ANSWER = 350
LONGEST_QUESTION = 150
# The questions that the assistant knows as such (intents ``ask_<topic>``); what is in none of them has no topic.
TOPICS = (
    "accessibility",
    "baggage",
    "cancellation_policy",
    "children_policy",
    "currency",
    "group",
    "health",
    "honeymoon",
    "included",
    "insurance",
    "meeting_point",
    "passport",
    "payment_methods",
    "pets",
    "senior",
    "visa",
    "weather",
)
_NO_SENTENCE = re.compile(r"^/|\]\s*[({]|\n")


def _topic(topic: str) -> str:
    if topic not in TOPICS:
        raise ValueError(f"{topic!r} is not a topic: leave it out, or take one of {', '.join(TOPICS)}")
    return topic


def _question(text: str) -> str:
    if len(text) > LONGEST_QUESTION:
        raise ValueError(f"a question has at most {LONGEST_QUESTION} characters; this one has {len(text)}")
    if _NO_SENTENCE.search(text):
        raise ValueError(f"{text!r} is not a plain sentence, as people write it")
    return text


def _answer(text: str) -> str:
    if len(text) > LONGEST_ANSWER:
        raise ValueError(f"an answer has at most {LONGEST_ANSWER} characters; this one has {len(text)}")
    return text


Topic = Annotated[str, AfterValidator(_topic)]
Question = Annotated[Words, AfterValidator(_question)]
Questions = Annotated[tuple[Question, ...], Field(min_length=2)]
Answer = Annotated[Words, AfterValidator(_answer)]


class QuestionsSpec(Spec):
    """The same question as it is asked in every language, each in at least two ways."""

    es: Questions
    en: Questions
    pt: Questions


class AnswerSpec(Spec):
    """An answer in every language."""

    es: Answer
    en: Answer
    pt: Answer


class PlaceAnswerSpec(Spec):
    """What is answered instead where the trip goes to one of these destinations."""

    destinations: Annotated[tuple[Words, ...], Field(min_length=1)]
    answer: AnswerSpec


class KnowledgeSpec(CodedSpec):
    """An entry. ``person``: the answer ends in the offer of a person, who knows more than it says."""

    topic: Topic | None = None
    questions: QuestionsSpec
    answer: AnswerSpec
    places: tuple[PlaceAnswerSpec, ...] = ()
    person: bool = False

    @property
    def intent(self) -> str:
        """What a message that asks this means."""
        return f"ask_{self.topic or 'knowledge'}"

    def sentences(self) -> list[tuple[str, int, str]]:
        """Every question with its language and its place in the list."""
        asked = self.questions
        return [
            (language, number, text)
            for language, texts in (("es", asked.es), ("en", asked.en), ("pt", asked.pt))
            for number, text in enumerate(texts)
        ]
