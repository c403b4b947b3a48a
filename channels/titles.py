"""What is written on buttons, which have less room than sentences do."""

from __future__ import annotations

import texts
from channels.splitting import shorten


def fitted(title: str, limit: int, language: str) -> str:
    """The title; where it is longer than ``limit`` characters what our texts say for short, else its beginning."""
    if len(title) <= limit:
        return title
    short = texts.short(language, title)
    return short if short and len(short) <= limit else shorten(title, limit)
