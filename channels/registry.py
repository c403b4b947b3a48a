"""The channels that exist: a new one is a folder here and a line below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from fastapi import FastAPI

from channels import messenger, telegram, web
from channels.ports import ChannelPorts
from conversations.ports import ChannelSender

Accesses = Mapping[str, Any]
"""By channel, what opens it: its own settings, real or simulated."""


class PushedChannel(Protocol):
    """What a channel's folder offers: a provider calls us, and we call it."""

    NAME: str

    def access(self, *, simulated: str | None, secret: str) -> Any:
        """The settings with credentials; else those of the emulator at ``simulated``; None where the channel is closed."""
        ...

    def install(self, app: FastAPI, ports: ChannelPorts, access: Any) -> None:
        """Adds the webhook, and the emulator where the access is simulated."""
        ...

    def sender(self, access: Any) -> ChannelSender:
        """Whoever carries messages there."""
        ...


PUSHED: Final[tuple[PushedChannel, ...]] = (telegram, messenger)


def accesses_of(*, simulated: str | None, secret: str) -> Accesses:
    """The open channels; ``simulated`` is the address below which emulators are served, ``secret`` what they sign with."""
    found = {channel.NAME: channel.access(simulated=simulated, secret=secret) for channel in PUSHED}
    return {name: access for name, access in found.items() if access is not None}


def install_channels(app: FastAPI, ports: ChannelPorts, accesses: Accesses) -> None:
    """Gives the app every open channel's routes; the widget's is always open."""
    web.install(app, ports)
    for channel in PUSHED:
        if channel.NAME in accesses:
            channel.install(app, ports, accesses[channel.NAME])


def senders_of(accesses: Accesses) -> dict[str, ChannelSender]:
    """Whoever carries messages, by channel."""
    return {
        channel.NAME: channel.sender(accesses[channel.NAME]) for channel in PUSHED if channel.NAME in accesses
    }
