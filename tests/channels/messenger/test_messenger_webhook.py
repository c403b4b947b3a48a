"""Who is let in at the webhook, and what becomes of bad input."""

from __future__ import annotations

import json

import pytest

from channels.messenger.deliveries import Delivery
from channels.messenger.signature import HEADER, is_signed, signature_of
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
