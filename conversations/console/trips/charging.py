"""An agent asks for money and gives it back: a link as a message, a refund within what they may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy.ext.asyncio import AsyncSession

from backend import wording
from backend.bookings.schemas import BookingView
from backend.money import Money
from backend.payments import service as payments
from backend.payments.calling import link_soon
from backend.payments.ports import PaymentPorts
from backend.payments.refunding import given_by, list_requested, request_refund
from backend.payments.schemas import Outcome, OutcomeKind, PaymentKind, PaymentView
from conversations import service
from conversations.console.entries import LoggedMessage
from conversations.console.ports import DeskPorts
from conversations.console.trips.doing import Deal, at_work
from conversations.console.trips.money import Shown, shown_link, shown_payable, shown_refund
from conversations.console.trips.reading import booking_here
from conversations.errors import Refusal
from conversations.handoffs.service import say_as_agent
from conversations.paying.telling import voice_of
from conversations.paying.wording import words_of
from conversations.realtime import publish, talk_rooms
from conversations.team.auditing import record
from conversations.team.schemas import Signed


class LinkBody(BaseModel):
    """A part of a booking to be paid by whom; the same ``client_id`` again is the same message."""

    client_id: UUID
    kind: PaymentKind
    provider: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,20}$")]


class RefundBody(BaseModel):
    """How much goes back, in minor units of the booking's currency, and why; the same ``client_id`` again is the same
    refund."""

    client_id: UUID
    amount: int = Field(gt=0, le=10**12)
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class RefundNeedsLead(Refusal):
    """More than an agent gives back alone."""

    status = 403
    code = "refund_needs_lead"

    def __init__(self, limit: str) -> None:
        super().__init__(limit=limit)


@dataclass(frozen=True, slots=True)
class Till:
    """Who takes money, and what an agent may give back of a booking without somebody who leads; None: anything."""

    payments: PaymentPorts
    refund_limit: Money | None = None

    def check(self, agent: Signed, amount: Money) -> None:
        """Raises RefundNeedsLead; of a currency that the limit is not in, nothing is known."""
        limit = self.refund_limit
        if limit is None or agent.leading:
            return
        if amount.currency != limit.currency or amount.amount > limit.amount:
            raise RefundNeedsLead(wording.money(agent.language, limit))


def charging_router(ports: DeskPorts, till: Till) -> APIRouter:
    """A part of the console's API, for the house; what changes something is for whose conversation it is."""
    router = APIRouter(tags=["payments"])
    house = Depends(ports.guard.house)
    here = "/conversations/{conversation_id}/bookings/{reference}"

    async def deal_in(session: AsyncSession, conversation_id: UUID, agent: Signed) -> Deal:
        return await at_work(
            session, conversation_id=conversation_id, agent=agent, now=ports.clock(), terms=ports.terms
        )

    @router.get(f"{here}/payable")
    async def payable(conversation_id: UUID, reference: str, agent: Signed = house) -> Shown:
        async with ports.sessions() as session:
            booking = await booking_here(session, conversation_id=conversation_id, reference=reference)
            found = await payments.payable(
                session,
                booking_id=booking.id,
                now=ports.clock(),
                providers=till.payments.providers,
                terms=till.payments.terms,
            )
        return shown_payable(found)

    @router.post(f"{here}/payments", status_code=201)
    async def ask(
        conversation_id: UUID, reference: str, body: LinkBody, agent: Signed = house
    ) -> dict[str, Any]:
        async with ports.sessions.begin() as session:
            deal = await deal_in(session, conversation_id, agent)
            booking = await booking_here(session, conversation_id=conversation_id, reference=reference)
            asked = await payments.request_payment(
                session,
                till.payments.queue,
                booking_id=booking.id,
                kind=body.kind,
                provider=body.provider,
                now=ports.clock(),
                providers=till.payments.providers,
                terms=till.payments.terms,
            )
            detail = {"provider": body.provider, "kind": body.kind}
            await _record(session, deal, "payment.requested", reference, detail)
        made = await link_soon(till.payments, payment_id=asked.id) or asked
        if made.url is None:
            return {"payment": shown_link(made), "message": None}
        async with ports.sessions.begin() as session:
            deal = await deal_in(session, conversation_id, agent)
            said = await _say_link(session, ports, deal, booking, made, body.client_id)
        return {"payment": shown_link(made), "message": LoggedMessage.of(said, {agent.id: agent.name})}

    @router.post(f"{here}/refunds", status_code=201)
    async def refund(
        conversation_id: UUID, reference: str, body: RefundBody, agent: Signed = house
    ) -> dict[str, Any]:
        async with ports.sessions.begin() as session:
            deal = await deal_in(session, conversation_id, agent)
            booking = await booking_here(session, conversation_id=conversation_id, reference=reference)
            amount = Money(body.amount, booking.total.currency)
            request_id = uuid5(agent.id, str(body.client_id))
            if made := await list_requested(session, booking_id=booking.id, request_id=request_id):
                return {"refunds": [shown_refund(one) for one in made]}
            till.check(agent, await given_by(session, agent_id=agent.id, booking=booking) + amount)
            made = await request_refund(
                session,
                till.payments.queue,
                booking_id=booking.id,
                request_id=request_id,
                amount=amount,
                reason=body.reason,
                requested_by=agent.id,
                now=ports.clock(),
            )
            await _record(session, deal, "refund.requested", reference, {"amount": body.amount})
            await publish(
                session,
                "payment.changed",
                rooms=talk_rooms(conversation_id),
                conversation_id=conversation_id,
                data={"outcome": OutcomeKind.REFUND_REQUESTED, "reference": booking.reference},
            )
        return {"refunds": [shown_refund(one) for one in made]}

    return router


async def _say_link(
    session: AsyncSession,
    ports: DeskPorts,
    deal: Deal,
    booking: BookingView,
    made: PaymentView,
    client_id: UUID,
) -> Any:
    conversation = await service.get_conversation(session, conversation_id=deal.conversation.id)
    ready = Outcome(OutcomeKind.LINK_READY, booking, made, made.amount)
    voice = await voice_of(session, conversation)
    text, buttons = await words_of(session, ready, voice=voice) or ("", [])
    return await say_as_agent(
        session,
        ports.queue,
        conversation_id=conversation.id,
        agent=deal.agent,
        client_id=client_id,
        text=text,
        buttons=buttons,
        now=deal.now,
    )


async def _record(
    session: AsyncSession, deal: Deal, action: str, reference: str, detail: dict[str, Any]
) -> None:
    await record(
        session,
        agent_id=deal.agent.id,
        action=action,
        conversation_id=deal.conversation.id,
        subject=reference.upper(),
        detail=detail,
    )
