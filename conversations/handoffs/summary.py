"""What is known when a person is asked for, as data; `conversations.handoffs.wording` says it in an agent's language."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from conversations.handoffs import repository

WANTED: Final = (
    *("destination", "wished_place", "travel_dates", "party", "child_ages", "stars", "interest"),
    *("product", "budget", "services", "wishes"),
)
KNOWN: Final = ("quote_id", "hold_id", "hold_until", "booking_reference", "lead_name")
LAST_WORDS: Final = 3
LONGEST: Final = 240


async def summarise(session: AsyncSession, conversation_id: UUID, *, reason: str) -> dict[str, Any]:
    """``{"reason", "wanted": {slot: value}, "known": {slot: value}, "said": [the traveller's last words]}``."""
    slots = await repository.last_understanding(session, conversation_id)
    said = await repository.last_words(session, conversation_id, most=LAST_WORDS)
    return {
        "reason": reason,
        "wanted": {name: slots[name] for name in WANTED if slots.get(name) not in (None, [], {})},
        "known": {name: slots[name] for name in KNOWN if slots.get(name)},
        "said": [words if len(words) <= LONGEST else f"{words[:LONGEST]}…" for words in said],
    }
