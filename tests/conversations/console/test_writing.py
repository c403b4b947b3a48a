"""What agents write: to travellers with files, once however often it is sent, and to each other."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select, text, update

from app.jobs import PostgresQueue
from channels.samples import PHOTO
from conversations.answering import answer_conversation
from conversations.bot_client import FakeBot
from conversations.console.models import Upload
from conversations.media.arriving import MOST_BYTES
from conversations.models import Conversation, Handoff
from conversations.realtime.models import StoredEvent
from conversations.team.models import AuditEntry, Role
from tests.conversations.console.conftest import Colleague, Office, Sessions, office_over


async def owned(office: Office, agent: Colleague, *said: str) -> UUID:
    """A conversation that is this agent's."""
    conversation_id = await office.hear(*(said or ("una persona, por favor",)))
    await office.wants_person(conversation_id)
    assert (await agent.post(f"conversations/{conversation_id}/take")).status_code == 200
    return conversation_id


async def upload(agent: Colleague, conversation_id: UUID, body: bytes, told: str = "") -> httpx.Response:
    """The agent chooses a file."""
    headers = {"Content-Type": told, "X-File-Name": "foto%20de%20hotel.jpg"}
    path = f"/console/api/conversations/{conversation_id}/files"
    return await agent.browser.post(path, content=body, headers=headers)


async def test_an_answer_goes_out_once_however_often_it_is_sent(office: Office, lucia: Colleague) -> None:
    conversation_id = await owned(office, lucia)
    body = {"client_id": str(uuid4()), "text": "Hola, soy Lucía."}
    first = await lucia.post(f"conversations/{conversation_id}/messages", body)
    again = await lucia.post(f"conversations/{conversation_id}/messages", body)
    assert (first.status_code, first.json()) == (201, again.json())
    assert (first.json()["agent"]["name"], first.json()["delivery"]) == ("Lucía", "queued")
    entries = (await lucia.get(f"conversations/{conversation_id}/timeline")).json()["entries"]
    assert [entry["message"]["text"] for entry in entries if entry["type"] == "message"] == [
        "una persona, por favor",
        "Hola, soy Lucía.",
    ]
    async with office.sessions() as session:
        here = select(Handoff).where(Handoff.conversation_id == conversation_id)
        handoff = (await session.scalars(here)).one()
    assert handoff.first_answer_at is not None


async def test_whoever_is_answered_waits_no_longer(office: Office, lucia: Colleague) -> None:
    conversation_id = await owned(office, lucia)
    waiting = (await lucia.get("inbox", view="waiting")).json()["conversations"]
    assert [row["id"] for row in waiting] == [str(conversation_id)]
    await lucia.post(
        f"conversations/{conversation_id}/messages", {"client_id": str(uuid4()), "text": "Aquí estoy."}
    )
    assert (await lucia.get("inbox", view="waiting")).json()["conversations"] == []
    await office.write(conversation_id, "¿y el precio?")
    await answer_conversation(conversation_id, sessions=office.sessions, bot=FakeBot(), queue=PostgresQueue())
    (row,) = (await lucia.get("inbox", view="waiting")).json()["conversations"]
    assert row["unread"] == 2


async def test_nobody_answers_in_a_conversation_that_is_not_theirs(office: Office, lucia: Colleague) -> None:
    conversation_id = await owned(office, lucia)
    bruno = await office.hire("Bruno")
    answer = await bruno.post(
        f"conversations/{conversation_id}/messages", {"client_id": str(uuid4()), "text": "Hola"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_yours")
    taken = await bruno.post(f"conversations/{conversation_id}/take")
    assert (taken.status_code, taken.json()["error"]["code"]) == (409, "taken_by_another")


async def test_of_two_agents_who_take_and_answer_at_once_one_is_heard(sessions: Sessions) -> None:
    office = office_over(sessions)
    conversation_id = await office.hear("una persona")
    await office.wants_person(conversation_id)
    both = [await office.hire("Lucía"), await office.hire("Bruno")]

    async def take_and_answer(agent: Colleague) -> tuple[int, int]:
        taken = await agent.post(f"conversations/{conversation_id}/take")
        said = await agent.post(
            f"conversations/{conversation_id}/messages", {"client_id": str(uuid4()), "text": agent.name}
        )
        return taken.status_code, said.status_code

    outcomes = await asyncio.gather(*map(take_and_answer, both))
    assert sorted(outcomes) == [(200, 201), (409, 409)]
    entries = (await both[0].get(f"conversations/{conversation_id}/timeline")).json()["entries"]
    said = [
        one["message"] for one in entries if one["type"] == "message" and one["message"]["sender"] == "agent"
    ]
    assert len(said) == 1


async def test_the_same_answer_sent_twice_at_once_is_said_once_with_its_file(sessions: Sessions) -> None:
    office = office_over(sessions)
    lucia = await office.hire("Lucía")
    conversation_id = await owned(office, lucia)
    media_id = (await upload(lucia, conversation_id, PHOTO, "image/jpeg")).json()["media_id"]
    body = {"client_id": str(uuid4()), "text": "", "media_ids": [media_id]}
    answers = await asyncio.gather(
        *(lucia.post(f"conversations/{conversation_id}/messages", body) for _ in range(4))
    )
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_a_file_is_checked_kept_and_goes_along_with_one_message(
    office: Office, lucia: Colleague
) -> None:
    conversation_id = await owned(office, lucia)
    kept = await upload(lucia, conversation_id, PHOTO, "image/jpeg")
    assert kept.status_code == 201
    file = kept.json()
    assert (file["name"], file["type"], file["size"]) == ("foto de hotel.jpg", "image/jpeg", len(PHOTO))
    body = {"client_id": str(uuid4()), "text": "El hotel", "media_ids": [file["media_id"]]}
    said = (await lucia.post(f"conversations/{conversation_id}/messages", body)).json()
    assert [one["media_id"] for one in said["attachments"]] == [file["media_id"]]
    read = await lucia.get(f"conversations/{conversation_id}/media/{file['media_id']}")
    assert (read.status_code, read.content) == (200, PHOTO)
    again = await lucia.post(f"conversations/{conversation_id}/messages", {**body, "client_id": str(uuid4())})
    assert again.status_code == 404


@pytest.mark.parametrize(
    ("body", "told", "status"),
    [
        (b"<script>", "image/jpeg", 415),
        (PHOTO, "application/pdf", 415),
        (b"", "image/jpeg", 422),
        (PHOTO + bytes(MOST_BYTES), "image/jpeg", 413),
    ],
)
async def test_of_a_file_that_is_refused_nothing_is_kept(
    office: Office, lucia: Colleague, body: bytes, told: str, status: int
) -> None:
    conversation_id = await owned(office, lucia)
    assert (await upload(lucia, conversation_id, body, told)).status_code == status
    assert (await upload(lucia, uuid4(), PHOTO, "image/jpeg")).status_code == 404
    assert office.media.files == {}


async def test_somebody_elses_file_cannot_be_sent(office: Office, lucia: Colleague) -> None:
    conversation_id = await owned(office, lucia)
    bruno = await office.hire("Bruno")
    other = await owned(office, bruno)
    media_id = (await upload(bruno, other, PHOTO)).json()["media_id"]
    body = {"client_id": str(uuid4()), "text": "x", "media_ids": [media_id]}
    assert (await lucia.post(f"conversations/{conversation_id}/messages", body)).status_code == 404


async def test_files_that_nobody_sent_are_given_up_after_a_day(office: Office, lucia: Colleague) -> None:
    conversation_id = await owned(office, lucia)
    forgotten = (await upload(lucia, conversation_id, PHOTO)).json()["media_id"]
    async with office.sessions.begin() as session:
        await session.execute(update(Upload).values(created_at=datetime.now(UTC) - timedelta(days=2)))
    await upload(lucia, conversation_id, PHOTO)
    async with office.sessions() as session:
        discarded = (await session.scalars(text("SELECT media_id FROM discarded_files"))).all()
    assert discarded == [UUID(forgotten)]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"client_id": "x", "text": "a"},
        {"client_id": str(uuid4()), "text": "  "},
        {"client_id": str(uuid4()), "text": "a" * 10_001},
        {"client_id": str(uuid4()), "text": "a", "media_ids": [str(uuid4())] * 11},
    ],
)
async def test_what_is_no_message_is_refused(office: Office, lucia: Colleague, body: object) -> None:
    conversation_id = await owned(office, lucia)
    assert (await lucia.post(f"conversations/{conversation_id}/messages", body)).status_code == 422


async def test_what_the_database_cannot_store_is_left_out(office: Office, lucia: Colleague) -> None:
    conversation_id = await owned(office, lucia)
    body = {"client_id": str(uuid4()), "text": "ho\x00la"}
    said = await lucia.post(f"conversations/{conversation_id}/messages", body)
    note = await lucia.post(
        f"conversations/{conversation_id}/notes", {"client_id": str(uuid4()), "text": "no\x00ta"}
    )
    passed = await lucia.post(f"conversations/{conversation_id}/transfer", {"skill": "gru\x00pos"})
    assert (said.json()["text"], note.json()["text"]) == ("hola", "nota")
    assert passed.json()["conversation"]["handoff"]["skill"] == "grupos"


async def test_a_note_stays_among_agents_and_calls_whom_it_mentions(office: Office, lucia: Colleague) -> None:
    conversation_id = await office.hear("hola")
    bruno = await office.hire("Bruno")
    body = {"client_id": str(uuid4()), "text": "Cuidado, viaja con un bebé", "mentions": [str(bruno.id)]}
    note = await lucia.post(f"conversations/{conversation_id}/notes", body)
    assert (note.status_code, note.json()["agent"]["name"], note.json()["mentions"]) == (
        201,
        "Lucía",
        [str(bruno.id)],
    )
    await office.write(conversation_id, "¿sigues ahí?")
    entries = (await bruno.get(f"conversations/{conversation_id}/timeline")).json()["entries"]
    assert [entry["type"] for entry in entries] == ["message", "note", "message"]
    (hit,) = (await bruno.get("search", q="bebe")).json()["hits"]
    assert (hit["what"], hit["offset"]) == ("note", 1)
    async with office.sessions() as session:
        event = (await session.scalars(select(StoredEvent).where(StoredEvent.kind == "note.added"))).one()
    assert event.rooms == [f"conversation:{conversation_id}", f"agent:{bruno.id}"]
    assert "bebé" not in str(event.data)


async def test_a_note_that_is_sent_again_stands_once_and_each_agent_has_their_own(
    office: Office, lucia: Colleague
) -> None:
    conversation_id = await office.hear("hola")
    bruno = await office.hire("Bruno")
    body = {"client_id": str(uuid4()), "text": "llamar mañana", "mentions": [str(bruno.id)]}
    address = f"conversations/{conversation_id}/notes"
    answers = [await lucia.post(address, {**body, "text": text}) for text in (body["text"], "otra cosa")]
    assert [answer.status_code for answer in answers] == [201] * 2
    assert len({answer.text for answer in answers}) == 1
    theirs = await bruno.post(address, body)
    assert theirs.json()["agent"]["name"] == "Bruno"
    entries = (await lucia.get(f"conversations/{conversation_id}/timeline")).json()["entries"]
    assert [entry["type"] for entry in entries] == ["message", "note", "note"]
    async with office.sessions() as session:
        told = await session.scalars(select(StoredEvent).where(StoredEvent.kind == "note.added"))
        written = await session.scalars(select(AuditEntry).where(AuditEntry.action == "note.added"))
        assert (len(told.all()), len(written.all())) == (2, 2)


async def test_only_colleagues_are_mentioned(office: Office, lucia: Colleague) -> None:
    conversation_id = await office.hear("hola")
    hotel = await office.hire("Hotel", Role.SUPPLIER, supplier_code="inti")
    for mentioned in (hotel.id, uuid4()):
        body = {"client_id": str(uuid4()), "text": "mira", "mentions": [str(mentioned)]}
        assert (await lucia.post(f"conversations/{conversation_id}/notes", body)).status_code == 404
    assert (
        await lucia.post(f"conversations/{conversation_id}/notes", {"client_id": str(uuid4()), "text": " "})
    ).status_code == 422


async def test_what_was_read_is_not_unread_and_never_becomes_so_again(
    office: Office, lucia: Colleague
) -> None:
    conversation_id = await office.hear("uno", "dos", "tres")

    async def unread() -> int:
        return (await lucia.get(f"conversations/{conversation_id}")).json()["conversation"]["unread"]

    for offset, left in ((2, 1), (1, 1), (2**31 - 1, 0)):
        read = await lucia.post(f"conversations/{conversation_id}/read", {"offset": offset})
        assert (read.status_code, await unread()) == (204, left)
    await office.write(conversation_id, "cuatro")
    assert await unread() == 1


async def test_everything_done_is_written_down_and_nothing_that_was_said(
    office: Office, lucia: Colleague
) -> None:
    conversation_id = await owned(office, lucia)
    await lucia.post(f"conversations/{conversation_id}/notes", {"client_id": str(uuid4()), "text": "secreto"})
    await lucia.post(
        f"conversations/{conversation_id}/messages", {"client_id": str(uuid4()), "text": "secreto"}
    )
    await lucia.post(f"conversations/{conversation_id}/hand-back")
    async with office.sessions() as session:
        entries = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    mine = [entry.action for entry in entries if entry.agent_id == lucia.id]
    assert mine == ["conversation.taken", "note.added", "message.sent", "conversation.handed_back"]
    assert all("secreto" not in f"{entry.subject}{entry.detail}" for entry in entries)


@pytest.mark.parametrize(
    "ending",
    [
        "take",
        "accept",
        "decline",
        "release",
        "hand-back",
        "close",
        "reopen",
        "transfer",
        "messages",
        "notes",
        "read",
    ],
)
async def test_outsiders_and_unknown_conversations_get_nowhere(
    office: Office, lucia: Colleague, ending: str
) -> None:
    bodies = {
        "messages": {"client_id": str(uuid4()), "text": "hola"},
        "notes": {"client_id": str(uuid4()), "text": "hola"},
        "read": {"offset": 1},
        "transfer": {"skill": "groups"},
    }
    conversation_id = await office.hear("hola")
    hotel = await office.hire("Hotel", Role.SUPPLIER, supplier_code="inti")
    refused = await hotel.post(f"conversations/{conversation_id}/{ending}", bodies.get(ending))
    unknown = await lucia.post(f"conversations/{uuid4()}/{ending}", bodies.get(ending))
    assert (refused.status_code, unknown.status_code) == (403, 404)


async def test_where_the_channel_takes_nothing_any_more_nothing_is_said(
    office: Office, lucia: Colleague
) -> None:
    conversation_id = await office.hear("hola", channel="messenger")
    await office.wants_person(conversation_id)
    await lucia.post(f"conversations/{conversation_id}/take")
    async with office.sessions.begin() as session:
        long_ago = datetime.now(UTC) - timedelta(days=8)
        await session.execute(update(Conversation).values(last_inbound_at=long_ago))
    answer = await lucia.post(
        f"conversations/{conversation_id}/messages", {"client_id": str(uuid4()), "text": "¿Sigues ahí?"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "window_closed")
    assert (await lucia.get(f"conversations/{conversation_id}")).json()["window"]["kind"] == "closed"
