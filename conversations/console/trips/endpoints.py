"""The trips' part of the console's API, for the house."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends

from backend.bookings.schemas import BookingView
from backend.catalogue.service import list_destinations, list_resellers
from backend.payments import service as payments
from backend.quotes.priced import list_priced
from backend.quotes.service import search_trips
from conversations import service
from conversations.console.entries import LoggedMessage
from conversations.console.ports import DeskPorts
from conversations.console.trips import showing
from conversations.console.trips.asking import BookingBody, CardBody, QuoteBody, TripBody
from conversations.console.trips.doing import Deal, at_work
from conversations.console.trips.reading import booking_here, quote_here, read_traveller
from conversations.console.trips.showing import Shown
from conversations.team.auditing import record_opened
from conversations.team.schemas import Signed


def trips_router(ports: DeskPorts) -> APIRouter:
    """What is sold, what the traveller has, and what is done about it."""
    router = APIRouter(tags=["trips"])
    house = Depends(ports.guard.house)
    here = "/conversations/{conversation_id}"

    @asynccontextmanager
    async def dealing(conversation_id: UUID, agent: Signed) -> AsyncIterator[Deal]:
        async with ports.sessions.begin() as session:
            yield await at_work(
                session,
                conversation_id=conversation_id,
                agent=agent,
                now=ports.clock(),
                terms=ports.terms,
            )

    @router.get("/destinations")
    async def destinations(agent: Signed = house) -> Shown:
        async with ports.sessions() as session:
            found = await list_destinations(session)
        return {"destinations": [{"code": place.code, "name": place.name} for place in found]}

    @router.get("/resellers")
    async def resellers(agent: Signed = house) -> Shown:
        async with ports.sessions() as session:
            found = await list_resellers(session)
        return {"resellers": [{"code": one.code, "name": one.name} for one in found]}

    @router.get(f"{here}/traveller")
    async def traveller(conversation_id: UUID, agent: Signed = house) -> Shown:
        async with ports.sessions.begin() as session:
            shown = await read_traveller(session, conversation_id=conversation_id, now=ports.clock())
            await record_opened(
                session, agent_id=agent.id, conversation_id=conversation_id, now=ports.clock()
            )
            return shown

    @router.post(f"{here}/search")
    async def search(conversation_id: UUID, body: TripBody, agent: Signed = house) -> Shown:
        async with ports.sessions() as session:
            await service.get_conversation(session, conversation_id=conversation_id)
            found = await search_trips(session, request=body.request(), now=ports.clock(), terms=ports.terms)
        return {"proposals": [showing.shown_proposal(proposal) for proposal in found]}

    @router.post(f"{here}/quotes", status_code=201)
    async def quote(conversation_id: UUID, body: QuoteBody, agent: Signed = house) -> Shown:
        async with dealing(conversation_id, agent) as deal:
            issued = await deal.quote(body)
            priced = await list_priced(deal.session, quote_ids=[issued.id])
            return showing.shown_quote(priced[issued.id])

    @router.get(f"{here}/quotes/{{quote_id}}/page")
    async def page(conversation_id: UUID, quote_id: UUID, agent: Signed = house) -> Shown:
        async with ports.sessions() as session:
            quoted = await quote_here(session, conversation_id=conversation_id, quote_id=quote_id)
        return {"url": ports.quote_page(quoted.id)}

    @router.post(f"{here}/quotes/{{quote_id}}/hold", status_code=201)
    async def hold(conversation_id: UUID, quote_id: UUID, agent: Signed = house) -> Shown:
        async with dealing(conversation_id, agent) as deal:
            return showing.shown_hold(await deal.hold(quote_id))

    @router.delete(f"{here}/holds/{{hold_id}}", status_code=204)
    async def release(conversation_id: UUID, hold_id: UUID, agent: Signed = house) -> None:
        async with dealing(conversation_id, agent) as deal:
            await deal.release(hold_id)

    @router.post(f"{here}/bookings", status_code=201)
    async def book(conversation_id: UUID, body: BookingBody, agent: Signed = house) -> Shown:
        async with dealing(conversation_id, agent) as deal:
            return await _booking(deal, await deal.book(body))

    @router.get(f"{here}/bookings/{{reference}}/cancellation")
    async def cancellation(conversation_id: UUID, reference: str, agent: Signed = house) -> Shown:
        async with ports.sessions() as session:
            booking = await booking_here(session, conversation_id=conversation_id, reference=reference)
            terms = await payments.cancellation_terms(session, booking_id=booking.id, now=ports.clock())
        return showing.shown_terms(terms)

    @router.post(f"{here}/bookings/{{reference}}/cancel")
    async def cancel(conversation_id: UUID, reference: str, agent: Signed = house) -> Shown:
        async with dealing(conversation_id, agent) as deal:
            return await _booking(deal, await deal.cancel(ports.queue, reference))

    @router.post(f"{here}/bookings/{{reference}}/mark-paid")
    async def mark_paid(conversation_id: UUID, reference: str, agent: Signed = house) -> Shown:
        async with dealing(conversation_id, agent) as deal:
            return await _booking(deal, await deal.mark_paid(ports.queue, reference))

    @router.post(f"{here}/cards", status_code=201)
    async def card(conversation_id: UUID, body: CardBody, agent: Signed = house) -> LoggedMessage:
        async with dealing(conversation_id, agent) as deal:
            said = await deal.send_card(ports.queue, body)
        return LoggedMessage.of(said, {agent.id: agent.name})

    return router


async def _booking(deal: Deal, booking: BookingView) -> dict[str, Any]:
    priced = await list_priced(deal.session, quote_ids=[booking.quote.id])
    return showing.shown_booking(booking, priced)
