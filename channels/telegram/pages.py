"""Cards in one message that shows one of them at a time, and the tokens that lead from page to page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from channels.splitting import shorten, split_text
from channels.telegram.keyboard import Keyboard, keys_of, rows_of
from conversations.rules import token
from conversations.schemas import Card, MessageView

LONGEST_TEXT: Final = 4096
MOST_OF_CARD: Final = 1500
"""Characters of a card, so that something of the text before it always fits beside."""
_PICTURES: Final = (".jpg", ".jpeg", ".png")
_TOKEN: Final = re.compile(r"p(\d{1,9})\.(\d{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Page:
    """A card with what was said before it; ``picture`` is the address of one that Telegram can show."""

    text: str
    keyboard: Keyboard
    picture: str | None = None


def page_token(message_offset: int, place: int) -> str:
    """What turns to the card at a place of a message: of another form than `conversations.rules.token`, so that neither
    is ever taken for the other."""
    return f"p{message_offset}.{place}"


def page_of(data: str) -> tuple[int, int] | None:
    """The offset and the place in a page's token; None where it is none."""
    found = _TOKEN.fullmatch(data)
    return (int(found[1]), int(found[2])) if found else None


def said_before(message: MessageView) -> list[str]:
    """What is said before the cards, in pieces; the last one stands above every card."""
    longest = max(len(_words(card)) for card in message.cards)
    return split_text(message.text, LONGEST_TEXT - longest - 2)


def page(message: MessageView, place: int, public_url: str) -> Page:
    """The page with the card at a ``place`` of the message; buttons below the text stand on every page."""
    above = said_before(message)[-1:]
    card = message.cards[place]
    keyboard = rows_of(_choices(message, place))
    if len(message.cards) > 1:
        keyboard.append(_turning(message, place))
    keyboard += rows_of(keys_of(message))
    return Page("\n\n".join([*above, _words(card)]), keyboard, picture_of(card, public_url))


def picture_of(card: Card, public_url: str) -> str | None:
    """Telegram shows JPEG and PNG, and fetches them itself."""
    if not card.image or not card.image.lower().endswith(_PICTURES):
        return None
    if "://" in card.image:
        return card.image
    return f"{public_url.rstrip('/')}{card.image}" if public_url else None


def _choices(message: MessageView, place: int) -> list[tuple[str, str]]:
    """The card's own buttons; they are counted after those below the text and those of the cards before."""
    before: Sequence[Card] = message.cards[:place]
    spots = count(len(message.buttons) + sum(len(card.buttons) for card in before))
    return [(button.title, token(message.offset, next(spots))) for button in message.cards[place].buttons]


def _turning(message: MessageView, place: int) -> list[tuple[str, str]]:
    """Back, where we are, and on; from the last to the first as well, so that the thumb can stay where it is."""
    pages = len(message.cards)
    back, on = (place - 1) % pages, (place + 1) % pages
    return [
        ("◀", page_token(message.offset, back)),
        (f"{place + 1}/{pages}", page_token(message.offset, place)),
        ("▶", page_token(message.offset, on)),
    ]


def _words(card: Card) -> str:
    facts = " · ".join(
        fact for fact in (card.price, f"★ {card.rating}" if card.rating is not None else None) if fact
    )
    lines = (f"{card.number}. {card.title}", card.subtitle, facts)
    return shorten("\n".join(line for line in lines if line), MOST_OF_CARD)
