"""Ids of files that a provider keeps for us: made from the message, so that erasing knows them before they are fetched."""

from __future__ import annotations

from uuid import UUID, uuid5


def media_id_of(message_id: UUID, place: int) -> UUID:
    """What the file at a place of a message is kept under."""
    return uuid5(message_id, str(place))
