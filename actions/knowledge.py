"""Which entry of the operator's knowledge base answers a message: by what the bot found like it, its topic and its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.turn import Turn
from backend.catalogue.schemas import DestinationView, KnowledgeView

# Likenesses, chosen on questions that no entry holds (tests/bot/knowledge_questions.yml; docs/nlu.md has the figures).
# The topic is known, and only which of its entries is in question:
OF_TOPIC = 0.1
# Nothing is known but the likeness:
ALONE = 0.2
# So like that it is the entry's own question, whatever the message was taken for:
SAME = 0.4


@dataclass(frozen=True, slots=True)
class Found:
    """The entries that may answer a message, in the operator's order, and how like the message is to each, by code."""

    entries: Sequence[KnowledgeView]
    likeness: Mapping[str, float]

    def main_question(self, topic: str | None) -> KnowledgeView | None:
        """The entry that the question of this topic asks for; None where nobody has told us."""
        if topic is None:
            return self._likest(self.entries, ALONE)
        of_topic = self._of(topic)
        return self.same_question() or self._likest(of_topic, OF_TOPIC) or next(iter(of_topic), None)

    def question_besides(self, topic: str | None) -> KnowledgeView | None:
        """The same for a question beside something else, where the likeness is half about that other thing."""
        of_topic = self._of(topic)
        if topic is None:
            return self._likest(of_topic, OF_TOPIC)
        return self._likest(of_topic, SAME) or next(iter(of_topic), None)

    def same_question(self) -> KnowledgeView | None:
        """The entry that holds the very question of the message, in other words."""
        return self._likest(self.entries, SAME)

    def near(self, topic: str) -> KnowledgeView | None:
        """The topic's entry that the message comes near to."""
        return self._likest(self._of(topic), ALONE)

    def _of(self, topic: str | None) -> list[KnowledgeView]:
        """The topic's entries; the first one also answers what none of them comes near to."""
        return [entry for entry in self.entries if entry.topic == topic]

    def _likest(self, entries: Sequence[KnowledgeView], at_least: float) -> KnowledgeView | None:
        near = [entry for entry in entries if self.likeness.get(entry.code, 0) >= at_least]
        return max(near, key=lambda entry: self.likeness[entry.code], default=None)


def likenesses(turn: Turn) -> dict[str, float]:
    """How like the message is to the entries nearest to it, by code."""
    return {str(near["entry"]): float(near["likeness"]) for near in turn.entities("knowledge")}


def places_asked_about(turn: Turn, destinations: Sequence[DestinationView]) -> list[str]:
    """The destinations that the message names, those of the country it names, or else that of the trip."""
    named = [str(code) for code in turn.entities("destination")]
    elsewhere = [place for place in turn.entities("place") if isinstance(place, dict)]
    countries = {place.get("country") for place in elsewhere if place.get("kind") == "country"}
    named += [place.code for place in destinations if place.country in countries]
    if named or elsewhere:
        return named
    planned = turn.slots.get("destination")
    return [planned] if planned else []
