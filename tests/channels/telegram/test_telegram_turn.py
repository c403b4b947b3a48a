"""From a signed webhook to what the phone shows: the real SDK against the emulator, a fake bot, the real database."""

from __future__ import annotations

import asyncio
import json
import time

import pytest

from channels.telegram.signature import HEADER
from conversations.bot_client import FakeBot
from conversations.schemas import Button, Intent, Reply, TurnRequest, TurnResult
from tests.channels.telegram.conftest import SECRET, Phone


def asking(request: TurnRequest) -> TurnResult:
    """A bot that asks with two buttons, and says back the payload of one that was pressed."""
    buttons = [Button(title="Sí, reservar", payload="/book"), Button(title="Otras", payload="/see_options")]
    reply = Reply(text=request.payload or "¿Reservamos?", buttons=[] if request.payload else buttons)
    return TurnResult(replies=[reply], language="es", intent=Intent(name="x"))


async def test_a_message_is_answered_on_the_phone(phone: Phone) -> None:
    assert (await phone.types("hola")).status_code == 200
    assert await phone.waits() == ["hola"]


async def test_a_button_is_pressed_by_its_token_and_acknowledged(phone: Phone, bot: FakeBot) -> None:
    bot.answer = asking
    await phone.types("hola")
    await phone.waits()
    pressed = await phone.presses("Otras")
    assert pressed.json()["method"] == "answerCallbackQuery"
    assert phone.emulator.waiting == set()
    assert (await phone.waits(lambda texts: len(texts) == 2))[-1] == "/see_options"


async def test_three_deliveries_of_one_update_are_one_message(phone: Phone, bot: FakeBot) -> None:
    message = phone.emulator.message(phone.address, text="una vez")
    update = {"update_id": time.time_ns(), "message": message}
    answers = await asyncio.gather(*(phone.deliver(update) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    await phone.waits()
    assert len(bot.requests) == 1


async def test_a_name_that_no_database_can_keep_stands_in_nobodys_way(phone: Phone) -> None:
    message = phone.emulator.message(phone.address, text="hola \ud83d")
    odd = {**message, "from": {**message["from"], "first_name": "Ana\x00 \ud800"}}
    body = json.dumps({"update_id": time.time_ns(), "message": odd}).encode()
    answer = await phone.http.post("/channels/telegram/webhook", content=body, headers={HEADER: SECRET})
    assert answer.status_code == 200
    await phone.waits()


@pytest.mark.parametrize(("secret", "status"), [(None, 401), ("", 403), ("wrong", 403)])
async def test_whoever_is_not_telegram_is_not_let_in(
    idle_phone: Phone, secret: str | None, status: int
) -> None:
    message = idle_phone.emulator.message(idle_phone.address, text="hola")
    answer = await idle_phone.deliver({"update_id": time.time_ns(), "message": message}, secret)
    assert answer.status_code == status


async def test_a_reply_that_comes_too_fast_is_sent_when_telegram_says(phone: Phone) -> None:
    phone.emulator.limit(after=1)
    phone.emulator.fail()
    await phone.types("hola")
    assert await phone.waits() == ["hola"]


async def test_a_long_answer_arrives_in_pieces_in_order(phone: Phone, bot: FakeBot) -> None:
    long = " ".join(f"Frase número {number}." for number in range(600))
    bot.answer = lambda _: TurnResult(replies=[Reply(text=long)], language="es")
    await phone.types("hola")
    assert " ".join(await phone.waits(lambda texts: len(texts) >= 3)) == long


async def test_groups_are_left_alone(phone: Phone, bot: FakeBot) -> None:
    message = {
        **phone.emulator.message(phone.address, text="hola"),
        "chat": {"id": -100, "type": "supergroup"},
    }
    assert (await phone.deliver({"update_id": time.time_ns(), "message": message})).status_code == 200
    assert bot.requests == []


@pytest.mark.parametrize("update", [{}, {"update_id": "x"}, [], "x", {"update_id": 1, "message": {}}, 7])
async def test_what_is_no_update_is_taken_and_forgotten(idle_phone: Phone, update: object) -> None:
    assert (await idle_phone.deliver(update)).status_code == 200


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/start", "/greet"),
        ("/agent", "/request_human"),
        ("/start K7PQ2M", '/booking_status{"reference": "K7PQ2M"}'),
    ],
)
async def test_a_command_of_the_menu_reaches_the_bot(
    phone: Phone, bot: FakeBot, typed: str, meant: str
) -> None:
    await phone.types(typed)
    await phone.waits()
    assert [request.payload for request in bot.requests] == [meant]


async def test_a_photo_and_a_voice_note_are_answered_kindly_without_the_bot(
    phone: Phone, bot: FakeBot
) -> None:
    await phone.emulator.send_file(phone.address, "photo")
    await phone.emulator.send_file(phone.address, "voice")
    first, second = await phone.waits(lambda texts: len(texts) == 2)
    assert first != second
    assert bot.requests == []
