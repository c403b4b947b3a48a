"""Messenger's channel, by Meta's Graph API: `docs/channels.md`."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI

from channels.messenger.check import findings
from channels.messenger.emulator import MessengerEmulator
from channels.messenger.media import fetcher_of
from channels.messenger.meta import REDELIVERY
from channels.messenger.send import MessengerSender
from channels.messenger.settings import MessengerSettings
from channels.messenger.webhook import NAME, open_webhook
from channels.pacing import Limits, Pace
from channels.ports import ChannelPorts
from channels.wire import Wire
from conversations.ports import MediaFetcher, OutgoingFiles

SIMULATED_TOKEN: Final = "simulator"
SIMULATED_PATH: Final = "/simulator/messenger"
LIMITS: Final = Limits(Pace(40, 40), chat=Pace(2, 10))
"""Well below what the Send API takes from a page."""

__all__ = ["LIMITS", "NAME", "access", "fetcher", "findings", "install", "sender"]


def access(*, simulated: str | None, secret: str) -> MessengerSettings | None:
    """See `channels.registry.PushedChannel`."""
    given = MessengerSettings()
    if given.complete:
        return given
    if simulated is None:
        return None
    return MessengerSettings(
        page_token=SIMULATED_TOKEN,
        app_secret=secret,
        verify_token=secret,
        app_id="1",
        api=f"{simulated}/messenger",
    )


def install(app: FastAPI, ports: ChannelPorts, access: MessengerSettings) -> None:
    """The webhook; beside it Meta's other side where it is simulated."""
    open_webhook(app, ports, access)
    if access.page_token == SIMULATED_TOKEN:
        wire = Wire(access.api.removesuffix(SIMULATED_PATH), REDELIVERY)
        emulator = MessengerEmulator(access, wire, echoes=True)
        app.state.emulators = {**getattr(app.state, "emulators", {}), NAME: emulator}
        app.include_router(emulator.router(), prefix=SIMULATED_PATH, include_in_schema=False)


def sender(access: MessengerSettings, files: OutgoingFiles) -> MessengerSender:
    """See `conversations.ports.ChannelSender`."""
    return MessengerSender(access, files)


def fetcher(access: MessengerSettings) -> MediaFetcher:
    """See `conversations.ports.MediaFetcher`."""
    return fetcher_of(access)
