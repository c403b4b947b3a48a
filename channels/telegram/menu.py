"""The bot's menu: the commands that Telegram shows beside the text field, and what they mean to the assistant."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog
from telegram import Bot, BotCommand
from telegram.error import NetworkError, TelegramError

import texts
from channels.links import command_of

log = structlog.get_logger()
T = TypeVar("T")
COMMANDS: Final = {
    "start": "/greet",
    "help": "/ask_capabilities",
    "agent": "/request_human",
    "language": "/change_language",
}
PATIENCE: Final = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds between two attempts to set the menu."""


def meaning_of(text: str) -> str | None:
    """What a command says to the assistant; None where the text is no command of ours.

    A link `https://t.me/<bot>?start=<payload>` arrives as `/start <payload>`: the name of another command counts as that
    command, a booking's reference asks for the booking, a quote's opens the quote, and anything else greets.
    """
    word, _, payload = text.partition(" ")
    name = word.removeprefix("/").partition("@")[0]
    if not word.startswith("/") or name not in COMMANDS:
        return None
    if name != "start":
        return COMMANDS[name]
    return COMMANDS.get(payload.strip()) or command_of(payload) or COMMANDS[name]


async def set_menu(bot: Bot, patience: tuple[float, ...] = PATIENCE) -> None:
    """Tells Telegram the commands in every language; without it only the menu is missing, so it is given up in time."""

    async def tell() -> bool:
        for language in (None, *texts.LANGUAGES):
            await bot.set_my_commands(_menu(language or texts.DEFAULT_LANGUAGE), language_code=language)
        return True

    if await patiently(tell, "menu", patience):
        log.info("telegram.menu_set")


async def patiently(
    ask: Callable[[], Awaitable[T]], what: str, patience: tuple[float, ...] = PATIENCE
) -> T | None:
    """What Telegram answers, asked again while it is out of reach; None where it is given up."""
    for wait in (*patience, None):
        try:
            return await ask()
        except TelegramError as error:
            if wait is None or not isinstance(error, NetworkError):
                log.warning("telegram.given_up", what=what, error=type(error).__name__)
                return None
        await asyncio.sleep(wait)
    return None


def _menu(language: str) -> list[BotCommand]:
    return [
        BotCommand(name, description)
        for name, description in texts.subtree(language, "telegram.commands").items()
    ]
