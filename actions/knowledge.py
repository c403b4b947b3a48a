"""Which entry of the operator's knowledge base answers a message: by what the bot found like it, its topic and its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions.turn import Turn
from backend.catalogue.schemas import DestinationView, KnowledgeView

# Found on questions that no entry holds (tests/bot/knowledge_questions.yml): what is less like an entry asks something else.
FITS = 0.2
# So like that it is the same question, whatever the message was taken for as a whole.
SAME = 0.45


def likenesses(turn: Turn) -> dict[str, float]:
    """How like the message is to the entries nearest to it, by code."""
    return {str(near["entry"]): float(near["likeness"]) for near in turn.entities("knowledge")}


def asked(
    topic: str, entries: Sequence[KnowledgeView], likeness: Mapping[str, float]
) -> KnowledgeView | None:
    """The entry that a question of this topic asks for, None where none comes near; without a topic, any may."""
    by_likeness = sorted(entries, key=lambda entry: -likeness.get(entry.code, 0))
    nearest = next(iter(by_likeness), None)
    of_topic = [entry for entry in by_likeness if entry.topic == topic or topic is None]
    if of_topic and likeness.get(of_topic[0].code, 0) >= FITS:
        return of_topic[0]
    return nearest if nearest and likeness.get(nearest.code, 0) >= SAME else None


def general(topic: str, entries: Sequence[KnowledgeView]) -> KnowledgeView | None:
    """The topic's first entry: it answers what none of the topic's entries comes near to."""
    return next((entry for entry in entries if entry.topic == topic), None)


def same_question(entries: Sequence[KnowledgeView], likeness: Mapping[str, float]) -> KnowledgeView | None:
    """The entry that holds the very question of the message, in other words."""
    best = max(entries, key=lambda entry: likeness.get(entry.code, 0), default=None)
    return best if best and likeness.get(best.code, 0) >= SAME else None


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
