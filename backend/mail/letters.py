"""A mail as it is written (RFC 5322)."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr

from backend.mail.ports import Mail


def letter(mail: Mail, sender: str) -> EmailMessage:
    """The message from ``sender``, "Name <address>"; robots are told not to answer it (RFC 3834)."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.to, mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message
