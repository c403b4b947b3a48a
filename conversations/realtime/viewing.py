"""Who watches: an agent of the house, a supplier's or a reseller's person, or a traveller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from conversations.team.models import HOUSE, Role
from conversations.team.schemas import Signed

TRAVELLER: Final = "traveller"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody who watches, with what decides about what they see. ``visit`` is what the
    console's door knows them by."""

    role: str
    id: UUID | None = None
    name: str = ""
    supplier_code: str | None = None
    reseller_code: str | None = None
    conversation_id: UUID | None = None
    visit: Any = None

    @classmethod
    def signed_in(cls, signed: Signed, visit: Any = None) -> Viewer:
        """Somebody with an account."""
        return cls(
            role=signed.role,
            id=signed.id,
            name=signed.name,
            supplier_code=signed.supplier_code,
            reseller_code=signed.reseller_code,
            visit=visit,
        )

    @classmethod
    def traveller(cls, conversation_id: UUID) -> Viewer:
        """Whoever holds the token of a conversation."""
        return cls(role=TRAVELLER, conversation_id=conversation_id)

    @property
    def house(self) -> bool:
        """Whether they are of the operator's own people."""
        return self.role in HOUSE

    @property
    def sight(self) -> tuple[str, str | None]:
        """Two with the same sight see the same of everything."""
        if self.house:
            return "house", None
        codes = {Role.SUPPLIER: self.supplier_code, Role.RESELLER: self.reseller_code}
        return self.role, codes.get(Role(self.role)) if self.role != TRAVELLER else str(self.conversation_id)
