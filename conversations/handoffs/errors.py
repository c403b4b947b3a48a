"""What is refused around who owns a conversation, each with the key of its text under ``errors``."""

from __future__ import annotations

from conversations.errors import NotYours, Refusal

__all__ = ["AtCapacity", "NotYours", "NowhereToTransfer", "OfferGone", "TakenByAnother", "WindowClosed"]


class TakenByAnother(Refusal):
    """Another agent has it already; ``name`` is theirs."""

    status = 409
    code = "taken_by_another"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class AtCapacity(Refusal):
    """An agent has as many conversations as they may have at once."""

    status = 409
    code = "at_capacity"

    def __init__(self, name: str, capacity: int) -> None:
        super().__init__(name=name, capacity=capacity)


class OfferGone(Refusal):
    """It is not, or no longer, offered to who answers."""

    status = 409
    code = "offer_gone"


class NowhereToTransfer(Refusal):
    """A transfer names neither an agent nor a skill, or both."""

    status = 422
    code = "nowhere_to_transfer"


class WindowClosed(Refusal):
    """The channel lets nobody write to this traveller until they write again."""

    status = 409
    code = "window_closed"
