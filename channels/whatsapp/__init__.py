"""WhatsApp's channel, through Twilio: `docs/channels.md`."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI

from channels.pacing import Limits, Pace
from channels.ports import ChannelPorts
from channels.whatsapp.check import findings
from channels.whatsapp.emulator import WhatsAppEmulator
from channels.whatsapp.media import fetcher_of
from channels.whatsapp.send import WhatsAppSender
from channels.whatsapp.settings import WhatsAppSettings
from channels.whatsapp.webhook import NAME, open_webhooks
from conversations.ports import MediaFetcher, OutgoingFiles

SIMULATED_ACCOUNT: Final = f"AC{'0' * 32}"
SIMULATED_NUMBER: Final = "+12025550100"
LIMITS: Final = Limits(Pace(80, 80), chat=Pace(1, 10))
"""A number sends 80 a second unless Twilio raised it; one person takes about one a second after a burst."""

__all__ = ["LIMITS", "NAME", "access", "fetcher", "findings", "install", "sender"]


def access(*, simulated: str | None, secret: str) -> WhatsAppSettings | None:
    """See `channels.registry.PushedChannel`."""
    given = WhatsAppSettings()
    if given.complete:
        return given
    if simulated is None:
        return None
    return WhatsAppSettings(
        account_sid=SIMULATED_ACCOUNT,
        auth_token=secret,
        number=SIMULATED_NUMBER,
        api=f"{simulated}/{NAME}",
        public_url=simulated.removesuffix("/simulator"),
        templates={},
    )


def install(app: FastAPI, ports: ChannelPorts, access: WhatsAppSettings) -> None:
    """The webhooks; beside them Twilio's side where it is simulated."""
    open_webhooks(app, ports, access)
    if access.account_sid == SIMULATED_ACCOUNT:
        emulator = WhatsAppEmulator(access, access.public_url, reports=("sent", "delivered"))
        app.state.emulators = {**getattr(app.state, "emulators", {}), NAME: emulator}
        app.include_router(emulator.router(), prefix=f"/simulator/{NAME}", include_in_schema=False)


def sender(access: WhatsAppSettings, files: OutgoingFiles) -> WhatsAppSender:
    """See `conversations.ports.ChannelSender`."""
    return WhatsAppSender(access, files)


def fetcher(access: WhatsAppSettings) -> MediaFetcher:
    """See `conversations.ports.MediaFetcher`."""
    return fetcher_of(access)
