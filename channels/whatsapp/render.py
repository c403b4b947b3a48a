"""A message of ours as WhatsApp shows it: text in pieces, and below the last one quick replies or a list.

What does not fit degrades: over three buttons a list, over ten numbers to type. Cards are lines of the text with their
buttons in the list; a card whose picture WhatsApp can show is a picture with its lines below.
"""

from __future__ import annotations

from typing import Any, Final

import texts
from channels.splitting import shorten, split_text
from channels.whatsapp.content import LIST_PICKER, QUICK_REPLY, in_one_line
from conversations.ports import Outgoing, Part
from conversations.rules import NUMBERED_OVER, token
from conversations.schemas import Card, MessageView

LONGEST_TEXT: Final = 1600
LONGEST_BODY: Final = 1024
"""Of a text with buttons."""
MOST_LINES: Final = 40
"""A template has at most 100 variables, of which a list's rows take 31."""
MOST_REPLIES: Final = 3
MOST_ROWS: Final = NUMBERED_OVER["whatsapp"]
TEMPLATE_TEXT: Final = 600
_LONGEST_TITLE: Final = {QUICK_REPLY: 20, LIST_PICKER: 24}
_LONGEST_DESCRIPTION: Final = 72
_PICTURES: Final = (".jpg", ".jpeg", ".png")

TEXT: Final = "text"
TEMPLATE: Final = "template"
Choice = dict[str, str]


def parts_of(outgoing: Outgoing, public_url: str) -> list[Part]:
    """Messages in their order; a picture's address is below ``public_url``."""
    message = outgoing.message
    sendings: list[tuple[str, dict[str, Any]]] = []
    if any(_picture(card, public_url) for card in message.cards):
        sendings += [(TEXT, {"body": piece}) for piece in split_text(message.text, LONGEST_TEXT)]
        sendings += [(TEXT, _pictured(card, public_url)) for card in message.cards]
        rest = ""
    else:
        rest = _text(message)
    sendings += _closing(message, rest, outgoing.language)
    return [
        Part(f"{message.id}:{place}", method, {"to": f"whatsapp:{outgoing.address}", **fields})
        for place, (method, fields) in enumerate(sendings, start=1)
    ]


def template_part(outgoing: Outgoing, sid: str) -> Part:
    """The approved template that may be sent at any time, with the beginning of what there is to say."""
    said = shorten(in_one_line(_text(outgoing.message)), TEMPLATE_TEXT)
    fields = {"to": f"whatsapp:{outgoing.address}", "sid": sid, "said": said}
    return Part(f"{outgoing.message.id}:1", TEMPLATE, fields)


def _closing(message: MessageView, text: str, language: str) -> list[tuple[str, dict[str, Any]]]:
    """The text with the choices below it, or below a line of their own where it is too long for them."""
    if len(message.buttons) > MOST_ROWS:
        numbered = "\n".join(f"{place}. {one.title}" for place, one in enumerate(message.buttons, start=1))
        return _plain(f"{text}\n\n{numbered}")
    choices = _choices(message)[:MOST_ROWS]
    if not choices:
        return _plain(text)
    *before, body = split_text(text, LONGEST_TEXT) or [""]
    if not body or len(body) > LONGEST_BODY or body.count("\n") >= MOST_LINES:
        before, body = [*before, body], texts.say(language, "whatsapp.choose")
    kind, fitting = _fitted(choices)
    return [
        *((TEXT, {"body": piece}) for piece in before if piece),
        (
            kind,
            {
                "body": body,
                "choices": fitting,
                "opener": texts.say(language, "whatsapp.open"),
                "plain": _worded(body, message),
            },
        ),
    ]


def _plain(text: str) -> list[tuple[str, dict[str, Any]]]:
    return [(TEXT, {"body": piece}) for piece in split_text(text, LONGEST_TEXT)]


def _worded(body: str, message: MessageView) -> str:
    """Instead of buttons their words, which choose them when typed; a card is chosen by its number anyway."""
    words = "\n".join(f"• {button.title}" for button in message.buttons)
    return shorten(f"{body}\n\n{words}".strip(), LONGEST_TEXT)


def _choices(message: MessageView) -> list[tuple[str, str, str, str]]:
    """Token, title on a button, title in a list, description in a list."""
    choices = [(button.title, button.title, "") for button in message.buttons]
    for card in message.cards:
        for button in card.buttons:
            facts = " · ".join(fact for fact in (button.title, card.price) if fact)
            choices.append((f"{card.number} · {button.title}", f"{card.number}. {card.title}", facts))
    return [(token(message.offset, place), *choice) for place, choice in enumerate(choices)]


def _fitted(choices: list[tuple[str, str, str, str]]) -> tuple[str, list[Choice]]:
    limit = _LONGEST_TITLE[QUICK_REPLY]
    replies = [{"id": data, "title": shorten(title, limit)} for data, title, _, _ in choices]
    # Two replies that read the same are refused.
    if len(choices) <= MOST_REPLIES and len({reply["title"] for reply in replies}) == len(replies):
        return QUICK_REPLY, replies
    return LIST_PICKER, [_row(data, title, about) for data, _, title, about in choices]


def _row(data: str, title: str, about: str) -> Choice:
    short = shorten(title, _LONGEST_TITLE[LIST_PICKER])
    about = about if short == title else " · ".join(part for part in (title, about) if part)
    row = {"id": data, "title": short}
    return {**row, "description": shorten(about, _LONGEST_DESCRIPTION)} if about else row


def _text(message: MessageView) -> str:
    return "\n\n".join(part for part in (message.text, *map(_card, message.cards)) if part)


def _card(card: Card) -> str:
    facts = " · ".join(
        fact for fact in (card.price, f"★ {card.rating}" if card.rating is not None else None) if fact
    )
    return "\n".join(line for line in (f"*{card.number}. {card.title}*", card.subtitle, facts) if line)


def _picture(card: Card, public_url: str) -> str | None:
    """The address of a picture that WhatsApp shows; vector graphics it does not."""
    if not (card.image and public_url and card.image.lower().endswith(_PICTURES)):
        return None
    return card.image if "://" in card.image else f"{public_url.rstrip('/')}{card.image}"


def _pictured(card: Card, public_url: str) -> dict[str, Any]:
    picture = _picture(card, public_url)
    caption = shorten(_card(card), LONGEST_BODY)
    return {"body": caption, "media": picture} if picture else {"body": caption}
