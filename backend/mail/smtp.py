"""A mail server, by the standard library's client, in a thread so that nothing waits for it."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from backend.mail.letters import letter
from backend.mail.ports import Mail, MailDelayed, MailRefused

PORTS = {"smtp": 587, "smtps": 465}
TIMEOUT_SECONDS = 20.0


class SmtpMailer:
    """``smtp://name:password@host:587`` encrypts where the server can (STARTTLS), ``smtps://`` from the first byte on.

    A password never goes over a line that is not encrypted.
    """

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("SMTP_URL must look like smtp://name:password@host:587 or smtps://...")
        self._encrypted = parts.scheme == "smtps"
        self._host, self._port = parts.hostname, parts.port or PORTS[parts.scheme]
        self._name, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender

    async def send(self, mail: Mail) -> None:
        """See `Mailer`."""
        await asyncio.to_thread(self._send, letter(mail, self._sender))

    def _send(self, message: EmailMessage) -> None:
        try:
            with self._connected() as server:
                if self._name:
                    if not isinstance(server.sock, ssl.SSLSocket):
                        raise MailRefused("not_encrypted")
                    server.login(self._name, self._password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise _failed(min(codes, default=0)) from None
        except smtplib.SMTPResponseException as error:
            raise _failed(error.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            raise MailRefused("not_supported") from None
        except (smtplib.SMTPException, OSError) as error:
            raise MailDelayed(type(error).__name__) from None

    def _connected(self) -> smtplib.SMTP:
        secure = ssl.create_default_context()
        if self._encrypted:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_SECONDS, context=secure)
        server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)
        try:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=secure)
        except Exception:
            server.close()
            raise
        return server


def _failed(code: int) -> MailDelayed | MailRefused:
    """By the reply's code (RFC 5321): 5xx is for good, but for a wrong password, which somebody will mend."""
    for_good = 500 <= code < 600 and code not in (530, 535)
    return MailRefused(str(code)) if for_good else MailDelayed(str(code))
