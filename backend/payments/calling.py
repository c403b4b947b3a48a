"""Calls that change something at a provider: written down before they are made, and their results after them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings import service as bookings
from backend.errors import PaymentNotFound
from backend.money import Money
from backend.payments import calls_repository, repository
from backend.payments.calls import write_call
from backend.payments.models import Payment, ProviderCall
from backend.payments.ports import Link, LinkWish, PaymentPorts, ProviderDown, ProviderRefused
from backend.payments.schemas import Outcome, OutcomeKind, PaymentState, PaymentView
from backend.payments.standings import is_over
from backend.payments.views import payment_view

log = structlog.get_logger()
LINK_SECONDS: Final = 8.0
"""So long somebody waits for a link."""
IN_HAND: Final = timedelta(seconds=10)
"""So long the job leaves a new link to whoever asked for it and waits for it."""


async def make_link(ports: PaymentPorts, *, payment_id: UUID) -> PaymentView:
    """The payment with its link, made now where it is not there yet, in no transaction of the caller's.

    Where the provider refuses, the payment has `failed` and says why. ProviderDown, or whoever waits gives up: the job makes
    the link and sends it as soon as it is there.
    """
    async with ports.sessions() as session:
        call = await calls_repository.find_call(session, "create_link", payment_id)
    if call is None:
        raise PaymentNotFound(payment_id)
    if call.ended_at is None:
        await create_link(ports, call, told=False)
    async with ports.sessions() as session:
        payment = await repository.get_payment_or_none(session, payment_id)
        if payment is None:
            raise PaymentNotFound(payment_id)
        return payment_view(payment)


async def link_soon(ports: PaymentPorts, *, payment_id: UUID) -> PaymentView | None:
    """`make_link` for somebody who waits; None where it takes longer than they do: then it is sent as soon as it is there."""
    try:
        async with asyncio.timeout(LINK_SECONDS):
            return await make_link(ports, payment_id=payment_id)
    except (ProviderDown, TimeoutError) as error:
        log.warning("payment.link_later", payment_id=str(payment_id), reason=str(error))
        return None


async def create_link(ports: PaymentPorts, call: ProviderCall, *, told: bool) -> None:
    """Makes the link of a payment and, where nobody waits for it, has it ``told``."""
    if told and ports.clock() < call.began_at + IN_HAND:
        raise ProviderDown("in_hand", (call.began_at + IN_HAND - ports.clock()).total_seconds())
    async with ports.sessions.begin() as session:
        wish = await _begin_link(session, ports, call)
    if wish is None:
        return
    try:
        made: Link | ProviderRefused = await ports.provider(call.provider).create_link(wish)
    except ProviderRefused as refused:
        made = refused
    async with ports.sessions.begin() as session:
        payment = await repository.get_payment_or_none(session, wish.payment_id)
        if payment is None:
            return
        if told:
            await ports.teller.prepare(session, payment.conversation_id)
        outcome = await _end_link(session, ports, call.id, wish.payment_id, made)
        if told and outcome is not None:
            await ports.teller.tell(session, outcome)


async def _begin_link(session: AsyncSession, ports: PaymentPorts, call: ProviderCall) -> LinkWish | None:
    """What to ask for; None where the link's time was over before it was ever asked for."""
    current = await calls_repository.get_call_or_none(session, call.id, lock=True)
    payment = await repository.get_payment_or_none(session, call.subject_id)
    if current is None or payment is None or current.ended_at is not None:
        return None
    never_asked = current.tries == 0
    if never_asked and (
        payment.state not in repository.LIVING or await is_over(session, payment, ports.clock())
    ):
        current.ended_at, current.failure = ports.clock(), "expired"
        return None
    current.tries += 1
    return await _wish(session, ports, payment, call.id)


async def open_wish(ports: PaymentPorts, payment_id: UUID) -> LinkWish | None:
    """What a link of ours leads to, as long as it can be paid; None afterwards, and where there is none."""
    async with ports.sessions() as session:
        payment = await repository.get_payment_or_none(session, payment_id)
        call = await calls_repository.find_call(session, "create_link", payment_id)
        if payment is None or call is None or payment.state not in repository.LIVING:
            return None
        if await is_over(session, payment, ports.clock()):
            return None
        return await _wish(session, ports, payment, call.id)


async def _wish(session: AsyncSession, ports: PaymentPorts, payment: Payment, key: UUID) -> LinkWish:
    booking = await bookings.get_by_id(session, booking_id=payment.booking_id)
    name = booking.quote.name
    return LinkWish(
        key=key,
        payment_id=payment.id,
        amount=Money(payment.amount, payment.currency),
        title=f"{name.get(payment.language) or name['en']} · {booking.reference}",
        email=booking.lead.email,
        language=payment.language,
        expires_at=payment.expires_at,
        return_url=f"{ports.address}/payments/{payment.id}/done",
        notify_url=f"{ports.address}/payments/{payment.provider}/webhook",
    )


async def _end_link(
    session: AsyncSession, ports: PaymentPorts, call_id: UUID, payment_id: UUID, made: Link | ProviderRefused
) -> Outcome | None:
    """Stores what came of it, once; a link that comes when nobody needs it any more is ended, and not spoken of."""
    now = ports.clock()
    call = await calls_repository.get_call_or_none(session, call_id, lock=True)
    payment = await repository.get_payment_or_none(session, payment_id, lock=True)
    if call is None or payment is None or call.ended_at is not None:
        return None
    call.ended_at = now
    if payment.state == PaymentState.REQUESTED and await is_over(session, payment, now):
        payment.state = PaymentState.EXPIRED.value
    if isinstance(made, ProviderRefused):
        call.failure = made.reason
        if payment.state != PaymentState.REQUESTED:
            return None
        payment.state, payment.failure = PaymentState.FAILED.value, made.reason
        return await _outcome(session, OutcomeKind.LINK_FAILED, payment, made.reason)
    call.result = {"reference": made.reference, "url": made.url, "expires_at": made.expires_at.isoformat()}
    payment.reference = made.reference
    payment.expires_at = min(payment.expires_at, made.expires_at)
    if payment.state == PaymentState.EXPIRED:
        await write_call(
            session, ports.queue, action="expire", subject_id=payment.id, provider=payment.provider, now=now
        )
        return None
    payment.url = made.url
    if payment.state != PaymentState.REQUESTED:
        return None
    payment.state = PaymentState.OPEN.value
    return await _outcome(session, OutcomeKind.LINK_READY, payment, None)


async def _outcome(session: AsyncSession, kind: OutcomeKind, payment: Payment, reason: str | None) -> Outcome:
    await session.flush()
    return Outcome(
        kind=kind,
        booking=await bookings.get_by_id(session, booking_id=payment.booking_id),
        payment=payment_view(payment),
        amount=Money(payment.amount, payment.currency),
        reason=reason,
    )
