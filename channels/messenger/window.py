"""When Meta lets us write ("Messaging windows"): a day after the person did, and people, not programs, for seven days."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from conversations.models import Sender
from conversations.ports import Outgoing, SendRefused
from conversations.windows import DAY, WEEK

ANSWERS: Final = DAY
AGENTS: Final = WEEK
OUTSIDE_WINDOW: Final = "outside_window"


def is_outside(outgoing: Outgoing, now: datetime) -> bool:
    """Whether the window of free answers has closed; SendRefused where nobody may write any more."""
    since = outgoing.last_inbound_at
    if since is not None and now - since < ANSWERS:
        return False
    if since is None or outgoing.message.sender != Sender.AGENT or now - since >= AGENTS:
        raise SendRefused(OUTSIDE_WINDOW)
    return True


def messaging_of(*, outside: bool) -> dict[str, str]:
    """What Meta wants to be told of why it is sent."""
    return (
        {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"} if outside else {"messaging_type": "RESPONSE"}
    )
