"""The menu, messages that are fetched, and whether Telegram knows us; all through the SDK against the emulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Bot

import texts
from channels import telegram
from channels.telegram.groups import Groups
from channels.telegram.menu import COMMANDS, set_menu
from channels.telegram.polling import poll
from channels.telegram.reception import Reception
from channels.telegram.send import bot_of
from channels.telegram.turning import PageTurner
from conversations.bot_client import FakeBot
from tests.channels.telegram.conftest import Phone
from tests.channels.telegram.test_telegram_parse import update
from tests.channels.telegram.test_telegram_turn import asking


@pytest.fixture
async def telegram_bot(idle_phone: Phone) -> AsyncIterator[Bot]:
    bot = bot_of(idle_phone.access)
    yield bot
    await bot.shutdown()


@asynccontextmanager
async def polling(phone: Phone, bot: Bot) -> AsyncIterator[None]:
    """From when no webhook is set any more."""
    turner = PageTurner(bot_of(phone.access), phone.ports, "")
    task = asyncio.create_task(poll(bot, Reception(phone.ports, turner, Groups(1))))
    async with asyncio.timeout(15):
        while phone.emulator.webhook["url"]:
            await phone.emulator.taken.wait()
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await turner.aclose()


async def test_the_menu_is_set_in_every_language(idle_phone: Phone, telegram_bot: Bot) -> None:
    idle_phone.emulator.menus.clear()
    await set_menu(telegram_bot)
    assert idle_phone.emulator.menus.keys() == {"", *texts.LANGUAGES}
    for menu in idle_phone.emulator.menus.values():
        assert [command["command"] for command in menu] == list(COMMANDS)


async def test_the_menu_is_tried_again_and_given_up_in_time(idle_phone: Phone, telegram_bot: Bot) -> None:
    idle_phone.emulator.menus.clear()
    idle_phone.emulator.fail()
    await set_menu(telegram_bot, patience=(0.0,))
    assert len(idle_phone.emulator.menus) == 4
    idle_phone.emulator.menus.clear()
    idle_phone.emulator.fail()
    idle_phone.emulator.fail()
    await set_menu(telegram_bot, patience=(0.0,))
    assert idle_phone.emulator.menus == {}


async def test_messages_and_presses_are_fetched_where_no_webhook_reaches_us(
    phone: Phone, bot: FakeBot, telegram_bot: Bot
) -> None:
    bot.answer = asking
    async with polling(phone, telegram_bot):
        await phone.types("hola")
        await phone.waits()
        await phone.presses("Otras")
        assert (await phone.waits(lambda read: len(read) == 2))[-1] == "/see_options"
    assert phone.emulator.waiting == set()


async def test_a_group_is_answered_where_no_webhook_reaches_us(idle_phone: Phone, telegram_bot: Bot) -> None:
    async with polling(idle_phone, telegram_bot):
        await idle_phone.emulator.deliver(my_chat_member=update("added_to_group")["my_chat_member"])
        await idle_phone.emulator.deliver(my_chat_member=update("added_to_channel")["my_chat_member"])
        async with asyncio.timeout(15):
            while not idle_phone.emulator.left:
                await idle_phone.emulator.taken.wait()
    assert len(idle_phone.emulator.sent("-1001234567890")) == 1


async def test_polling_goes_on_after_telegram_was_down(phone: Phone, telegram_bot: Bot) -> None:
    async with polling(phone, telegram_bot):
        phone.emulator.fail(502)
        await phone.types("hola")
        await phone.types("¿sigues ahí?")
        assert await phone.waits(lambda read: len(read) == 2) == ["hola", "¿sigues ahí?"]


async def test_the_check_says_that_all_is_well(idle_phone: Phone) -> None:
    webhook = idle_phone.emulator.webhook["url"]
    found = await telegram.findings(idle_phone.access, webhook, set_webhook=False)
    assert all(finding.right for finding in found), found


async def test_the_check_tells_of_a_wrong_token(idle_phone: Phone) -> None:
    wrong = idle_phone.access.model_copy(update={"token": "1:wrong"})
    (finding,) = await telegram.findings(wrong, idle_phone.emulator.webhook["url"], set_webhook=False)
    assert not finding.right
    assert "TELEGRAM_TOKEN" in finding.text


async def test_the_check_sets_the_webhook_only_when_asked(idle_phone: Phone) -> None:
    webhook = idle_phone.emulator.webhook["url"]
    idle_phone.emulator.webhook = {"url": "https://elsewhere.example/webhook"}
    found = await telegram.findings(idle_phone.access, webhook, set_webhook=False)
    assert next(finding.text for finding in found if not finding.right).startswith(
        "the webhook is set to https://elsewhere"
    )
    found = await telegram.findings(idle_phone.access, webhook, set_webhook=True)
    assert all(finding.right for finding in found), found
    assert idle_phone.emulator.webhook["secret_token"] == idle_phone.access.webhook_secret


async def test_the_check_tells_where_nobody_answers(idle_phone: Phone) -> None:
    idle_phone.emulator.webhook = {"url": "http://127.0.0.1:9/channels/telegram/webhook"}
    found = await telegram.findings(idle_phone.access, idle_phone.emulator.webhook["url"], set_webhook=False)
    assert "nobody answers" in found[-1].text
