"""Agents search, quote, hold, book and cancel, through the same services as the bot, and send it all as cards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend.bookings.service import list_by_conversation
from backend.documents.service import list_documents
from backend.terms import Issuer, Terms
from conversations.console.trips.expiring import expire_trips
from conversations.realtime.models import StoredEvent
from conversations.team.models import AuditEntry
from tests.backend.conftest import NOW
from tests.conversations.console.conftest import Sessions
from tests.conversations.console.desk import ANA, TRIP, Desk, desk_over


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


async def test_documents_of_what_agents_do_are_the_operators(undone: Sessions) -> None:
    desk = await desk_over(undone, Terms(issuer=Issuer("Rutas del Sur", "RUC 1")))
    booking = await desk.booked()
    for done in ("mark-paid", "cancel"):
        assert (await desk.post(f"bookings/{booking['reference']}/{done}")).status_code == 200
    async with desk.office.sessions() as session:
        (found,) = await list_by_conversation(session, conversation_id=desk.id)
        issued = await list_documents(session, booking_ids=[found.id])
    assert {one.kind.value for one in issued} == {"receipt", "invoice", "credit_note"}
    assert {one.content.issuer.name for one in issued} == {"Rutas del Sur"}


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
