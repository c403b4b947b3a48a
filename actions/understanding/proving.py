"""The way to a booking without its reference: an e-mail, and the code that was sent to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from actions.understanding.details import has_none
from actions.understanding.message import Context, Message, Understanding
from language.contact import find_email
from language.normalise import fold
from language.reference import find_reference

# Hints: that they go by e-mail, and the e-mail that the newest code went to.
BY_EMAIL = "by_email"
CODE_FOR = "code_for"
_CODE = re.compile(r"(?<![\w+@-])(\d{3})[\s.-]?(\d{3})(?![\w@-])")
_ANOTHER = re.compile(
    r"\bno (?:me |nos )?(?:ha |han |a )?(?:lleg|recib)|\b(?:otro|nuevo|outro|novo) codigo|\b(?:another|new) (?:code|one)\b"
    r"|\b(?:re ?envi|resend|send (?:it )?again|(?:manda|envia)\w* (?:otra vez|de nuevo|de novo)|v(?:olver|uelv\w+) a (?:enviar|mandar))"
    r"|(?:didn'?t|did not|haven'?t|have not|never|hasn'?t) (?:\w+ )?(?:get|got|receiv|arriv|come)|\bnao (?:me )?(?:cheg|receb)"
)


def is_by_email(known: Mapping[str, Any]) -> bool:
    """Whether they prove an e-mail because they do not have a reference."""
    return bool((known.get("hints") or {}).get(BY_EMAIL))


def understand_code(message: Message, context: Context, understood: Understanding) -> bool:
    """Whether the message gives the code that is asked for, or says that none came, and so says nothing else."""
    if context.requested != "email_code":
        return False
    if found := _CODE.search(message.answer):
        understood.changes["email_code"] = "".join(found.groups())
        return True
    if not has_none(message.answer) and not _ANOTHER.search(fold(message.answer)):
        return False
    hints = context.slots.get("hints") or {}
    others = {key: value for key, value in hints.items() if key != CODE_FOR}
    understood.changes |= {"hints": others, "email_code": None}
    return True


def understand_way(message: Message, context: Context, understood: Understanding) -> None:
    """Without the reference that is asked for we go by e-mail."""
    if not context.by_email or context.requested != "booking_reference" or find_reference(message.answer):
        return
    has_no_reference = message.intent == "not_sure" or has_none(message.answer)
    if has_no_reference or message.first("email") or find_email(message.text):
        hints = context.slots.get("hints") or {}
        understood.changes |= {"hints": {**hints, BY_EMAIL: True}, "booking_reference": None}
