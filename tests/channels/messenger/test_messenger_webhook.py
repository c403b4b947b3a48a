"""Who is let in at the webhook, and what becomes of bad input."""

from __future__ import annotations

import json
import secrets
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from app.jobs import PostgresQueue
from channels.messenger.deliveries import Delivery
from channels.messenger.signature import HEADER, is_signed, signature_of
from conversations import service
from conversations.bot_client import FakeBot
from tests.channels.messenger.conftest import SECRET, WEBHOOK, Phone


async def test_meta_is_answered_with_its_challenge(idle_phone: Phone) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "a-word", "hub.challenge": "1158201444"}
    answer = await idle_phone.http.get(WEBHOOK, params=asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"hub.mode": "subscribe", "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.verify_token": "ñ", "hub.challenge": "1"},
        {"hub.mode": "unsubscribe", "hub.verify_token": "a-word", "hub.challenge": "1"},
    ],
)
async def test_whoever_does_not_know_the_word_gets_no_answer(
    idle_phone: Phone, asked: dict[str, str]
) -> None:
    assert (await idle_phone.http.get(WEBHOOK, params=asked)).status_code == 403


@pytest.mark.parametrize(
    ("signature", "status"),
    [
        (None, 401),
        ("", 403),
        ("sha256=", 403),
        ("sha256=" + "0" * 64, 403),
        (signature_of(b"another body", SECRET), 403),
    ],
)
async def test_whoever_is_not_meta_is_not_let_in(
    idle_phone: Phone, signature: str | None, status: int
) -> None:
    genuine = idle_phone.meta.signed(idle_phone.meta.text(idle_phone.id, "hola"))
    headers = {HEADER: signature} if signature is not None else {}
    assert (await idle_phone.deliver(Delivery(genuine.body, headers))).status_code == status
    async with idle_phone.sessions() as session:
        assert not list(await session.scalars(idle_phone.conversations()))


async def test_the_signature_is_over_the_bytes_not_over_what_they_mean(phone: Phone) -> None:
    genuine = phone.meta.signed(phone.meta.text(phone.id, "¡Sí! 🙂"))
    assert b"\\u00a1" in genuine.body
    written_anew = json.dumps(json.loads(genuine.body), ensure_ascii=False).encode()
    assert (await phone.deliver(Delivery(written_anew, genuine.headers))).status_code == 403
    assert (await phone.deliver(genuine)).status_code == 200
    assert await phone.waits() == ["¡Sí! 🙂"]


def test_nothing_is_signed_where_there_is_no_secret() -> None:
    assert not is_signed(signature_of(b"x", ""), "", b"x")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
async def test_what_is_no_json_is_refused(idle_phone: Phone, body: bytes) -> None:
    assert (await idle_phone.deliver(idle_phone.meta.sign(body))).status_code == 400


@pytest.mark.parametrize("body", ["null", "[]", "7", '{"object": "user"}', '{"object": "page", "entry": 1}'])
async def test_what_is_no_delivery_is_taken_and_forgotten(idle_phone: Phone, body: str) -> None:
    assert (await idle_phone.deliver(idle_phone.meta.sign(body.encode()))).status_code == 200


async def test_a_megabyte_is_taken_and_no_more(phone: Phone, bot: FakeBot) -> None:
    padding = {"unknown": "x" * 1_000_000}
    assert (await phone.does({**phone.meta.text(phone.id, "hola"), **padding})).status_code == 200
    assert await phone.waits() == ["hola"]
    too_much = {**phone.meta.text(phone.id, "más"), "unknown": "x" * 1_048_576}
    assert (await phone.does(too_much)).status_code == 413
    assert len(bot.requests) == 1


async def test_what_is_broken_in_a_batch_takes_nothing_else_with_it(phone: Phone) -> None:
    broken = {"sender": {}, "message": {"text": "?"}}
    await phone.does(phone.meta.text(phone.id, "uno"), broken, {"news": 1}, phone.meta.text(phone.id, "dos"))
    assert await phone.waits(2) == ["uno", "dos"]


async def test_control_characters_alone_are_a_message_too(phone: Phone, bot: FakeBot) -> None:
    await phone.does(phone.meta.text(phone.id, "\x00\x01"))
    await phone.sends("hola")
    await phone.until(lambda log: [message.turn for message in log].count("answered") == 2)
    assert len(bot.requests) == 2


async def test_an_id_beyond_all_measure_takes_nothing_else_with_it(idle_phone: Phone) -> None:
    meta, person = idle_phone.meta, idle_phone.id
    long = meta.text(person, "?")
    long["message"]["mid"] = secrets.token_hex(50_000)
    far = meta.delivered(person, secrets.token_hex(50_000))
    assert (await idle_phone.does(long, far, meta.text(person, "hola"))).status_code == 200
    assert [message.text for message in await idle_phone.log()] == ["hola"]


async def test_null_characters_and_halves_of_characters_break_nothing(idle_phone: Phone) -> None:
    meta, person = idle_phone.meta, idle_phone.id
    broken = meta.text(person, "hola \ud83d\x00")
    broken["message"]["mid"] += "\x00\ud83d"
    referred = meta.referral(person, "x\x00\ud83d")
    pressed = meta.quick_reply(person, "S\x00í", "7\x00.1")
    filed = meta.attachment(person, "image", "https://scontent.fbcdn.net/\x00.jpg")
    assert (await idle_phone.does(broken, referred, pressed, filed)).status_code == 200
    assert [message.text for message in await idle_phone.log()] == ["hola ?", "x?", "Sí", ""]


async def test_what_is_delivered_once_more_by_whoever_overheard_it_stores_nothing(idle_phone: Phone) -> None:
    delivery = idle_phone.meta.signed(
        idle_phone.meta.text(idle_phone.id, "hola"), idle_phone.meta.referral(idle_phone.id, "K7PQ2M")
    )
    for _ in range(3):
        assert (await idle_phone.deliver(delivery)).status_code == 200
    conversation = await idle_phone.conversation()
    async with idle_phone.sessions.begin() as session:
        await service.erase_messages(session, PostgresQueue(), conversation_id=conversation.id, up_to=2)
    assert (await idle_phone.deliver(delivery)).status_code == 200
    assert [message.text for message in await idle_phone.log()] == ["", ""]


@pytest.mark.parametrize(
    "referral", [None, 7, "x", [], {"ref": None}, {"ref": {"a": 1}}, {"ref": "x" * 100_000}]
)
async def test_a_referral_of_any_shape_breaks_nothing(idle_phone: Phone, referral: object) -> None:
    meta, person = idle_phone.meta, idle_phone.id
    alone = {**meta.referral(person, None), "referral": referral}
    begun = meta.postback(person, "Empezar", "GET_STARTED")
    begun["postback"]["referral"] = referral
    said = meta.text(person, "hola")
    said["message"]["referral"] = referral
    assert (await idle_phone.does(alone, begun, said)).status_code == 200
    assert [message.text for message in await idle_phone.log()][-2:] == ["Empezar", "hola"]


@pytest.mark.parametrize("metadata", [7, "x", "", {"a": 1}, f"{UUID(int=7)}:1", "x" * 10_000])
async def test_an_echo_with_any_metadata_breaks_nothing(idle_phone: Phone, metadata: object) -> None:
    echo = idle_phone.meta.echo(idle_phone.id, "x", app_id=1)
    echo["message"]["metadata"] = metadata
    assert (await idle_phone.does(echo)).status_code == 200


@pytest.mark.parametrize("signature", [None, "sha256=forged"])
async def test_a_refusal_is_logged_without_what_was_said_and_by_whom(
    idle_phone: Phone, signature: str | None
) -> None:
    genuine = idle_phone.meta.signed(idle_phone.meta.text(idle_phone.id, "secreto"))
    headers = {} if signature is None else {HEADER: signature}
    with capture_logs() as logs:
        await idle_phone.deliver(Delivery(genuine.body, headers))
    (line,) = [one for one in logs if one["event"] == "channel.refused"]
    reason = "unsigned" if signature is None else "forged"
    assert line == {
        "event": "channel.refused",
        "log_level": "warning",
        "channel": "messenger",
        "reason": reason,
    }
    assert "secreto" not in str(logs) and idle_phone.id not in str(logs)
