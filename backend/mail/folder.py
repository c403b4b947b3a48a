"""Mail where there is no server: a folder, for a laptop and for tests; any mail program opens what lies there."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import structlog

from backend.mail.letters import letter
from backend.mail.ports import Mail

log = structlog.get_logger()
SENDER = "Simulator <simulator@localhost>"


class MailFolder:
    """Writes each mail into a file that only we can read; the log names the file and nothing of what it says."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, mail: Mail) -> None:
        """See `Mailer`."""
        path = await asyncio.to_thread(self._write, letter(mail, SENDER).as_bytes())
        log.info("mail.written", file=path.name)

    def _write(self, written: bytes) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.eml"
        path.touch(mode=0o600)
        path.write_bytes(written)
        return path
