"""Documents as they are issued: all that is drawn of them is kept with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import TypeAdapter

from backend.money import Money
from backend.terms import Issuer


class DocumentKind(StrEnum):
    """What a document is; each has a series of numbers of its own."""

    RECEIPT = "receipt"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class CreditReason(StrEnum):
    """Why a credit note is issued."""

    CANCELLATION = "cancellation"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Received:
    """Money that came in: ``method`` is the provider's name, ``reference`` its own of the payment."""

    capture_id: UUID
    amount: Money
    method: str
    reference: str
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class Returned:
    """Money that went back, of a capture."""

    refund_id: UUID
    capture_id: UUID
    amount: Money


@dataclass(frozen=True, slots=True)
class Service:
    """One line of an invoice, taxes included, in minor units; ``unit`` as in the quote."""

    name: str
    unit: str
    quantity: int
    start_on: date
    end_on: date
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that is drawn; amounts are minor units of ``currency``, names are in the document's language.

    ``amount`` is what was received, invoiced or credited, ``total`` the booking's. ``tax`` is part of ``amount``, None
    where the document says nothing of taxes. ``paid`` and ``left`` are the booking's after it.
    """

    issuer: Issuer
    customer: str
    email: str
    trip: str
    start_on: date
    end_on: date
    currency: str
    amount: int
    total: int
    tax: int | None = None
    paid: int | None = None
    left: int | None = None
    services: tuple[Service, ...] = ()
    method: str | None = None
    payment: str | None = None
    paid_at: datetime | None = None
    reason: CreditReason | None = None
    penalty: int = 0
    corrects: str | None = None

    def money(self, minor: int) -> Money:
        """An amount of it."""
        return Money(minor, self.currency)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """An issued document; ``number`` is its whole number (`F-2027-000012`), ``booking`` a reference, ``conversation_id`` where
    the booking was made; times are UTC.
    """

    id: UUID
    kind: DocumentKind
    number: str
    booking_id: UUID
    booking: str
    language: str
    content: Content
    issued_at: datetime
    conversation_id: UUID | None = None


CONTENTS = TypeAdapter(Content)
