"""The routes of the stand-in of the console's API for trips and their money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request

from tests.console.desk import Json, later, money

if TYPE_CHECKING:
    from tests.console.fake_api import FakeApi


def trip_routes(api: FakeApi) -> APIRouter:
    """What is searched, quoted, held, booked, asked for and given back."""
    router, desk = APIRouter(), api.desk

    @router.post("/conversations/{id}/search")
    async def trips(id: UUID) -> Json:
        return {"proposals": desk.proposals}

    @router.post("/conversations/{id}/quotes", status_code=201)
    async def quote(id: UUID, request: Request) -> Any:
        desk.written.append(("quotes", await request.json()))
        made = desk.quote("Posada Qori, Cusco", 140_000)
        desk.talks[str(id)]["trips"]["quotes"].insert(0, made)
        return made

    @router.post("/conversations/{id}/quotes/{quote_id}/hold", status_code=201)
    async def hold(id: UUID, quote_id: UUID) -> Any:
        made = {"id": str(uuid4()), "quote_id": str(quote_id), "expires_at": later(1800)}
        desk.talks[str(id)]["trips"]["holds"].append(made)
        return made

    @router.post("/conversations/{id}/cards", status_code=201)
    async def card(id: UUID, request: Request) -> Json:
        talk = desk.talks[str(id)]
        return desk.write(talk, "", sender="agent", agent=desk.self, cards=[desk.card()])

    @router.post("/conversations/{id}/documents/{document_id}/send", status_code=201)
    async def send_document(id: UUID, document_id: UUID) -> Json:
        talk = desk.talks[str(id)]
        (issued,) = [one for one in talk["trips"]["documents"] if one["id"] == str(document_id)]
        return desk.write(talk, f"Aquí va: Recibo {issued['number']}.", sender="agent", agent=desk.self)

    @router.get("/conversations/{id}/bookings/{reference}/payable")
    async def payable(id: UUID, reference: str) -> Json:
        choices = [("deposit", 16_800), ("full", 56_000)]
        return {
            "choices": [{"kind": kind, "amount": money(minor)} for kind, minor in choices],
            **{"providers": ["stripe", "payu"], "deadline": later(3_600)},
        }

    @router.post("/conversations/{id}/bookings/{reference}/payments", status_code=201)
    async def charge(id: UUID, reference: str, request: Request) -> Json:
        body = await request.json()
        desk.written.append(("payments", body))
        pay = {"title": "Pagar ahora", "payload": "https://pay.example/1"}
        text = f"Aquí puedes pagar tu reserva {reference}."
        said = desk.write(desk.talks[str(id)], text, sender="agent", agent=desk.self, buttons=[pay])
        return {"payment": {"state": "open"}, "message": said}

    @router.post("/conversations/{id}/bookings/{reference}/refunds", status_code=201)
    async def refund(id: UUID, reference: str, request: Request) -> Json:
        desk.written.append(("refunds", await request.json()))
        return {"refunds": []}

    @router.get("/reconciliation")
    async def reconciliation() -> Json:
        return {"runs": desk.runs, "discrepancies": desk.discrepancies, "next": None}

    @router.post("/reconciliation/{id}/settle")
    async def settle(id: UUID, request: Request) -> Json:
        desk.written.append(("settle", await request.json()))
        return desk.discrepancies.pop()

    @router.post("/refunds/{id}/done")
    async def refunded(id: UUID) -> Json:
        (one,) = [one for one in desk.refunds if one["id"] == str(id)]
        desk.refunds.remove(one)
        return {**one, "state": "done"}

    @router.post("/books/payables/{id}/paid")
    async def paid(id: UUID, request: Request) -> Json:
        desk.written.append(("paid", await request.json()))
        (due,) = [one for one in desk.payables if one["id"] == str(id)]
        desk.payables.remove(due)
        return {**due, "paid_on": later(0)[:10]}

    @router.get("/conversations/{id}/traveller")
    async def traveller(id: UUID) -> Any:
        return desk.talks[str(id)]["trips"]

    @router.get("/conversations/{id}/bookings/{reference}/cancellation")
    async def cancellation(id: UUID, reference: str) -> Json:
        money = {"minor": 12_000, "currency": "USD", "text": "USD 120.00"}
        return {"penalty": money, "refund": money, "free_until": None}

    return router
