"""Who is signed in, as every other room sees them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from conversations.schemas import Frozen
from conversations.team.models import HOUSE, LEADING, Agent, Role


class Signed(Frozen):
    """Somebody who is signed in, with what their role lets them do at this moment."""

    id: UUID
    name: str
    email: str
    role: Role
    language: str
    languages: tuple[str, ...] = ()
    supplier_code: str | None = None
    reseller_code: str | None = None

    @property
    def house(self) -> bool:
        """Whether they are of the operator's own people."""
        return self.role in HOUSE

    @property
    def leading(self) -> bool:
        """Whether they lead: supervisors and administrators."""
        return self.role in LEADING


class Visit(Frozen):
    """One signed-in browser: who it is, its session (the token's SHA-256) and the word it must send along."""

    signed: Signed
    token_hash: bytes
    csrf: str


class Me(Frozen):
    """What somebody may know of themselves; ``totp``: whether sign-in asks for a code too."""

    agent: dict[str, Any]
    csrf: str
    totp: bool

    @classmethod
    def of(cls, agent: Agent, csrf: str) -> Me:
        """From the row."""
        names = ("id", "name", "email", "role", "language", "languages", "skills", "capacity", "on_duty")
        shown = {name: getattr(agent, name) for name in names}
        return cls(agent=shown, csrf=csrf, totp=agent.totp_confirmed)
