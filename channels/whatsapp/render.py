"""A message of ours as WhatsApp shows it: text in pieces, and below the last one quick replies or a list.

What does not fit degrades: over three buttons a list, over ten numbers to type. A button that opens a page is its
address in the text, which WhatsApp makes a link. Cards are lines of the text with their buttons in the list; a card whose picture WhatsApp can show is a picture with its lines below. Files and places
(`channels.whatsapp.files`) follow the text, or come before it where it has buttons, which belong to the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import texts
from channels.splitting import shorten, split_text
from channels.titles import fitted
from channels.whatsapp.content import LIST_PICKER, QUICK_REPLY, in_one_line
from channels.whatsapp.files import CAPTIONED, MEDIA, Link, Sending, enclosed_in
from conversations.ports import Outgoing, Part
from conversations.rules import NUMBERED_OVER, token
from conversations.schemas import Card, MessageView

LONGEST_TEXT: Final = 1600
LONGEST_BODY: Final = 1024
"""Of a text with buttons."""
MOST_LINES: Final = 40
"""A template has at most 100 variables, of which a list's rows take 31."""
MOST_REPLIES: Final = 3
LONGEST_REPLY: Final = 20
MOST_ROWS: Final = NUMBERED_OVER["whatsapp"]
LONGEST_ROW: Final = 24
LONGEST_DESCRIPTION: Final = 72
LONGEST_IN_TEMPLATE: Final = 600
_PICTURES: Final = (".jpg", ".jpeg", ".png")

TEXT: Final = "text"
TEMPLATE: Final = "template"


@dataclass(frozen=True, slots=True)
class _Choice:
    """A button: as a quick reply, and as a list's row with its whole ``name`` and what is said ``about`` it."""

    data: str
    reply: str
    row: str
    name: str
    about: str


def parts_of(outgoing: Outgoing, public_url: str, link: Link = lambda attachment: None) -> list[Part]:
    """Messages in their order; a card's picture is below ``public_url``, a file where its ``link`` leads."""
    message = outgoing.message
    enclosed = enclosed_in(message, link)
    sendings: list[Sending] = []
    if any(_picture(card, public_url) for card in message.cards):
        sendings += _plain("\n\n".join(part for part in (message.text, *_links(message)) if part))
        sendings += [(TEXT, _pictured(card, public_url)) for card in message.cards]
        rest = "\n\n".join(enclosed.lines)
    else:
        rest = "\n\n".join(part for part in (_text(message), *enclosed.lines) if part)
    sendings += _around(_closing(message, rest, outgoing.language), enclosed.sendings)
    sendings += enclosed.final
    return [
        Part(f"{message.id}:{place}", method, {"to": f"whatsapp:{outgoing.address}", **fields})
        for place, (method, fields) in enumerate(sendings, start=1)
    ]


def template_part(outgoing: Outgoing, sid: str) -> Part:
    """The approved template that may be sent at any time, with the beginning of what there is to say."""
    said = shorten(in_one_line(_text(outgoing.message)), LONGEST_IN_TEMPLATE)
    fields = {"to": f"whatsapp:{outgoing.address}", "sid": sid, "said": said}
    return Part(f"{outgoing.message.id}:1", TEMPLATE, fields)


def _closing(message: MessageView, text: str, language: str) -> list[Sending]:
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
    kind, fitting = _fitted(choices, language)
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


def _around(said: list[Sending], enclosed: list[Sending]) -> list[Sending]:
    """What is said and what goes with it, in one message where it can be: a picture with a short text below."""
    if not said or not enclosed:
        return [*said, *enclosed]
    if said[-1][0] != TEXT:
        return [*enclosed, *said]
    (method, fields), *others = enclosed
    body = said[-1][1]["body"]
    if len(said) > 1 or method != MEDIA or len(body) > LONGEST_BODY:
        return [*said, *enclosed]
    if not fields["type"].startswith(CAPTIONED):
        return [*said, *enclosed]
    return [(method, {**fields, "body": body}), *others]


def _plain(text: str) -> list[Sending]:
    return [(TEXT, {"body": piece}) for piece in split_text(text, LONGEST_TEXT)]


def _worded(body: str, message: MessageView) -> str:
    """Instead of buttons their words, which choose them when typed; a card is chosen by its number anyway."""
    words = "\n".join(f"• {button.title}" for button in message.buttons if not button.opens)
    return shorten(f"{body}\n\n{words}".strip(), LONGEST_TEXT)


def _choices(message: MessageView) -> list[_Choice]:
    choices: list[tuple[str, ...] | None]
    choices = [None if one.opens else (one.title, one.title, one.title, "") for one in message.buttons]
    for card in message.cards:
        for button in card.buttons:
            facts = " · ".join(fact for fact in (button.title, card.price) if fact)
            number = card.number
            choices.append((f"{number} · {button.title}", f"{number}. {card.title}", card.title, facts))
    return [
        _Choice(token(message.offset, place), *one) for place, one in enumerate(choices) if one is not None
    ]


def _fitted(choices: Sequence[_Choice], language: str) -> tuple[str, list[dict[str, str]]]:
    replies = [{"id": one.data, "title": fitted(one.reply, LONGEST_REPLY, language)} for one in choices]
    # Two replies that read the same are refused.
    if len(choices) <= MOST_REPLIES and len({reply["title"] for reply in replies}) == len(replies):
        return QUICK_REPLY, replies
    return LIST_PICKER, [_row(one, language) for one in choices]


def _row(choice: _Choice, language: str) -> dict[str, str]:
    title = fitted(choice.row, LONGEST_ROW, language)
    whole = choice.name if title != choice.row else ""
    about = " · ".join(part for part in (whole, choice.about) if part)
    row = {"id": choice.data, "title": title}
    return {**row, "description": shorten(about, LONGEST_DESCRIPTION)} if about else row


def _text(message: MessageView) -> str:
    parts = (message.text, *map(_card, message.cards), *_links(message))
    return "\n\n".join(part for part in parts if part)


def _links(message: MessageView) -> list[str]:
    return [f"{button.title}: {button.opens}" for button in message.buttons if button.opens]


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
