"""What agents find: people, words that were said, notes, references."""

from __future__ import annotations

from sqlalchemy import select

from conversations.team.models import AuditEntry
from tests.backend.conftest import booked
from tests.conversations.console.conftest import Colleague, Office


async def found(lucia: Colleague, typed: str) -> list[tuple[str, str]]:
    """What is found, as (what, text)."""
    answer = await lucia.get("search", q=typed)
    return [(hit["what"], hit["text"]) for hit in answer.json()["hits"]]


async def test_people_are_found_by_the_beginnings_of_their_names_whatever_their_accents(
    office: Office, lucia: Colleague
) -> None:
    await office.hear("hola", name="José Muñoz")
    assert await found(lucia, "munoz jos") == [("name", "José Muñoz")]
    assert await found(lucia, "oz") == []


async def test_what_was_said_is_found_with_the_words_around_it(office: Office, lucia: Colleague) -> None:
    said = f"{'antes ' * 60}Galápagos{' después' * 60}"
    conversation_id = await office.hear(said, "otra cosa")
    hits = (await lucia.get("search", q="galapag")).json()["hits"]
    assert [(hit["what"], hit["conversation_id"], hit["offset"]) for hit in hits] == [
        ("message", str(conversation_id), 1)
    ]
    assert "Galápagos" in hits[0]["text"]
    assert len(hits[0]["text"]) <= 160


async def test_quotes_and_bookings_are_found_by_their_references_as_people_type_them(
    office: Office, lucia: Colleague
) -> None:
    conversation_id = await office.hear("hola")
    async with office.sessions.begin() as session:
        booking = await booked(session, conversation_id=conversation_id)
    code, quoted = booking.reference, booking.quote.reference
    for typed in (code, code.lower(), f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}", code[:4]):
        assert ("reference", code) in await found(lucia, typed)
    for typed in (quoted, quoted.lower(), quoted.removeprefix("Q-"), quoted[:6]):
        assert ("reference", quoted) in await found(lucia, typed)
    assert await found(lucia, "ZZZZZZZ") == []


async def test_who_searched_for_what_is_written_down_once_for_each_search(
    office: Office, lucia: Colleague
) -> None:
    await office.hear("hola", name="José Muñoz")
    await found(lucia, "  muñoz   jos ")
    await found(lucia, "tarjeta 4111 1111 1111 1111")
    await found(lucia, "  ")
    await lucia.get("inbox", view="all")
    page = (await lucia.get("inbox", view="all", q="muñoz")).json()
    await lucia.get("inbox", view="all", q="muñoz", before=page["next"] or "0")
    async with office.sessions() as session:
        written = select(AuditEntry).where(AuditEntry.agent_id == lucia.id).order_by(AuditEntry.id)
        entries = (await session.scalars(written)).all()
    assert [(entry.action, entry.detail) for entry in entries] == [
        ("conversations.searched", {"words": words}) for words in ("muñoz jos", "tarjeta •••• 1111", "muñoz")
    ]
