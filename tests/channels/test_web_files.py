"""The widget sends files; agents read them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from app.jobs import PostgresQueue
from channels.samples import PHOTO
from conversations import service
from conversations.body_limits import MOST_FILE_BYTES
from conversations.media.store import MemoryStore
from conversations.media.tending import tend_media
from conversations.realtime import Hub
from conversations.schemas import Location
from tests.channels.conftest import (
    CONSOLE_TOKEN,
    Json,
    Sessions,
    Visitor,
    hear,
    serving,
    visit,
    web_app,
)
from tests.channels.outbound import keep, put_out

AGENT = {"Authorization": f"Bearer {CONSOLE_TOKEN}"}
PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 20


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
async def address(sessions: Sessions, hub: Hub, store: MemoryStore) -> AsyncIterator[str]:
    async with serving(web_app(sessions, hub, media=store)) as address:
        yield address


async def upload(
    visitor: Visitor, content: bytes, *, mime: str = "", name: str = "", client_id: str = "", **headers: str
) -> httpx.Response:
    told = {"Content-Type": mime, "X-File-Name": quote(name), **visitor.bearer, **headers}
    return await visitor.http.post(
        "/channels/web/files",
        params={"client_id": client_id or str(uuid4())},
        content=content,
        headers=told,
    )


async def console(visitor: Visitor) -> list[Json]:
    """The messages as agents see them."""
    path = f"/console/conversations/{visitor.id}/messages"
    messages: list[Json] = (await visitor.http.get(path, headers=AGENT)).json()["messages"]
    return messages


async def test_a_file_becomes_a_message_that_shows_its_name(visitor: Visitor, store: MemoryStore) -> None:
    sent = await upload(visitor, PDF, mime="application/pdf", name="pasaporte de José.pdf")
    assert (sent.status_code, sent.json()) == (202, {"offset": 1})
    (message,) = (await visitor.read())["messages"]
    file = {"id": None, "name": "pasaporte de José.pdf", "type": "application/pdf", "size": len(PDF)}
    assert (message["direction"], message["text"], message["attachments"]) == ("in", "", [file])
    assert list(store.files.values()) == [PDF]


async def test_it_is_told_to_open_widgets_under_the_senders_own_id(visitor: Visitor) -> None:
    client_id = str(uuid4())
    async with visitor.socket() as socket:
        await upload(visitor, PHOTO, name="playa.jpg", client_id=client_id)
        frames = await hear(socket, lambda frame: frame["type"] == "message")
    message = frames[-1]["message"]
    assert (message["client_id"], message["attachments"][0]["name"]) == (client_id, "playa.jpg")


async def test_the_same_file_sent_again_is_the_same_message(visitor: Visitor, store: MemoryStore) -> None:
    client_id = str(uuid4())
    answers = await asyncio.gather(*(upload(visitor, PHOTO, client_id=client_id) for _ in range(3)))
    answers.append(await upload(visitor, PHOTO, client_id=client_id))
    assert {(answer.status_code, answer.json()["offset"]) for answer in answers} == {(202, 1)}
    assert len(store.files) == 1


@pytest.mark.parametrize(
    ("content", "mime", "status", "code"),
    [
        (PHOTO, "image/png", 415, "file_other_type"),
        (b"<html><script>alert(1)</script>", "image/png", 415, "file_type_not_kept"),
        (b"MZ\x90", "application/octet-stream", 415, "file_type_not_kept"),
        (b"", "image/png", 422, "file_empty"),
        (PDF + bytes(MOST_FILE_BYTES), "application/pdf", 413, "file_too_large"),
    ],
)
async def test_what_is_not_kept_is_refused_in_words(
    visitor: Visitor, store: MemoryStore, content: bytes, mime: str, status: int, code: str
) -> None:
    refused = await upload(visitor, content, mime=mime)
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)
    assert "archivo" in refused.json()["error"]["text"]
    assert (await visitor.read())["messages"] == []
    assert store.files == {}


async def test_ten_megabytes_are_taken(visitor: Visitor) -> None:
    whole = PDF + bytes(MOST_FILE_BYTES - len(PDF))
    assert (await upload(visitor, whole, mime="application/pdf")).status_code == 202


async def test_nobody_sends_a_file_into_someone_elses_conversation(
    visitor: Visitor, store: MemoryStore
) -> None:
    refused = await upload(visitor, PHOTO, Authorization="Bearer nonsense")
    assert refused.status_code == 401
    assert store.files == {}


async def test_many_files_at_once_are_too_many(visitor: Visitor) -> None:
    statuses = [(await upload(visitor, PDF)).status_code for _ in range(8)]
    assert statuses == [202] * 6 + [429] * 2


async def test_an_upload_that_breaks_off_leaves_nothing(visitor: Visitor, store: MemoryStore) -> None:
    async def half() -> AsyncIterator[bytes]:
        yield PDF
        raise ConnectionError

    url = f"/channels/web/files?client_id={uuid4()}"
    with pytest.raises(ConnectionError):
        await visitor.http.post(url, content=half(), headers=visitor.bearer)
    assert (await visitor.read())["messages"] == []
    assert store.files == {}


async def test_another_site_may_upload_where_it_may_embed(address: str, http: httpx.AsyncClient) -> None:
    asked = {
        "Origin": "https://viajes.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,x-file-name",
    }
    assert (await http.options("/channels/web/files", headers=asked)).status_code == 200


async def test_agents_read_it_as_a_file_and_never_as_a_page(visitor: Visitor) -> None:
    await upload(visitor, PHOTO, mime="image/jpeg", name='pla"ya.html')
    (message,) = await console(visitor)
    (file,) = message["attachments"]
    assert (message["kind"], file["type"], file["refused"]) == ("image", "image/jpeg", None)

    path = f"/console/conversations/{visitor.id}/media/{file['media_id']}"
    read = await visitor.http.get(path, headers=AGENT)
    assert read.content == PHOTO
    assert read.headers["Content-Type"] == "image/jpeg"
    assert read.headers["Content-Disposition"] == "attachment; filename*=UTF-8''pla%22ya.html.jpg"
    assert read.headers["X-Content-Type-Options"] == "nosniff"
    assert read.headers["Cache-Control"].startswith("private")


async def test_nobody_else_reads_it(visitor: Visitor, http: httpx.AsyncClient, address: str) -> None:
    await upload(visitor, PHOTO)
    (message,) = await console(visitor)
    media_id = message["attachments"][0]["media_id"]
    path = f"/console/conversations/{visitor.id}/media/{media_id}"
    assert (await http.get(path)).status_code == 401
    assert (await http.get(path, headers=visitor.bearer)).status_code == 401
    other = await visit(address, http)
    elsewhere = f"/console/conversations/{other.id}/media/{media_id}"
    assert (await http.get(elsewhere, headers=AGENT)).status_code == 404


async def test_what_was_erased_is_not_read_any_more(
    visitor: Visitor, sessions: Sessions, store: MemoryStore
) -> None:
    await upload(visitor, PHOTO)
    (message,) = await console(visitor)
    async with sessions.begin() as session:
        await service.erase_messages(session, PostgresQueue(), conversation_id=visitor.id, up_to=1)
    path = f"/console/conversations/{visitor.id}/media/{message['attachments'][0]['media_id']}"
    assert (await visitor.http.get(path, headers=AGENT)).status_code == 404
    assert "playa" not in json.dumps(await console(visitor))
    await tend_media(visitor.id, sessions=sessions, fetchers={}, store=store)
    assert store.files == {}


async def test_what_an_agent_sent_is_told_with_its_id_and_read_with_the_conversations_token(
    visitor: Visitor, store: MemoryStore, sessions: Sessions
) -> None:
    file = await keep(store, visitor.id, "voucher.pdf", "application/pdf", PDF)
    place = Location(latitude=-13.5, longitude=-71.9, name="Hotel")
    await put_out(sessions, visitor.id, text="Aquí está", attachments=(file,), location=place)
    (message,) = (await visitor.read())["messages"]
    assert message["attachments"] == [
        {"id": str(file.media_id), "name": "voucher.pdf", "type": "application/pdf", "size": len(PDF)}
    ]
    assert message["location"] == {"latitude": -13.5, "longitude": -71.9, "name": "Hotel", "address": None}
    answer = await visitor.http.get(f"/channels/web/files/{file.media_id}", headers=visitor.bearer)
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")


async def test_files_of_others_and_files_that_never_were_are_not_found(
    visitor: Visitor, store: MemoryStore, sessions: Sessions, address: str, http: httpx.AsyncClient
) -> None:
    file = await keep(store, visitor.id, "voucher.pdf", "application/pdf", PDF)
    await put_out(sessions, visitor.id, attachments=(file,))
    other = await visit(address, http)
    path = f"/channels/web/files/{file.media_id}"
    assert (await http.get(path, headers=other.bearer)).status_code == 404
    assert (await http.get(path)).status_code == 401
    assert (await http.get(f"/channels/web/files/{uuid4()}", headers=visitor.bearer)).status_code == 404
    store.files.clear()
    assert (await http.get(path, headers=visitor.bearer)).status_code == 404
