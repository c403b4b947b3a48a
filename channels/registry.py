"""The channels that exist: a new one is a folder here and a line below."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Protocol

from fastapi import FastAPI

from channels import messenger, simulator, telegram, web, whatsapp
from channels.checking import Finding
from channels.doors import install_doors
from channels.pacing import Limits, PacedSender
from channels.ports import ChannelPorts
from conversations.ports import ChannelSender, MediaFetcher, OutgoingFiles

Accesses = Mapping[str, Any]
"""By channel, what opens it: its own settings, real or simulated."""
Beside = Callable[[], Awaitable[None]]
"""What runs as long as the app, until it is cancelled."""


class PushedChannel(Protocol):
    """What a channel's folder offers: a provider calls us, and we call it."""

    NAME: str
    LIMITS: Limits

    def access(self, *, simulated: str | None, secret: str) -> Any:
        """The settings with credentials; else those of the emulator at ``simulated``; None where the channel is closed."""
        ...

    def install(self, app: FastAPI, ports: ChannelPorts, access: Any) -> Beside | None:
        """Adds the webhook, and the emulator where the access is simulated; gives back what runs beside, if anything."""
        ...

    def sender(self, access: Any, files: OutgoingFiles) -> ChannelSender:
        """Whoever carries messages there, and ``files`` with them."""
        ...

    def fetcher(self, access: Any) -> MediaFetcher:
        """Whoever gets the files that people send there."""
        ...

    async def findings(self, access: Any, webhook: str, *, set_webhook: bool) -> list[Finding]:
        """Whether the provider knows us and delivers to ``webhook``; it is set there first where that is wanted and possible."""
        ...


PUSHED: Final[tuple[PushedChannel, ...]] = (whatsapp, telegram, messenger)


def accesses_of(*, simulated: str | None, secret: str) -> Accesses:
    """The open channels; ``simulated`` is the address below which emulators are served, ``secret`` what they sign with."""
    found = {channel.NAME: channel.access(simulated=simulated, secret=secret) for channel in PUSHED}
    return {name: access for name, access in found.items() if access is not None}


def install_channels(app: FastAPI, ports: ChannelPorts, accesses: Accesses) -> list[Beside]:
    """Gives the app every open channel's routes, and back what runs beside them; the widget's is always open."""
    install_doors(app)
    found = [
        channel.install(app, ports, accesses[channel.NAME]) for channel in PUSHED if channel.NAME in accesses
    ]
    web.install(app, ports)
    return [beside for beside in found if beside]


def install_simulator(app: FastAPI) -> None:
    """Serves the phones of the channels that are simulated; after `install_channels`."""
    emulators = getattr(app.state, "emulators", {})
    simulator.install(app, {channel.NAME: emulators.get(channel.NAME) for channel in PUSHED})


def webhook_of(channel: PushedChannel, address: str) -> str:
    """Where a provider delivers to, below the app's public address."""
    return f"{address}/channels/{channel.NAME}/webhook"


def senders_of(accesses: Accesses, files: OutgoingFiles) -> dict[str, ChannelSender]:
    """Whoever carries messages, by channel, at its provider's pace."""
    return {
        channel.NAME: PacedSender(channel.sender(accesses[channel.NAME], files), channel.LIMITS)
        for channel in PUSHED
        if channel.NAME in accesses
    }


def fetchers_of(accesses: Accesses) -> dict[str, MediaFetcher]:
    """Whoever gets files, by channel."""
    return {
        channel.NAME: channel.fetcher(accesses[channel.NAME])
        for channel in PUSHED
        if channel.NAME in accesses
    }
