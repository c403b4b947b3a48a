"""What is written into the books, and what is read out of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.money import Money


@dataclass(frozen=True, slots=True)
class Line:
    """An amount on an account: debit above zero, credit below."""

    account: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Entry:
    """A line as it stands in the books; ``at`` (UTC) is when it came to be true, ``booking`` a reference."""

    key: str
    kind: str
    at: datetime
    booking: str | None
    account: str
    amount: Money
    memo: dict[str, Any]
