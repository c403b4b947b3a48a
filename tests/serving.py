"""Real servers for tests, on this machine and on the test's own event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from app.serving import SOCKETS, bounded


@asynccontextmanager
async def serving(app: FastAPI, port: int = 0) -> AsyncIterator[str]:
    """The address (host and port; a free one unless told which) of a server that queues connections from the start.

    What is still asked when the block ends gets a second to be answered.
    """
    with socket.socket() as listening:
        bounded(listening, patience_ms=3_000).bind(("127.0.0.1", port))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1, **SOCKETS))
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task
