"""Where a worker can die on the way of a message."""

from __future__ import annotations

from enum import StrEnum


class Point(StrEnum):
    """Between two steps each."""

    RECEIVED_UNCOMMITTED = "the message and its job are inserted, not committed"
    RECEIVED_UNACKNOWLEDGED = "committed, and the provider was not told"
    TURN_BEGINS = "before the bot is asked"
    TURN_ENDS = "the bot has answered, nothing is stored"
    STORED_UNCOMMITTED = "the answer and its delivery are inserted, not committed"
    ANSWERED = "committed, and the job not done with"
    DELIVERY_BEGINS = "before a delivery looks for what to send"
    SEND_BEGINS = "before the provider is asked"
    TAKEN = "the provider took it, and nobody wrote it down"
    RECORDED = "written down, and the message not settled"
    DELIVERED = "settled, and the job not done with"
