"""What an agent may not or cannot do about a trip, and who else may not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from conversations.console.trips.expiring import expire_trips
from conversations.team.models import Role
from tests.backend.conftest import NOW, committing  # noqa: F401
from tests.conversations.console.conftest import Colleague, Sessions, office_over
from tests.conversations.console.desk import ANA, TRIP, Desk, desk_over


@pytest.fixture
async def desk(undone: Sessions) -> AsyncIterator[Desk]:
    yield await desk_over(undone)


async def test_what_is_over_or_cannot_be_had_is_refused_in_the_agents_language(desk: Desk) -> None:
    quote, hold = await desk.held()

    async def refused(path: str, body: object) -> tuple[int, str]:
        answer = await desk.post(path, body)
        assert answer.json()["error"]["text"] != "This is not possible at the moment."
        return answer.status_code, answer.json()["error"]["code"]

    assert await refused("quotes", {**TRIP, "product": "nothing"}) == (404, "product_not_found")
    assert await refused("quotes", {**TRIP, "product": "lago"}) == (409, "product_unavailable")
    assert await refused("quotes", {**TRIP, "product": "inti", "reseller": "x"}) == (
        404,
        "reseller_not_found",
    )
    backwards = {**TRIP, "end_on": "2027-05-09"}
    assert await refused("search", backwards) == (422, "invalid_trip")
    await expire_trips(desk.office.sessions, now=NOW + timedelta(hours=2))
    body = {"booking_id": str(uuid4()), "hold_id": hold["id"], **ANA}
    assert await refused("bookings", body) == (410, "hold_expired")
    later = office_over(desk.office.sessions, clock=lambda: NOW + timedelta(days=9))
    late = Colleague(desk.lucia.id, "Lucía", desk.lucia.browser)
    late.browser._transport = httpx.ASGITransport(later.app)
    assert await refused(f"quotes/{quote['id']}/hold", None) == (410, "quote_expired")
    assert await refused("cards", {"client_id": str(uuid4()), "quote_id": quote["id"]}) == (
        410,
        "quote_expired",
    )


async def test_nothing_of_another_conversation_can_be_touched(desk: Desk) -> None:
    other = await desk_over(desk.office.sessions)
    quote, hold = await other.held()
    booking = await other.booked()
    base = f"conversations/{desk.id}"
    answers = [
        await desk.post(f"quotes/{quote['id']}/hold"),
        await desk.post("quotes", {**TRIP, "product": "inti", "previous": quote["id"]}),
        await desk.lucia.delete(f"{base}/holds/{hold['id']}"),
        await desk.post("bookings", {"booking_id": str(uuid4()), "hold_id": hold["id"], **ANA}),
        await desk.post(f"bookings/{booking['reference']}/cancel"),
        await desk.post(f"bookings/{booking['reference']}/mark-paid"),
        await desk.lucia.get(f"{base}/bookings/{booking['reference']}/cancellation"),
        await desk.post("cards", {"client_id": str(uuid4()), "quote_id": quote["id"]}),
        await desk.post("cards", {"client_id": str(uuid4()), "reference": booking["reference"]}),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)


async def test_who_does_not_have_the_conversation_changes_nothing_in_it(desk: Desk) -> None:
    quote, hold = await desk.held()
    bruno = await desk.office.hire("Bruno")
    base = f"conversations/{desk.id}"
    answers = [
        await bruno.post(f"{base}/quotes", {**TRIP, "product": "inti"}),
        await bruno.post(f"{base}/quotes/{quote['id']}/hold"),
        await bruno.delete(f"{base}/holds/{hold['id']}"),
        await bruno.post(f"{base}/cards", {"client_id": str(uuid4()), "quote_id": quote["id"]}),
    ]
    assert {(one.status_code, one.json()["error"]["code"]) for one in answers} == {(409, "not_yours")}
    assert (await bruno.get(f"{base}/traveller")).json()["holds"] == [hold]


async def test_suppliers_see_no_trips_here(desk: Desk) -> None:
    hotel = await desk.office.hire("Hotel", Role.SUPPLIER, supplier_code="sol-andino")
    base = f"conversations/{desk.id}"
    answers = [
        await hotel.get("destinations"),
        await hotel.get(f"{base}/traveller"),
        await hotel.post(f"{base}/search", TRIP),
        await hotel.post(f"{base}/quotes", {**TRIP, "product": "inti"}),
        await hotel.post(f"{base}/cards", {"client_id": str(uuid4()), "quote_id": str(uuid4())}),
    ]
    assert [answer.status_code for answer in answers] == [403] * len(answers)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("search", {**TRIP, "adults": 0}),
        ("search", {**TRIP, "child_ages": [18]}),
        ("search", {**TRIP, "start_on": "mañana"}),
        ("search", {**TRIP, "destination": "'; DROP"}),
        ("search", {**TRIP, "interest": "cruise"}),
        ("quotes", TRIP),
        ("bookings", {"booking_id": "x", "hold_id": str(uuid4()), **ANA}),
        ("bookings", {"booking_id": str(uuid4()), "hold_id": str(uuid4()), **ANA, "email": "ana"}),
        ("bookings", {"booking_id": str(uuid4()), "hold_id": str(uuid4()), **ANA, "phone": "call me"}),
        ("cards", {"client_id": str(uuid4())}),
        ("cards", {"client_id": str(uuid4()), "quote_id": str(uuid4()), "reference": "K7PQ2M"}),
    ],
)
async def test_what_makes_no_sense_is_refused(desk: Desk, path: str, body: object) -> None:
    assert (await desk.post(path, body)).status_code == 422


async def test_of_two_who_want_the_last_room_one_gets_it(committing: Sessions) -> None:  # noqa: F811
    """Each for a traveller of theirs, at the same moment."""
    desks = [await desk_over(committing) for _ in range(6)]
    quotes = [await desk.quoted(without=["tour", "transfer"]) for desk in desks]
    holds = await asyncio.gather(
        *(desk.post(f"quotes/{quote['id']}/hold") for desk, quote in zip(desks, quotes, strict=True))
    )
    outcomes = sorted(answer.status_code for answer in holds)
    assert set(outcomes) == {201, 409}
    refused = next(answer for answer in holds if answer.status_code == 409)
    assert refused.json()["error"]["code"] == "availability_exhausted"
