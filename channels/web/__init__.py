"""The web widget's channel: `docs/architecture.md`, "Widget protocol"."""

from __future__ import annotations

from fastapi import FastAPI

from channels.ports import ChannelPorts
from channels.web.endpoints import web_router
from channels.web.limits import PREFIX
from channels.web.origins import WidgetCors
from channels.web.pages import install_pages
from channels.web.socket import socket_router
from conversations.body_limits import BodyLimit

NAME = "web"


def install(app: FastAPI, ports: ChannelPorts) -> None:
    """Adds the widget's routes, its pages, and the guards before them."""
    app.include_router(web_router(ports))
    app.include_router(socket_router(ports))
    install_pages(app)
    app.add_middleware(BodyLimit, prefix=PREFIX)
    app.add_middleware(WidgetCors, origins=ports.origins)
