"""Reading what providers answer: every word is an outsider's, and what cannot be understood is as good as no answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from backend.payments.ports import ProviderDown

_UNREADABLE: Final = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    OSError,
    RecursionError,
)


class Answer(BaseModel):
    """A part of a provider's answer: what we need of it; whatever else is there is left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


@contextmanager
def readable() -> Iterator[None]:
    """Whatever does not fit in here is a provider that did not answer properly."""
    try:
        yield
    except _UNREADABLE as error:
        raise ProviderDown("unreadable") from error


def our_id(text: str | None) -> UUID | None:
    """Our payment's id, as providers carry it along; None for everything that is not one."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def at_second(seconds: int) -> datetime:
    """A moment in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)
