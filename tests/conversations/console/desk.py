"""An agent at work on a traveller's trip, through the console's API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import select

from backend.terms import DEFAULT_TERMS, Terms
from conversations.models import Handoff
from conversations.realtime.models import StoredEvent
from tests.backend.conftest import NOW, committing  # noqa: F401
from tests.conversations.console.conftest import Colleague, Office, Sessions, office_over

TRIP = {
    "destination": "cusco",
    "start_on": "2027-05-10",
    "end_on": "2027-05-14",
    "adults": 2,
    "child_ages": [8],
}
ANA = {"name": "Ana Quispe", "email": "ana@correo.example", "phone": "+51 987 654 321"}


@dataclass
class Desk:
    """Lucía at work in a conversation that is hers."""

    office: Office
    lucia: Colleague
    id: UUID

    async def post(self, path: str, body: object = None) -> httpx.Response:
        """Does something about the trip."""
        return await self.lucia.post(f"conversations/{self.id}/{path}", body)

    async def get(self, path: str) -> Any:
        """Reads something about the trip."""
        return (await self.lucia.get(f"conversations/{self.id}/{path}")).json()

    async def quoted(self, **more: object) -> Any:
        """A new quote."""
        made = await self.post("quotes", {**TRIP, "product": "inti", **more})
        assert made.status_code == 201, made.text
        return made.json()

    async def held(self) -> tuple[Any, Any]:
        """A new quote, and its hold."""
        quote = await self.quoted()
        return quote, (await self.post(f"quotes/{quote['id']}/hold")).json()

    async def booked(self) -> Any:
        """A new booking."""
        _, hold = await self.held()
        body = {"booking_id": str(uuid4()), "hold_id": hold["id"], **ANA}
        return (await self.post("bookings", body)).json()

    async def agreed(self) -> dict[str, Any]:
        """What the bot will know."""
        async with self.office.sessions() as session:
            return (
                await session.scalars(select(Handoff.agreed).where(Handoff.conversation_id == self.id))
            ).one()

    async def events(self) -> list[tuple[str, list[str]]]:
        """What was told of trips, and in which rooms."""
        trips = ("quote.issued", "hold.placed", "hold.released", "booking.changed")
        async with self.office.sessions() as session:
            stored = select(StoredEvent).where(StoredEvent.kind.in_(trips)).order_by(StoredEvent.id)
            return [(one.kind, one.rooms) for one in await session.scalars(stored)]


async def desk_over(sessions: Sessions, terms: Terms = DEFAULT_TERMS) -> Desk:
    office = office_over(sessions, clock=lambda: NOW, terms=terms)
    lucia = await office.hire("Lucía")
    conversation_id = await office.hear("quiero ir a Cusco")
    await office.wants_person(conversation_id)
    assert (await lucia.post(f"conversations/{conversation_id}/take")).status_code == 200
    return Desk(office, lucia, conversation_id)
