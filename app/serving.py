"""How the app's sockets are served, in production, tests and measurements alike."""

from __future__ import annotations

import socket
from typing import Any, Final

MAX_FRAME: Final = 262_144
"""Bytes of one WebSocket frame; the longest message needs a sixth of it."""
SOCKETS: Final[dict[str, Any]] = {
    "ws": "websockets-sansio",
    "ws_max_size": MAX_FRAME,
    # Our sockets have a heartbeat of their own, and compressing would cost each of them more than all else it needs.
    "ws_ping_interval": None,
    "ws_per_message_deflate": False,
}
"""Of uvicorn."""
PATIENCE_MS: Final = 30_000


def bounded(listening: socket.socket, patience_ms: int = PATIENCE_MS) -> socket.socket:
    """Has the kernel give up connections of this socket whose other side takes nothing for so long.

    A socket that is closed is flushed first: without this, who never reads would keep it for ever (Linux).
    """
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, patience_ms)
    return listening
