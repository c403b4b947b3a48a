"""From a signed webhook to what the phone shows: the real SDK against the emulator, a fake bot, the real database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.jobs import PostgresQueue, job_app, run_worker
from channels import telegram
from channels.ports import ChannelPorts
from channels.telegram.emulator import TelegramEmulator
from channels.telegram.settings import TelegramSettings
from channels.telegram.signature import HEADER
from conversations.answering import answer_conversation
from conversations.bot_client import FakeBot
from conversations.delivering import deliver_conversation
from conversations.error_handlers import install_error_handlers
from conversations.ports import ANSWER_CONVERSATION, DELIVER_CONVERSATION
from conversations.realtime import Hub
from conversations.schemas import Button, Intent, Reply, TurnRequest, TurnResult
from tests.channels.conftest import Sessions, serving

SECRET = "a-webhook-secret"
_updates = count(1000)


@dataclass
class Phone:
    """A person with Telegram."""

    http: httpx.AsyncClient
    emulator: TelegramEmulator
    chat: int = field(default_factory=lambda: next(_updates))

    async def sends(self, secret: str | None = SECRET, **content: Any) -> httpx.Response:
        """Telegram delivers a message of this person."""
        return await self.deliver({"update_id": next(_updates), "message": self.message(**content)}, secret)

    async def presses(self, data: str) -> httpx.Response:
        """Telegram delivers the press of a button."""
        pressed = {"id": "77", "from": self.person, "data": data, "message": self.message(text="...")}
        return await self.deliver({"update_id": next(_updates), "callback_query": pressed})

    async def deliver(self, update: Any, secret: str | None = SECRET) -> httpx.Response:
        headers = {HEADER: secret} if secret is not None else {}
        return await self.http.post("/channels/telegram/webhook", json=update, headers=headers)

    @property
    def person(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": "Lucía", "language_code": "es"}

    def message(self, **content: Any) -> dict[str, Any]:
        chat = {"id": self.chat, "type": "private", "first_name": "Lucía"}
        return {
            "message_id": next(_updates),
            "date": 1795568233,
            "chat": chat,
            "from": self.person,
            **content,
        }

    def shows(self) -> list[str]:
        """What it shows of ours."""
        return [message["text"] for message in self.emulator.chats[str(self.chat)]]

    def keyboard(self) -> list[list[dict[str, str]]]:
        """Below the newest message."""
        rows: list[list[dict[str, str]]] = json.loads(
            self.emulator.chats[str(self.chat)][-1]["reply_markup"]
        )["inline_keyboard"]
        return rows

    async def waits(self, until: Callable[[list[str]], bool], seconds: float = 15.0) -> list[str]:
        async with asyncio.timeout(seconds):
            while not until(self.shows()):
                await self.emulator.taken.wait()
        return self.shows()


@pytest.fixture
async def phone(database_url: str, sessions: Sessions, hub: Hub, bot: FakeBot) -> AsyncIterator[Phone]:
    """A phone, and everything between it and the bot."""
    emulator = TelegramEmulator("1:simulator")
    app = FastAPI()
    install_error_handlers(app)
    app.include_router(emulator.router(), prefix="/simulator/telegram")
    queue = PostgresQueue()
    ports = ChannelPorts(sessions=sessions, queue=queue, hub=hub, visitor_secret="v")
    app.include_router(telegram.telegram_router(ports, SECRET))

    async def nothing_due() -> None: ...

    async with serving(app) as address:
        access = TelegramSettings(token="1:simulator", api=f"http://{address}/simulator/telegram")
        sender, stop = telegram.sender(access), asyncio.Event()
        works = {
            ANSWER_CONVERSATION: partial(answer_conversation, sessions=sessions, bot=bot, queue=queue),
            DELIVER_CONVERSATION: partial(
                deliver_conversation, sessions=sessions, senders={"telegram": sender}
            ),
        }
        worker = asyncio.create_task(run_worker(job_app(database_url, works, every_minute=nothing_due), stop))
        async with httpx.AsyncClient(base_url=f"http://{address}", timeout=30) as http:
            yield Phone(http, emulator)
        stop.set()
        await worker
        await sender.aclose()


async def test_a_message_is_answered_on_the_phone(phone: Phone) -> None:
    assert (await phone.sends(text="hola")).status_code == 200
    assert await phone.waits(bool) == ["hola"]


async def test_a_button_is_pressed_by_its_token_and_acknowledged(phone: Phone, bot: FakeBot) -> None:
    def answer(request: TurnRequest) -> TurnResult:
        buttons = [
            Button(title="Sí, reservar", payload="/book"),
            Button(title="Otras", payload="/see_options"),
        ]
        replies = [Reply(text=request.payload or "¿Reservamos?", buttons=buttons)]
        return TurnResult(replies=replies, language="es", intent=Intent(name="x"))

    bot.answer = answer
    await phone.sends(text="hola")
    await phone.waits(bool)
    other = phone.keyboard()[0][1]
    assert other["text"] == "Otras"
    pressed = await phone.presses(other["callback_data"])
    assert pressed.json() == {"method": "answerCallbackQuery", "callback_query_id": "77"}
    assert (await phone.waits(lambda shown: len(shown) == 2))[-1] == "/see_options"


async def test_three_deliveries_of_one_update_are_one_message(phone: Phone, bot: FakeBot) -> None:
    update = {"update_id": next(_updates), "message": phone.message(text="una vez")}
    answers = await asyncio.gather(*(phone.deliver(update) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    await phone.waits(bool)
    assert len(bot.requests) == 1


@pytest.mark.parametrize(("secret", "status"), [(None, 401), ("", 403), ("wrong", 403)])
async def test_whoever_is_not_telegram_is_not_let_in(phone: Phone, secret: str | None, status: int) -> None:
    assert (await phone.sends(secret, text="hola")).status_code == status


async def test_a_reply_that_comes_too_fast_is_sent_when_telegram_says(phone: Phone) -> None:
    phone.emulator.limit(after=1)
    phone.emulator.fail()
    await phone.sends(text="hola")
    assert await phone.waits(bool) == ["hola"]


async def test_a_long_answer_arrives_in_pieces_in_order(phone: Phone, bot: FakeBot) -> None:
    long = " ".join(f"Frase número {number}." for number in range(600))
    bot.answer = lambda _: TurnResult(replies=[Reply(text=long)], language="es")
    await phone.sends(text="hola")
    shown = await phone.waits(lambda shown: len(shown) >= 3)
    assert " ".join(shown) == long


async def test_groups_are_left_alone(phone: Phone, bot: FakeBot) -> None:
    message = {**phone.message(text="hola"), "chat": {"id": -100, "type": "supergroup"}}
    assert (await phone.deliver({"update_id": next(_updates), "message": message})).status_code == 200
    assert bot.requests == []


@pytest.mark.parametrize("update", [{}, {"update_id": "x"}, [], "x", {"update_id": 1, "message": {}}, 7])
async def test_what_is_no_update_is_taken_and_forgotten(phone: Phone, update: object) -> None:
    assert (await phone.deliver(update)).status_code == 200
