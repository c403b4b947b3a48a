"""In groups the bot says once where it talks, and else keeps silent; channels it leaves."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

import texts
from channels.telegram.groups import QUIET_FOR, Groups
from conversations.bot_client import FakeBot
from conversations.models import Contact
from tests.channels.telegram.conftest import Phone
from tests.channels.telegram.test_telegram_parse import update

BOT = 1
Json = dict[str, Any]


def groups(now: list[float] | None = None) -> Groups:
    found = Groups(BOT, clock=lambda: now[0] if now else 0.0)
    found.username = "altamar_bot"
    return found


def said(text: str, *entities: Json, **more: Any) -> Json:
    """A message in a group."""
    message = {**update("group")["message"], "text": text, "entities": list(entities), **more}
    return {"update_id": 1, "message": message}


def entity(kind: str, offset: int, length: int, **more: Any) -> Json:
    return {"type": kind, "offset": offset, "length": length, **more}


def test_let_into_a_group_it_says_where_it_talks() -> None:
    told = groups().answer(update("added_to_group"))
    assert told is not None
    assert (told["method"], told["text"]) == ("sendMessage", texts.say("es", "telegram.group.text"))
    ((key,),) = told["reply_markup"]["inline_keyboard"]
    assert key["url"] == "https://t.me/altamar_bot?start=group"


def test_let_into_a_channel_it_leaves() -> None:
    told = groups().answer(update("added_to_channel"))
    assert told == {"method": "leaveChat", "chat_id": -1001234567890}


def test_put_out_or_promoted_it_says_nothing() -> None:
    moved = update("added_to_group")
    for was, now in (("member", "left"), ("member", "administrator"), ("left", "kicked")):
        moved["my_chat_member"]["old_chat_member"]["status"] = was
        moved["my_chat_member"]["new_chat_member"]["status"] = now
        assert groups().answer(moved) is None


@pytest.mark.parametrize(
    "update",
    [
        said("🏖 @Altamar_Bot ¿qué tal?", entity("mention", 3, 12)),
        said("tú", entity("text_mention", 0, 2, user={"id": BOT})),
        said("/help", entity("bot_command", 0, 5)),
        said("/start@altamar_bot", entity("bot_command", 0, 18)),
        said("sí", reply_to_message={"message_id": 3, "from": {"id": BOT}}),
    ],
)
def test_addressed_by_mention_command_or_reply_it_answers_who_asked(update: Json) -> None:
    told = groups().answer(update)
    assert told is not None
    assert told["reply_parameters"]["message_id"] == update["message"]["message_id"]


@pytest.mark.parametrize(
    "update",
    [
        said("hola a todos"),
        said("@another_bot hola", entity("mention", 0, 12)),
        said("/help@another_bot", entity("bot_command", 0, 17)),
        said("/weather", entity("bot_command", 0, 8)),
        said("sí", reply_to_message={"message_id": 3, "from": {"id": 7}}),
    ],
)
def test_what_others_say_to_each_other_is_left_alone(update: Json) -> None:
    assert groups().answer(update) is None


def test_a_group_is_told_once_a_day_and_each_group_for_itself() -> None:
    now = [0.0]
    talking = groups(now)
    asked = said("/help", entity("bot_command", 0, 5))
    elsewhere = said("/help", entity("bot_command", 0, 5), chat={"id": -5, "type": "group"})
    assert talking.answer(asked) and talking.answer(elsewhere)
    now[0] = QUIET_FOR - 1
    assert talking.answer(asked) is None
    now[0] = QUIET_FOR
    assert talking.answer(asked)


def test_it_answers_in_the_topic_where_it_was_asked() -> None:
    asked = said("/help", entity("bot_command", 0, 5), is_topic_message=True, message_thread_id=12)
    told = groups().answer(asked)
    assert told is not None
    assert told["message_thread_id"] == 12


async def test_a_group_gets_its_answer_with_the_receipt_and_nothing_of_it_is_kept(
    phone: Phone, bot: FakeBot
) -> None:
    asked = said("/help@simulator_bot", entity("bot_command", 0, 19))
    answer = await phone.emulator.deliver(message=asked["message"])
    assert answer.json()["method"] == "sendMessage"
    group = str(asked["message"]["chat"]["id"])
    assert [message["text"] for message in phone.emulator.sent(group)] == [
        texts.say("es", "telegram.group.text")
    ]
    async with phone.ports.sessions() as session:
        assert await session.scalar(select(Contact.id).where(Contact.address == group)) is None
    assert bot.requests == []


async def test_a_channel_is_left(idle_phone: Phone) -> None:
    await idle_phone.emulator.deliver(my_chat_member=update("added_to_channel")["my_chat_member"])
    assert idle_phone.emulator.left == ["-1001234567890"]
