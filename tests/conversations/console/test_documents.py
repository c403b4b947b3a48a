"""Receipts and invoices reach travellers: by an agent, by the bot, by a job that may run twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.jobs import PostgresQueue
from backend.bookings.schemas import BookingView, LeadTraveller
from backend.documents.schemas import DocumentView
from conversations.documents import attach_document, send_document
from conversations.models import Message
from conversations.team.models import AuditEntry, Role
from tests.backend.conftest import NOW, confirmed
from tests.conversations.console.conftest import Colleague, Office, Sessions, office_over
from tests.pdf import pdf_text

ANA = LeadTraveller("Ana *Quispe* #1", "ana@correo.example", "+51987654321")


@dataclass
class Sold:
    """A conversation of Lucía's in which something was booked and invoiced."""

    office: Office
    lucia: Colleague
    id: UUID
    booking: BookingView
    invoice: DocumentView

    async def said(self) -> list[Message]:
        """What the traveller was sent."""
        async with self.office.sessions() as session:
            found = await session.scalars(
                select(Message)
                .where(Message.conversation_id == self.id, Message.direction == "out")
                .order_by(Message.offset)
            )
            return list(found)


@pytest.fixture
async def sold(undone: Sessions) -> AsyncIterator[Sold]:
    office = office_over(undone, clock=lambda: NOW)
    lucia = await office.hire("Lucía")
    conversation_id = await office.hear("quiero reservar")
    await office.wants_person(conversation_id)
    assert (await lucia.post(f"conversations/{conversation_id}/take")).status_code == 200
    async with undone.begin() as session:
        booking, invoice = await confirmed(session, conversation_id=conversation_id, lead=ANA)
    yield Sold(office, lucia, conversation_id, booking, invoice)
    await lucia.browser.aclose()


async def test_an_agent_reads_what_was_issued(sold: Sold) -> None:
    listed = (await sold.lucia.get(f"conversations/{sold.id}/documents")).json()["documents"]
    assert [(one["kind"], one["number"], one["amount"]["minor"]) for one in listed] == [
        ("invoice", sold.invoice.number, sold.booking.total.amount)
    ]
    read = await sold.lucia.get(f"documents/{listed[0]['id']}.pdf")
    assert (read.status_code, read.headers["content-type"]) == (200, "application/pdf")
    assert read.headers["content-disposition"].endswith(f"Factura%20{sold.invoice.number}.pdf")
    assert "Ana *Quispe* #1" in pdf_text(read.content)
    async with sold.office.sessions() as session:
        entry = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "document.read"))).one()
    assert (entry.agent_id, entry.subject) == (sold.lucia.id, sold.invoice.number)


async def test_an_agent_sends_it_once_however_often_it_is_sent(sold: Sold) -> None:
    path, body = f"conversations/{sold.id}/documents/{sold.invoice.id}/send", {"client_id": str(uuid4())}
    first, again = await sold.lucia.post(path, body), await sold.lucia.post(path, body)
    assert first.status_code == 201 and first.json() == again.json()
    (message,) = await sold.said()
    (file,) = message.attachments
    assert (file["type"], file["name"]) == ("application/pdf", f"Factura {sold.invoice.number}.pdf")
    kept = sold.office.media.files[sold.id, UUID(file["media_id"])]
    assert len(kept) == file["size"] and kept.startswith(b"%PDF-")
    assert sold.booking.reference in message.text
    assert len(sold.office.media.files) == 1


async def test_what_is_not_of_this_conversation_or_not_theirs_is_not_sent(sold: Sold) -> None:
    elsewhere = await sold.office.hear("hola")
    body = {"client_id": str(uuid4())}
    assert (await sold.lucia.get(f"conversations/{elsewhere}/documents")).json() == {"documents": []}
    path = f"conversations/{elsewhere}/documents/{sold.invoice.id}/send"
    missing = await sold.lucia.post(path, body)
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "document_not_found")
    other = await sold.office.hire("Marta")
    refused = await other.post(f"conversations/{sold.id}/documents/{sold.invoice.id}/send", body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_yours")
    assert await sold.said() == [] and sold.office.media.files == {}
    assert (await sold.lucia.get(f"documents/{uuid4()}.pdf")).status_code == 404
    await other.browser.aclose()


async def test_who_is_not_of_the_house_reads_no_documents(sold: Sold) -> None:
    outside = await sold.office.hire("Sol", Role.SUPPLIER, supplier_code="sol-andino")
    for path in (f"documents/{sold.invoice.id}.pdf", f"conversations/{sold.id}/documents"):
        refused = await outside.get(path)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_allowed")
    await outside.browser.aclose()


async def test_the_job_sends_a_document_once(sold: Sold) -> None:
    for _ in range(2):
        await send_document(
            sold.invoice.id,
            sessions=sold.office.sessions,
            store=sold.office.media,
            queue=PostgresQueue(),
            now=datetime.now(UTC),
        )
    (message,) = await sold.said()
    assert (message.sender, message.delivery) == ("system", "queued")
    assert len(sold.office.media.files) == 1


async def test_what_is_asked_for_again_is_sent_again(sold: Sold) -> None:
    for _ in range(2):
        async with sold.office.sessions.begin() as session:
            await attach_document(
                session,
                sold.office.media,
                PostgresQueue(),
                conversation_id=sold.id,
                document=sold.invoice,
            )
    assert len(await sold.said()) == len(sold.office.media.files) == 2
