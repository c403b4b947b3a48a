"""How the app's sockets are served, in production, tests and measurements alike."""

from __future__ import annotations

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
