"""Agents search, quote, hold, book, cancel and send it all, through the same services as the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from conversations.console.trips.expiring import expire_trips
from conversations.models import Handoff
from conversations.realtime.models import StoredEvent
from conversations.team.models import AuditEntry, Role
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
            return (await session.scalars(select(Handoff.agreed))).one()

    async def events(self) -> list[tuple[str, list[str]]]:
        """What was told of trips, and in which rooms."""
        trips = ("quote.issued", "hold.placed", "hold.released", "booking.changed")
        async with self.office.sessions() as session:
            stored = select(StoredEvent).where(StoredEvent.kind.in_(trips)).order_by(StoredEvent.id)
            return [(one.kind, one.rooms) for one in await session.scalars(stored)]


async def desk_over(sessions: Sessions) -> Desk:
    office = office_over(sessions, clock=lambda: NOW)
    lucia = await office.hire("Lucía")
    conversation_id = await office.hear("quiero ir a Cusco")
    await office.wants_person(conversation_id)
    assert (await lucia.post(f"conversations/{conversation_id}/take")).status_code == 200
    return Desk(office, lucia, conversation_id)


@pytest.fixture
async def desk(undone: Sessions) -> AsyncIterator[Desk]:
    yield await desk_over(undone)


async def test_what_is_sold_is_searched(desk: Desk) -> None:
    places = (await desk.lucia.get("destinations")).json()["destinations"]
    assert {"code": "cusco", "name": {"es": "Cusco", "en": "Cusco", "pt": "Cusco"}} in places
    assert [one["code"] for one in (await desk.lucia.get("resellers")).json()["resellers"]] == [
        "brisa",
        "tucan",
    ]
    found = (await desk.post("search", TRIP)).json()["proposals"]
    assert [one["product"] for one in found] == ["posada", "inti"]
    assert found[0]["total"]["text"].startswith("USD ")
    assert "net" not in str(found)


async def test_a_quote_shows_the_house_what_is_in_its_price(desk: Desk) -> None:
    quote = await desk.quoted(reseller="brisa")
    parts = {name: quote[name]["minor"] for name in ("net", "markup", "tax", "total", "commission")}
    assert parts["net"] + parts["markup"] + parts["tax"] == parts["total"]
    assert (quote["reseller"], parts["commission"]) == ("brisa", round(parts["total"] / 10))
    assert sum(line["net"]["minor"] for line in quote["lines"]) == parts["net"]
    assert {line["supplier"] for line in quote["lines"]} == {"sol-andino"}
    assert quote["request"] | {"stars": None} == {
        **TRIP,
        "stars": None,
        "interest": "package",
        "extra": [],
        "without": [],
    }
    (shown,) = (await desk.get("traveller"))["quotes"]
    assert shown == quote


async def test_a_revision_keeps_the_reference_and_what_came_along(desk: Desk) -> None:
    first = await desk.quoted(without=["tour"])
    second = await desk.quoted(previous=first["id"], adults=3)
    assert (second["reference"], second["revision"]) == (first["reference"], 2)
    assert (second["request"]["without"], second["request"]["adults"]) == (["tour"], 3)


async def test_the_bot_will_know_of_the_quote_the_places_and_the_booking(desk: Desk) -> None:
    quote, hold = await desk.held()
    slots = await desk.agreed()
    assert (slots["destination"], slots["product"], slots["quote_id"]) == ("cusco", "inti", quote["id"])
    assert (slots["hold_id"], slots["party"]) == (hold["id"], {"adults": 2, "children": 1})
    body = {"booking_id": str(uuid4()), "hold_id": hold["id"], **ANA}
    booking = (await desk.post("bookings", body)).json()
    slots = await desk.agreed()
    assert (slots["booking_reference"], slots["hold_id"], slots["lead_name"], slots["destination"]) == (
        booking["reference"],
        None,
        "Ana Quispe",
        None,
    )


async def test_whoever_has_a_part_in_it_is_told_and_no_price_is_in_the_log(desk: Desk) -> None:
    quote, hold = await desk.held()
    await desk.lucia.delete(f"conversations/{desk.id}/holds/{hold['id']}")
    rooms = [f"conversation:{desk.id}", f"quote:{quote['id']}", "supplier:sol-andino"]
    assert await desk.events() == [
        ("quote.issued", rooms),
        ("hold.placed", rooms),
        ("hold.released", rooms),
    ]
    async with desk.office.sessions() as session:
        stored = (await session.scalars(select(StoredEvent))).all()
    assert all(str(quote["net"]["minor"]) not in str(event.data) for event in stored)


async def test_what_runs_out_is_told_too(desk: Desk) -> None:
    booking = await desk.booked()
    await desk.held()
    await expire_trips(desk.office.sessions, now=NOW + timedelta(days=30))
    *_, over, released = await desk.events()
    assert (over[0], released[0]) == ("booking.changed", "hold.released")
    assert f"quote:{booking['quote']['id']}" in over[1]
    assert f"conversation:{desk.id}" in released[1]
    beside = await desk.get("traveller")
    assert ([one["state"] for one in beside["bookings"]], beside["holds"]) == (["EXPIRED"], [])


async def test_places_are_held_once_shown_with_their_clock_and_given_back(desk: Desk) -> None:
    quote, hold = await desk.held()
    again = await desk.post(f"quotes/{quote['id']}/hold")
    assert (again.status_code, again.json()) == (201, hold)
    assert (await desk.get("traveller"))["holds"] == [hold]
    assert (await desk.lucia.delete(f"conversations/{desk.id}/holds/{hold['id']}")).status_code == 204
    assert (await desk.get("traveller"))["holds"] == []
    assert (await desk.agreed())["hold_id"] is None


async def test_the_same_booking_sent_again_is_made_once(desk: Desk) -> None:
    _, hold = await desk.held()
    body = {"booking_id": str(uuid4()), "hold_id": hold["id"], **ANA}
    first, again = await desk.post("bookings", body), await desk.post("bookings", body)
    assert (first.status_code, first.json()) == (201, again.json())
    beside = await desk.get("traveller")
    assert [booking["reference"] for booking in beside["bookings"]] == [first.json()["reference"]]
    assert (beside["holds"], beside["contact"]["lead"]) == ([], ANA)


async def test_a_paid_booking_is_confirmed_and_the_traveller_told_once(desk: Desk) -> None:
    booking = await desk.booked()
    for _ in range(2):
        paid = await desk.post(f"bookings/{booking['reference']}/mark-paid")
        assert (paid.status_code, paid.json()["state"]) == (200, "CONFIRMED")
    entries = (await desk.get("timeline"))["entries"]
    told = [
        one["message"]["text"]
        for one in entries
        if one["type"] == "message" and one["message"]["sender"] == "system"
    ]
    assert len(told) == 1
    assert booking["reference"] in told[0]
    assert [kind for kind, _ in await desk.events()].count("booking.changed") == 2


async def test_what_cancelling_costs_is_shown_before_it_is_done(desk: Desk) -> None:
    booking = await desk.booked()
    terms = await desk.get(f"bookings/{booking['reference']}/cancellation")
    assert (terms["penalty"]["minor"], terms["refund"]["minor"]) == (0, 0)
    cancelled = await desk.post(f"bookings/{booking['reference'].lower()}/cancel")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "CANCELLED")
    again = await desk.lucia.get(f"conversations/{desk.id}/bookings/{booking['reference']}/cancellation")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "transition_refused")


async def test_a_quote_goes_out_as_a_card_in_the_travellers_language_once(desk: Desk) -> None:
    quote = await desk.quoted()
    body = {"client_id": str(uuid4()), "quote_id": quote["id"]}
    sent, again = await desk.post("cards", body), await desk.post("cards", body)
    assert (sent.status_code, sent.json()) == (201, again.json())
    (card,) = sent.json()["cards"]
    assert card["subtitle"] == "del 10 al 14 de mayo de 2027 · 2 adultos y 1 niño (8 años)"
    assert (card["price"], card["image"]) == (quote["total"]["text"], "/photos/place.svg")
    assert card["buttons"] == [{"title": "Reservar", "payload": f'/book{{"quote": "{quote["id"]}"}}'}]
    assert quote["reference"] in sent.json()["text"]
    assert quote["net"]["text"] not in str(sent.json())


async def test_a_booking_goes_out_as_a_card_that_says_how_it_stands(desk: Desk) -> None:
    booking = await desk.booked()

    async def text() -> str:
        body = {"client_id": str(uuid4()), "reference": booking["reference"]}
        sent = (await desk.post("cards", body)).json()
        assert sent["cards"][0]["buttons"] == []
        return str(sent["text"])

    assert "apartados hasta el" in await text()
    await desk.post(f"bookings/{booking['reference']}/mark-paid")
    assert "confirmada" in await text()
    await desk.post(f"bookings/{booking['reference']}/cancel")
    assert "Está cancelada." in await text()


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


async def test_all_of_it_is_written_down(desk: Desk) -> None:
    booking = await desk.booked()
    await desk.post("cards", {"client_id": str(uuid4()), "reference": booking["reference"]})
    await desk.post(f"bookings/{booking['reference']}/mark-paid")
    await desk.post(f"bookings/{booking['reference']}/cancel")
    async with desk.office.sessions() as session:
        entries = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    done = [(one.action, one.subject) for one in entries if one.agent_id == desk.lucia.id]
    quoted, code = booking["quote"]["reference"], booking["reference"]
    assert done == [
        ("conversation.taken", None),
        ("quote.issued", quoted),
        ("hold.placed", quoted),
        ("booking.changed", code),
        ("card.sent", code),
        ("booking.paid", code),
        ("booking.changed", code),
    ]
    assert all("Ana" not in f"{one.subject}{one.detail}" for one in entries)
