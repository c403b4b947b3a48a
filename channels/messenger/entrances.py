"""How people come in: by the page's own buttons, by a link, by an advertisement ("Messaging Postbacks", "Messaging Referrals")."""

from __future__ import annotations

from typing import Any, Final

from channels.inbound import Arrived
from channels.links import command_of
from conversations.rules import MAX_TEXT

GET_STARTED: Final = "GET_STARTED"
COMMANDS: Final = {
    GET_STARTED: "/greet",
    "HELP": "/ask_capabilities",
    "AGENT": "/request_human",
    "LANGUAGE": "/change_language",
}
"""Payloads of the page's own buttons, before a conversation and in its menu, and what they mean to the bot."""


def meaning_of(payload: str, referral: Any) -> str | None:
    """What a button of the page says to the bot; the one that begins a conversation what its link says, if anything."""
    linked = command_of(reference_in(referral)) if payload == GET_STARTED else None
    return linked or COMMANDS.get(payload)


def brought_back(address: str, by: str, referral: Any) -> Arrived:
    """Somebody whom the page knows follows a link: it says what it says, or greets. ``by`` tells one time from another."""
    reference = reference_in(referral)
    return _came(address, by, reference, command_of(reference) or COMMANDS[GET_STARTED])


def brought_by(address: str, mid: str, referral: Any) -> list[Arrived]:
    """Of a first message, the link that led to it where it says something; the message itself speaks for itself."""
    reference = reference_in(referral)
    command = command_of(reference)
    return [_came(address, mid, reference, command)] if command else []


def reference_in(referral: Any) -> str:
    """What a link brings along as its `ref`."""
    return str(referral.get("ref") or "") if isinstance(referral, dict) else ""


def _came(address: str, by: str, reference: str, command: str) -> Arrived:
    told = reference[:MAX_TEXT]
    return Arrived(address=address, provider_message_id=f"referral:{by}", text=told, command=command)
