"""The channels that exist: a new one is a folder here and a line below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from fastapi import FastAPI

from channels import web
from channels.ports import ChannelPorts

CHANNELS: Final[dict[str, Callable[[FastAPI, ChannelPorts], None]]] = {
    web.NAME: web.install,
}


def install_channels(app: FastAPI, ports: ChannelPorts) -> None:
    """Gives the app every channel's routes."""
    for install in CHANNELS.values():
        install(app, ports)
