"""What is needed of whoever carries mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail in plain text to one address."""

    to: str
    subject: str
    text: str


class MailDelayed(Exception):
    """It could not be sent now, and may be tried again."""


class MailRefused(Exception):
    """It will never be taken: no such address, or a sender that may not send; ``reason`` says nothing of who or what."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Mailer(Protocol):
    """Whoever carries mail."""

    async def send(self, mail: Mail) -> None:
        """Hands the mail over; MailDelayed, MailRefused."""
        ...
