"""The verbs of handing over and back. Session and queue first, ``now`` is aware UTC; nobody here commits.

Each locks the conversation, changes it and tells whoever watches, all in the caller's transaction.
"""

from conversations.handoffs.ending import close, hand_back, reopen, resume_bot
from conversations.handoffs.owning import accept_offer, decline_offer, release, take, transfer
from conversations.handoffs.requesting import hear_agent, request_handoff
from conversations.handoffs.speaking import find_said, note_agreed, say_as_agent
from conversations.handoffs.tending import tend_handoffs

__all__ = [
    "accept_offer",
    "close",
    "decline_offer",
    "find_said",
    "hand_back",
    "hear_agent",
    "note_agreed",
    "release",
    "reopen",
    "request_handoff",
    "resume_bot",
    "say_as_agent",
    "take",
    "tend_handoffs",
    "transfer",
]
