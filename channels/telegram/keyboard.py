"""Buttons below a message: rows of (title, token), or of (title, address) where one opens a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlsplit

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from channels.splitting import shorten
from conversations.rules import token
from conversations.schemas import MessageView, leads_out

Key = tuple[str, str]
Keyboard = list[list[Key]]
LONGEST_TITLE: Final = 64
"""Telegram sets no limit; on a phone a longer one is cut by the screen."""
ROW: Final = 24
"""Titles that are together no longer than this stand in one row."""


def rows_of(keys: Iterable[Key]) -> Keyboard:
    """The keys in their order, short ones side by side."""
    rows: Keyboard = []
    for title, data in keys:
        key = (shorten(title, LONGEST_TITLE), data)
        fits = rows and sum(len(other) for other, _ in rows[-1]) + len(title) <= ROW
        rows[-1].append(key) if fits else rows.append([key])
    return rows


def markup_of(keyboard: Sequence[Sequence[Key]] | None) -> InlineKeyboardMarkup | None:
    """As the library takes it."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup([[_button(title, data) for title, data in row] for row in keyboard])


def keys_of(message: MessageView) -> list[Key]:
    """The buttons below a message's text."""
    return [
        (button.title, button.opens or token(message.offset, place))
        for place, button in enumerate(message.buttons)
    ]


def written_out(message: MessageView) -> MessageView:
    """With addresses in the text that Telegram takes in no button: those of a machine alone, such as `localhost`."""
    kept = [one for one in message.buttons if not one.opens or "." in (urlsplit(one.opens).hostname or "")]
    lines = [f"{one.title}: {one.opens}" for one in message.buttons if one not in kept]
    if not lines:
        return message
    text = "\n\n".join(part for part in (message.text, "\n".join(lines)) if part)
    return message.model_copy(update={"text": text, "buttons": kept})


def _button(title: str, data: str) -> InlineKeyboardButton:
    if leads_out(data):
        return InlineKeyboardButton(title, url=data)
    return InlineKeyboardButton(title, callback_data=data)
