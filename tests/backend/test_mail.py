"""Mail reaches a server as a mail, what it refuses is told apart from what passes, and a folder takes its place."""

from __future__ import annotations

import asyncio
import email
import email.policy
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from backend.mail.folder import MailFolder
from backend.mail.ports import Mail, MailDelayed, MailRefused
from backend.mail.smtp import SmtpMailer

MAIL = Mail("ana@correo.example", "482913 es tu código", "Tu código es 482913. ¡Buen viaje!")
SENDER = "Viajes Altamar <reservas@altamar.example>"


@asynccontextmanager
async def server(
    *, recipient: str = "250 OK", begin: str = "220 here"
) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A mail server (RFC 5321) that takes letters, or refuses the recipient; its address, and what it took."""
    taken: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def answer(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        answer(begin)
        while line := (await reader.readline()).decode().strip():
            command = line.split()[0].upper()
            if command == "DATA":
                answer("354 go on")
                taken.append(await reader.readuntil(b"\r\n.\r\n"))
            answer({"RCPT": recipient, "QUIT": "221 bye", "EHLO": "250 here"}.get(command, "250 OK"))
            if command == "QUIT":
                break
        writer.close()

    serving = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with serving:
        yield f"smtp://127.0.0.1:{serving.sockets[0].getsockname()[1]}", taken


async def test_a_mail_arrives_with_its_sender_its_subject_and_its_text() -> None:
    async with server() as (url, taken):
        await SmtpMailer(url, SENDER).send(MAIL)

    letter = email.message_from_bytes(taken[0], policy=email.policy.default)
    assert (letter["From"], letter["To"], letter["Subject"]) == (SENDER, MAIL.to, MAIL.subject)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@altamar.example>")
    assert MAIL.text in letter.get_content()


@pytest.mark.parametrize(
    ("reply", "raised"),
    [("550 no such box", MailRefused), ("452 full", MailDelayed), ("451 later", MailDelayed)],
)
async def test_a_refusal_for_good_is_told_apart_from_one_that_passes(
    reply: str, raised: type[Exception]
) -> None:
    async with server(recipient=reply) as (url, taken):
        with pytest.raises(raised):
            await SmtpMailer(url, SENDER).send(MAIL)
    assert taken == []


async def test_a_server_that_is_not_there_or_busy_is_tried_again_later() -> None:
    with pytest.raises(MailDelayed):
        await SmtpMailer("smtp://127.0.0.1:1", SENDER).send(MAIL)
    async with server(begin="421 too busy") as (url, _):
        with pytest.raises(MailDelayed):
            await SmtpMailer(url, SENDER).send(MAIL)


async def test_a_password_never_goes_over_an_open_line() -> None:
    async with server() as (url, taken):
        with pytest.raises(MailRefused, match="not_encrypted"):
            await SmtpMailer(url.replace("//", "//name:secret@"), SENDER).send(MAIL)
    assert taken == []


@pytest.mark.parametrize("url", ["http://mail.example", "smtp:///secret", "mail.example:25"])
def test_an_address_that_is_none_is_refused_at_the_start_without_showing_it(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL") as refused:
        SmtpMailer(url, SENDER)
    assert url not in str(refused.value)


async def test_the_folder_takes_a_mail_that_only_we_can_read_and_the_log_says_nothing_of_it(
    tmp_path: Path,
) -> None:
    with capture_logs() as logs:
        await MailFolder(tmp_path / "mail").send(MAIL)

    [path] = (tmp_path / "mail").glob("*.eml")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert letter["To"] == MAIL.to
    assert "482913" in letter.get_content()
    assert logs == [{"event": "mail.written", "file": path.name, "log_level": "info"}]
