"""Bookings as travellers and agents see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from backend.money import Money
from backend.quotes.schemas import QuoteView


class BookingState(StrEnum):
    """The states of the OCTO specification for tours and activities."""

    ON_HOLD = "ON_HOLD"
    CONFIRMED = "CONFIRMED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"
    REDEEMED = "REDEEMED"
    PENDING = "PENDING"
    REJECTED = "REJECTED"


@dataclass(frozen=True, slots=True)
class LeadTraveller:
    """The person we write to."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class BookingView:
    """A booking; ``expires_at`` (UTC) is the deadline of the deposit, None unless ``ON_HOLD``.

    ``confirmed_at`` (UTC) is when it was paid, None where it never was; ``penalty`` what its cancellation cost, None
    unless it was cancelled.
    """

    id: UUID
    reference: str
    state: BookingState
    quote: QuoteView
    hold_id: UUID
    lead: LeadTraveller
    total: Money
    expires_at: datetime | None
    conversation_id: UUID | None
    language: str
    created_at: datetime
    confirmed_at: datetime | None = None
    penalty: Money | None = None


@dataclass(frozen=True, slots=True)
class ExpiredBooking:
    """A booking whose deposit did not come in time."""

    reference: str
    quote_id: UUID
    conversation_id: UUID | None


class KeptBecause(StrEnum):
    """Why a booking keeps who travels although they asked to be forgotten."""

    TRIP = "trip"
    BOOKS = "books"


@dataclass(frozen=True, slots=True)
class Erasure:
    """The references of bookings that lost who travels just now, and of those that keep it, with the reason.

    ``elsewhere`` are those that were only seen here, made in another conversation, and are left as they are.
    """

    erased: tuple[str, ...]
    kept: dict[str, KeptBecause]
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CancellationTerms:
    """What cancelling now costs and gives back; an unpaid booking costs nothing and gives nothing back.

    ``free_until`` (UTC) is when cancelling stops being free by the policy, None when it no longer is.
    """

    penalty: Money
    refund: Money
    free_until: datetime | None
