"""Whoever watches hears of every change, once, in order, and sees no more of it than their role may."""

from conversations.realtime.hub import Hub
from conversations.realtime.publishing import publish, publish_messages
from conversations.realtime.rooms import (
    COMPANY,
    agent_room,
    conversation_room,
    quote_room,
    reseller_room,
    supplier_room,
    talk_rooms,
)
from conversations.realtime.watching import Watch

__all__ = [
    "COMPANY",
    "Hub",
    "Watch",
    "agent_room",
    "conversation_room",
    "publish",
    "publish_messages",
    "quote_room",
    "reseller_room",
    "supplier_room",
    "talk_rooms",
]
