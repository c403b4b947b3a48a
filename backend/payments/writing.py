"""What is written of money that came: the books, and the traveller's receipt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingView
from backend.documents.schemas import DocumentView, Received
from backend.documents.service import issue_invoice, issue_receipt
from backend.ledger import postings
from backend.ledger.service import post
from backend.money import Money
from backend.payments.models import Capture, Payment
from backend.payments.ports import TheirCapture
from backend.payments.schemas import COUNTING, OUTSIDE
from backend.terms import Terms


@dataclass(slots=True)
class Owner:
    """Whose money it is, as far as is known; ``booking`` is locked, and changes while money is taken."""

    payment: Payment | None
    booking: BookingView | None
    claimed_for: BookingView | None = None
    """Locked too: what a person found money without a link of ours to be for. More such money is nobody's until then."""
    papers: list[tuple[Capture, BookingView, bool]] = field(default_factory=list)
    """Receipts that are still to be written, each with whether an invoice follows it (`write_papers`)."""
    receipts: list[DocumentView] = field(default_factory=list)
    """Those that were written of money that counts, to be sent to the traveller."""

    @property
    def reference(self) -> str | None:
        """The booking's."""
        return self.booking.reference if self.booking else None

    @property
    def booking_id(self) -> UUID | None:
        """The booking's."""
        return self.booking.id if self.booking else None


async def post_capture(session: AsyncSession, capture: Capture, owner: Owner, *, claimed: bool) -> None:
    """The money itself, or that money of nobody known is a booking's."""
    amount = Money(capture.amount, capture.currency)
    if claimed:
        lines = postings.claimed(amount, owner.reference or "")
    else:
        lines = postings.captured(capture.provider, amount, owner.reference)
    what = "claim" if claimed else "capture"
    memo = {"provider": capture.provider, "payment": capture.provider_payment_id, "rule": capture.rule}
    await post(
        session,
        key=f"{what}:{capture.id}",
        kind=what,
        at=capture.recorded_at if claimed else capture.paid_at,
        lines=lines,
        booking_id=owner.booking_id,
        memo=memo,
    )


def fee_of(theirs: TheirCapture) -> int:
    """What the provider keeps, as far as it says so; minor units."""
    return max(theirs.fee.amount, 0) if theirs.fee is not None else 0


async def learn_fee(session: AsyncSession, capture: Capture, theirs: TheirCapture, owner: Owner) -> None:
    """The provider says what it keeps of money that was booked before."""
    if capture.fee or not fee_of(theirs):
        return
    capture.fee = fee_of(theirs)
    await session.flush()
    await post_fee(session, capture, owner, at=theirs.paid_at)


async def post_fee(session: AsyncSession, capture: Capture, owner: Owner, *, at: datetime) -> None:
    """What the provider keeps of it, where that is known."""
    await post(
        session,
        key=f"fee:{capture.id}",
        kind="fee",
        at=at,
        lines=postings.fee(capture.provider, Money(capture.fee, capture.currency)),
        booking_id=capture.booking_id or owner.booking_id,
        memo={"payment": capture.provider_payment_id},
    )


async def write_receipt(
    session: AsyncSession, capture: Capture, booking: BookingView, *, now: datetime, terms: Terms
) -> DocumentView | None:
    """The traveller's receipt, before any invoice: series are always locked in this order. Other money has none."""
    if capture.currency != booking.total.currency:
        return None
    received = Received(
        capture_id=capture.id,
        amount=Money(capture.amount, capture.currency),
        paid_at=capture.paid_at,
        method=capture.provider,
        reference="" if capture.provider == OUTSIDE else capture.provider_payment_id,
    )
    return await issue_receipt(session, booking=booking, received=received, issuer=terms.issuer, now=now)


async def write_papers(session: AsyncSession, owner: Owner, *, now: datetime, terms: Terms) -> None:
    """Receipts and invoices, at the end of the transaction: who counts a series keeps all others waiting until the commit."""
    for capture, booking, confirmed in owner.papers:
        receipt = await write_receipt(session, capture, booking, now=now, terms=terms)
        if receipt is not None and capture.rule in COUNTING:
            owner.receipts.append(receipt)
        if confirmed:
            await issue_invoice(session, booking=booking, issuer=terms.issuer, now=now)
    owner.papers.clear()
