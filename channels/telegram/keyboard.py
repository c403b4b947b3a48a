"""Buttons below a message: rows of (title, token)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from channels.splitting import shorten

Key = tuple[str, str]
Keyboard = list[list[Key]]
LONGEST_TITLE: Final = 64
"""Telegram sets no limit; on a phone a longer one is cut by the screen."""
ROW: Final = 24
"""Titles that are together no longer than this stand in one row."""


def rows_of(keys: Iterable[Key]) -> Keyboard:
    """The keys in their order, short ones side by side."""
    rows: Keyboard = []
    for title, token in keys:
        key = (shorten(title, LONGEST_TITLE), token)
        fits = rows and sum(len(other) for other, _ in rows[-1]) + len(title) <= ROW
        rows[-1].append(key) if fits else rows.append([key])
    return rows


def markup_of(keyboard: Sequence[Sequence[Key]] | None) -> InlineKeyboardMarkup | None:
    """As the library takes it."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(title, callback_data=data) for title, data in row] for row in keyboard]
    )
