"""A message of ours as Telegram shows it: text in pieces, buttons as an inline keyboard below the last one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from channels.splitting import shorten, split_text
from conversations.ports import Outgoing, Part
from conversations.rules import token
from conversations.schemas import Card, MessageView

LONGEST_TEXT = 4096
LONGEST_TITLE = 64
"""Telegram sets no limit; on a phone a longer one is cut by the screen."""
ROW = 24
"""Titles that are together no longer than this stand in one row."""


def parts_of(outgoing: Outgoing) -> list[Part]:
    """`sendMessage` requests, in their order."""
    message = outgoing.message
    pieces = split_text(_text(message), LONGEST_TEXT)
    keyboard = _keyboard(message)
    parts = []
    for place, piece in enumerate(pieces, start=1):
        fields: dict[str, Any] = {"chat_id": outgoing.address, "text": piece}
        if keyboard and place == len(pieces):
            fields["keyboard"] = keyboard
        parts.append(Part(f"{message.id}:{place}", "sendMessage", fields))
    return parts


def _text(message: MessageView) -> str:
    return "\n\n".join(part for part in (message.text, *map(_card, message.cards)) if part)


def _card(card: Card) -> str:
    facts = " · ".join(
        fact for fact in (card.price, f"★ {card.rating}" if card.rating is not None else None) if fact
    )
    return "\n".join(line for line in (f"{card.number}. {card.title}", card.subtitle, facts) if line)


def _keyboard(message: MessageView) -> list[list[tuple[str, str]]]:
    """Rows of (title, token)."""
    rows: list[list[tuple[str, str]]] = []
    for place, (title, length) in enumerate(_titles(message)):
        button = (shorten(title, LONGEST_TITLE), token(message.offset, place))
        fits = rows and sum(len(other) for other, _ in rows[-1]) + length <= ROW
        rows[-1].append(button) if fits else rows.append([button])
    return rows


def _titles(message: MessageView) -> Iterator[tuple[str, int]]:
    for button in message.buttons:
        yield button.title, len(button.title)
    yield from _card_titles(message.cards)


def _card_titles(cards: Sequence[Card]) -> Iterator[tuple[str, int]]:
    for card in cards:
        for button in card.buttons:
            title = f"{card.number} · {button.title}"
            yield title, len(title)
