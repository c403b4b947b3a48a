"""The widget protocol over plain HTTP."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import httpx
import pytest

import texts
from app.composition import hub_for
from app.database import engine_for, sessions_for
from channels.web.limits import RateLimit, TooManyMessages
from channels.web.token import TokenInvalid, VisitorTokens
from conversations.body_limits import MOST_BYTES
from conversations.bot_client import FakeBot
from conversations.realtime import Hub
from tests.channels.conftest import Sessions, Visitor, visit, web_app
from tests.serving import serving


@pytest.mark.parametrize(
    ("wanted", "browser", "given"),
    [("pt", "en", "pt"), (None, "pt-BR,pt;q=0.9", "pt"), (None, "fr", "es"), ("fr", "en-GB", "en")],
)
async def test_a_conversation_speaks_the_page_s_language_or_the_browser_s(
    http: httpx.AsyncClient, wanted: str | None, browser: str, given: str
) -> None:
    answer = await http.post(
        "/channels/web/conversations", json={"language": wanted}, headers={"Accept-Language": browser}
    )
    assert (answer.status_code, answer.json()["language"]) == (201, given)


async def test_the_same_client_id_is_one_message_even_when_it_comes_three_times_at_once(
    visitor: Visitor,
) -> None:
    client_id = str(uuid4())
    answers = await asyncio.gather(*(visitor.send("hola", client_id=client_id) for _ in range(3)))
    assert [(answer.status_code, answer.json()) for answer in answers] == [(202, {"offset": 1})] * 3
    page = await visitor.read()
    assert [message["client_id"] for message in page["messages"]] == [client_id]


async def test_two_visitors_may_choose_the_same_client_id(visitor: Visitor, http: httpx.AsyncClient) -> None:
    other = await visit(visitor.address, http)
    client_id = str(uuid4())
    for someone in (visitor, other):
        assert (await someone.send("hola", client_id=client_id)).status_code == 202
        assert len((await someone.read())["messages"]) == 1


async def test_a_message_has_the_fields_of_the_protocol_and_none_of_the_console_s(visitor: Visitor) -> None:
    await visitor.send("hola")
    (message,) = (await visitor.read())["messages"]
    assert set(message) == {
        "offset", "id", "direction", "sender", "agent", "text", "buttons", "cards", "attachments", "location", "at", "client_id",
    }  # fmt: skip


@pytest.mark.usefixtures("worker")
async def test_a_long_poll_returns_as_soon_as_the_bot_has_answered(visitor: Visitor) -> None:
    await visitor.send("hola")
    async with asyncio.timeout(10):
        page = await visitor.read(after=1, wait=20)
    while not page["messages"]:
        page = await visitor.read(after=1, wait=20)
    assert [message["text"] for message in page["messages"]] == ["hola"]
    assert (page["offset"], page["typing"], page["recovered"]) == (2, False, True)


async def test_a_poll_with_nothing_to_tell_comes_back_empty_with_the_same_offset(visitor: Visitor) -> None:
    assert await visitor.read() == {
        "messages": [],
        "offset": 0,
        "erased_to": 0,
        "typing": False,
        "recovered": True,
    }


async def test_the_bot_is_typing_while_a_message_waits_for_it(visitor: Visitor) -> None:
    await visitor.send("hola")
    assert (await visitor.read(after=1))["typing"] is True


async def test_an_offset_that_was_never_ours_is_told_to_start_over(visitor: Visitor) -> None:
    await visitor.send("hola")
    page = await visitor.read(after=40)
    assert (page["recovered"], page["offset"], len(page["messages"])) == (False, 1, 1)


@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer forged", "Basic eA=="])
async def test_without_a_good_token_nothing_is_read_or_written(
    visitor: Visitor, authorization: str | None
) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    body = {"client_id": str(uuid4()), "text": "hola"}
    for answer in (
        await visitor.http.get("/channels/web/messages", headers=headers),
        await visitor.http.post("/channels/web/messages", headers=headers, json=body),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "token_invalid")
    assert (await visitor.read())["messages"] == []


async def test_a_token_opens_its_own_conversation_only(visitor: Visitor, http: httpx.AsyncClient) -> None:
    other = await visit(visitor.address, http)
    await other.send("es privado")
    assert (await visitor.read())["messages"] == []
    assert VisitorTokens("a-visitor-secret").read(visitor.token) == visitor.id


def test_a_token_signed_with_another_secret_is_refused() -> None:
    token = VisitorTokens("theirs").issue(uuid4())
    with pytest.raises(TokenInvalid):
        VisitorTokens("ours").read(token)


async def test_a_token_of_a_conversation_that_is_no_more_is_refused(visitor: Visitor) -> None:
    visitor.token = VisitorTokens("a-visitor-secret").issue(uuid4())
    assert (await visitor.send("hola")).status_code == 401


@pytest.mark.parametrize("language", texts.LANGUAGES)
async def test_a_text_that_is_too_long_is_refused_in_the_reader_s_language(
    address: str, http: httpx.AsyncClient, language: str
) -> None:
    visitor = await visit(address, http, language)
    answer = await visitor.send("a" * 10_001)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (422, "text_too_long")
    assert error["text"] == texts.say(language, "errors.text_too_long", limit="10\N{THIN SPACE}000")
    assert (await visitor.send("🦙" * 10_000)).status_code == 202


async def test_more_bytes_than_any_message_has_are_not_even_read(visitor: Visitor) -> None:
    async def endless() -> object:
        for _ in range(MOST_BYTES // 1024 + 2):
            yield b" " * 1024

    headers = {**visitor.bearer, "Content-Type": "application/json"}
    for content in (b" " * (MOST_BYTES + 1), endless()):
        answer = await visitor.http.post("/channels/web/messages", headers=headers, content=content)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "body_too_large")


async def test_half_a_character_is_shown_as_missing(visitor: Visitor) -> None:
    content = b'{"client_id": "%s", "text": "hola \\ud83d \\u0000"}' % str(uuid4()).encode()
    headers = {**visitor.bearer, "Content-Type": "application/json"}
    assert (
        await visitor.http.post("/channels/web/messages", headers=headers, content=content)
    ).status_code == 202
    assert (await visitor.read())["messages"][0]["text"] == "hola ? "


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"text": "hola"}',
        b'{"client_id": "x", "text": "hola"}',
        b'{"client_id": 1}',
        b"\xff",
    ],
)
async def test_a_body_that_is_no_message_is_refused_and_not_repeated(visitor: Visitor, body: bytes) -> None:
    headers = {**visitor.bearer, "Content-Type": "application/json"}
    answer = await visitor.http.post("/channels/web/messages", headers=headers, content=body)
    assert answer.status_code in {400, 422}
    assert answer.json() == {
        "error": {"code": "invalid_request", "text": texts.say("es", "errors.invalid_request")}
    }


@pytest.mark.parametrize("after", ["-1", "x", str(2**40)])
async def test_an_offset_that_is_none_is_refused(visitor: Visitor, after: str) -> None:
    answer = await visitor.http.get("/channels/web/messages", params={"after": after}, headers=visitor.bearer)
    assert answer.status_code == 422


async def test_who_sends_faster_than_anybody_writes_is_asked_to_wait(visitor: Visitor) -> None:
    answers = await asyncio.gather(*(visitor.send("hola") for _ in range(45)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].json()["error"]["text"] == texts.say("es", "errors.too_many_messages")
    assert int(refused[0].headers["Retry-After"]) >= 1


def test_the_limit_refills_with_time_and_is_each_conversation_s_own() -> None:
    now = 0.0
    limit = RateLimit(burst=2, per_second=1, clock=lambda: now)
    one, other = uuid4(), uuid4()
    limit.take(one)
    limit.take(one)
    with pytest.raises(TooManyMessages):
        limit.take(one)
    limit.take(other)
    now = 1.0
    limit.take(one)
    with pytest.raises(TooManyMessages):
        limit.take(one)


async def test_the_database_down_is_a_503_that_says_when_to_come_back() -> None:
    engine = engine_for("postgresql://nobody@127.0.0.1:1/nothing")
    app = web_app(sessions_for(engine), hub_for(str(engine.url), sessions_for(engine)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as client:
        headers = {"Authorization": f"Bearer {VisitorTokens('a-visitor-secret').issue(uuid4())}"}
        body = {"client_id": str(uuid4()), "text": "hola"}
        for answer in (
            await client.post("/channels/web/conversations", json={"language": "en"}),
            await client.post("/channels/web/messages", json=body, headers=headers),
            await client.get("/channels/web/messages", headers=headers),
        ):
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
            assert answer.json()["error"]["code"] == "unavailable"
    await engine.dispose()


@pytest.mark.parametrize(
    ("origin", "allowed"), [("https://viajes.example", True), ("https://elsewhere.example", False)]
)
async def test_only_the_listed_sites_may_read_the_widget_s_answers(
    sessions: Sessions, hub: Hub, origin: str, allowed: bool
) -> None:
    app = web_app(sessions, hub, origins=("https://viajes.example",))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as client:
        answer = await client.post("/channels/web/conversations", json={}, headers={"Origin": origin})
        assert ("access-control-allow-origin" in answer.headers) == allowed
        refused = await client.get("/channels/web/messages", headers={"Origin": origin})
        assert refused.status_code == 401
        assert ("access-control-allow-origin" in refused.headers) == allowed
        console = await client.get("/console/bookings/K7PQ2M", headers={"Origin": origin})
        assert "access-control-allow-origin" not in console.headers


async def test_the_demo_page_and_the_widget_s_files_are_served_and_asked_for_each_time(
    http: httpx.AsyncClient,
) -> None:
    for path, kind in (
        ("/", "text/html"),
        ("/widget.js", "text/javascript"),
        ("/widget/connection.js", "text/javascript"),
        ("/widget/widget.css", "text/css"),
    ):
        answer = await http.get(path)
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, kind)
        assert answer.headers["cache-control"] == "no-cache"
    assert (await http.get("/widget/../../ports.py")).status_code == 404


@pytest.mark.parametrize("language", texts.LANGUAGES)
async def test_the_widget_gets_its_own_words(http: httpx.AsyncClient, language: str) -> None:
    assert (await http.get(f"/channels/web/texts/{language}")).json() == texts.subtree(language, "widget")


async def test_words_of_a_language_that_we_do_not_speak_are_not_found(http: httpx.AsyncClient) -> None:
    answer = await http.get("/channels/web/texts/fr", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert answer.json()["error"]["text"] == texts.say("en", "errors.not_found")


@pytest.mark.usefixtures("worker")
async def test_an_outage_reaches_the_traveller_in_their_language_and_the_answer_follows(
    address: str, http: httpx.AsyncClient, bot: FakeBot
) -> None:
    bot.down = True
    visitor = await visit(address, http, "pt")
    await visitor.send("oi")
    page = await visitor.read(after=1, wait=20)
    while not page["messages"]:
        page = await visitor.read(after=1, wait=20)
    assert page["messages"][0]["text"] == texts.say("pt", "bot.unavailable")
    assert page["typing"] is False
    bot.down = False
    assert (await visitor.read(after=2, wait=20))["messages"][0]["text"] == "oi"


async def test_a_server_that_stops_lets_polls_go(sessions: Sessions, database_url: str) -> None:
    hub = hub_for(database_url, sessions)
    async with serving(web_app(sessions, hub)) as address, httpx.AsyncClient(timeout=30) as client:
        client.base_url = httpx.URL(f"http://{address}")
        visitor = await visit(address, client)
        polling = asyncio.create_task(visitor.read(wait=20))
        await visitor.read()
        hub.close()
        async with asyncio.timeout(5):
            assert (await polling)["messages"] == []
