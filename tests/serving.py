"""Real servers for tests, on this machine and on the test's own event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import uvicorn
from fastapi import FastAPI

from app.serving import SOCKETS, bounded

PATIENCE = 1.0
"""Seconds in which what is still asked when a server ends may be answered."""


@asynccontextmanager
async def serving(app: FastAPI, port: int = 0) -> AsyncIterator[str]:
    """The address (host and port; a free one unless told which) of a server that queues connections from the start."""
    with socket.socket() as listening:
        bounded(listening, patience_ms=3_000).bind(("127.0.0.1", port))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, **SOCKETS))
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup(sockets=[listening])
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            await _end(server)


async def _end(server: uvicorn.Server) -> None:
    """As its own `shutdown`, which looks ten times a second how far it is: every test would wait for that."""
    state = server.server_state
    for one in server.servers:
        one.close()
    for connection in list(state.connections):
        connection.shutdown()
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            while state.connections or state.tasks:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.002)
    for task in state.tasks:
        task.cancel()
    await server.lifespan.shutdown()
