"""What a traveller told a person while the bot was silent, heard when it goes on: nobody says anything twice."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.components.payloads import with_entities
from bot.turn_request import TurnRequest

# What a trip is made of. Names, telephones and references are asked for when they are needed, and were meant for a person.
KINDS = frozenset({"destination", "product", "origin", "dates", "party", "ages", "stars", "budget"})


async def words_of(agent: Any, turn: TurnRequest) -> str:
    """The turn's words with what was overheard as their entities, the newest of each kind. `agent` is Rasa's `Agent`."""
    heard: dict[str, Any] = {}
    for line in turn.overheard:
        message = UserMessage(text=line, metadata={"language": turn.language, "heard": turn.heard})
        parsed = await agent.processor.parse_message(message)
        heard |= {one["entity"]: one["value"] for one in parsed["entities"] if one["entity"] in KINDS}
    return with_entities(turn.words, heard) if heard else turn.words
