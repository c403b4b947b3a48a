"""Telegram's channel, by webhook: `docs/channels.md`."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI

from channels.ports import ChannelPorts
from channels.telegram.emulator import TelegramEmulator
from channels.telegram.send import TelegramSender
from channels.telegram.settings import TelegramSettings
from channels.telegram.webhook import NAME, telegram_router

SIMULATED_TOKEN: Final = "1:simulator"

__all__ = ["NAME", "access", "install", "sender"]


def access(*, simulated: str | None, secret: str) -> TelegramSettings | None:
    """See `channels.registry.PushedChannel`."""
    given = TelegramSettings()
    if given.token:
        return given
    if simulated is None:
        return None
    return TelegramSettings(token=SIMULATED_TOKEN, webhook_secret=secret, api=f"{simulated}/telegram")


def install(app: FastAPI, ports: ChannelPorts, access: TelegramSettings) -> None:
    """The webhook; beside it Telegram's other side where it is simulated."""
    app.include_router(telegram_router(ports, access.webhook_secret))
    if access.token == SIMULATED_TOKEN:
        emulator = TelegramEmulator(SIMULATED_TOKEN)
        app.state.emulators = {**getattr(app.state, "emulators", {}), NAME: emulator}
        app.include_router(emulator.router(), prefix="/simulator/telegram", include_in_schema=False)


def sender(access: TelegramSettings) -> TelegramSender:
    """See `conversations.ports.ChannelSender`."""
    return TelegramSender(access.token, access.api)
