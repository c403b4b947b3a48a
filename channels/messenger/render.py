"""A message of ours as Messenger shows it: text in pieces, cards as a carousel, buttons as quick replies below the last of them.

Files come after what is said (`channels.messenger.files`). Quick replies are gone with the next message, so they must be
part of the last one; a button that opens a page is part of a template with the text (a title of 20 characters, a text of
640, an address with https), else its address stands in the text. Limits: "Send API", "Button template", "Generic template".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import texts
from channels.messenger.files import UPLOAD, attachments_of, words_of
from channels.messenger.window import messaging_of
from channels.splitting import shorten, split_text
from channels.titles import fitted
from conversations.ports import Outgoing, Part
from conversations.rules import NUMBERED_OVER, token
from conversations.schemas import Card, MessageView

MESSAGE = "messages"
LONGEST_TEXT = 2000
LONGEST_TEMPLATE = 640
LONGEST_TITLE = 20
LONGEST_LINE = 80
MOST_ELEMENTS = 10
MOST_BUTTONS = 3
MOST_QUICK_REPLIES = NUMBERED_OVER["messenger"]
_PICTURES = (".jpg", ".jpeg", ".png")

Fields = dict[str, Any]


def parts_of(outgoing: Outgoing, *, outside: bool) -> list[Part]:
    """Requests to `/me/messages`, in their order; ``outside`` is whether the window of free answers has closed.

    Every message has its part's name as `metadata`, which comes back with its echo.
    """
    message = outgoing.message
    said: list[Fields] = _said(outgoing)
    shown: list[tuple[str, Fields, Fields | None]]
    shown = [(MESSAGE, one, None) for one in (*said, *_carousels(message, outgoing.language))]
    shown += [(UPLOAD, one, file) for one, file in attachments_of(message)]
    if shown and (replies := _quick_replies(message, outgoing.language)):
        shown[-1][1]["quick_replies"] = replies
    head = {"recipient": {"id": outgoing.address}, **messaging_of(outside=outside)}
    parts = []
    for place, (method, one, file) in enumerate(shown, start=1):
        key = f"{message.id}:{place}"
        fields = {**head, "message": {**one, "metadata": key}}
        if file:
            fields["file"] = {**file, "conversation_id": str(outgoing.conversation_id)}
        parts.append(Part(key, method, fields))
    return parts


def _said(outgoing: Outgoing) -> list[Fields]:
    """The text in pieces, the last one with the buttons that open a page where a template takes them."""
    text, links = _text(outgoing), [one for one in outgoing.message.buttons if one.opens]
    fits = 0 < len(links) <= MOST_BUTTONS and all(one.payload.startswith("https://") for one in links)
    if not (fits and text.strip()):
        written = [f"{one.title}: {one.opens}" for one in links]
        return [{"text": piece} for piece in split_text("\n\n".join([text, *written]), LONGEST_TEXT)]
    *before, last = split_text(text, LONGEST_TEMPLATE)
    buttons = [
        {
            "type": "web_url",
            "url": one.opens,
            "title": fitted(one.title, LONGEST_TITLE, outgoing.language),
        }
        for one in links
    ]
    template = {"template_type": "button", "text": last, "buttons": buttons}
    return [
        *({"text": piece} for piece in before),
        {"attachment": {"type": "template", "payload": template}},
    ]


def _text(outgoing: Outgoing) -> str:
    message = outgoing.message
    place = words_of(message.location) if message.location else ""
    text = "\n\n".join(part for part in (message.text, place) if part)
    if len(message.buttons) > MOST_QUICK_REPLIES:
        numbers = "\n".join(f"{n}. {button.title}" for n, button in enumerate(message.buttons, start=1))
        return f"{text}\n\n{numbers}"
    if message.buttons and not text.strip() and not message.cards and not message.attachments:
        return texts.say(outgoing.language, "messenger.choose")
    return text


def _quick_replies(message: MessageView, language: str) -> list[Fields]:
    if len(message.buttons) > MOST_QUICK_REPLIES:
        return []
    return [
        {
            "content_type": "text",
            "title": fitted(button.title, LONGEST_TITLE, language),
            "payload": token(message.offset, place),
        }
        for place, button in enumerate(message.buttons)
        if not button.opens
    ]


def _carousels(message: MessageView, language: str) -> Iterator[Fields]:
    elements = list(_elements(message, language))
    for start in range(0, len(elements), MOST_ELEMENTS):
        payload = {"template_type": "generic", "elements": elements[start : start + MOST_ELEMENTS]}
        yield {"attachment": {"type": "template", "payload": payload}}


def _elements(message: MessageView, language: str) -> Iterator[Fields]:
    """A card with more buttons than an element holds goes on in the next one."""
    place = len(message.buttons)
    for card in message.cards:
        buttons = [
            {
                "type": "postback",
                "title": fitted(button.title, LONGEST_TITLE, language),
                "payload": token(message.offset, number),
            }
            for number, button in enumerate(card.buttons, start=place)
        ]
        place += len(buttons)
        for start in range(0, max(len(buttons), 1), MOST_BUTTONS):
            yield _element(card, buttons[start : start + MOST_BUTTONS])


def _element(card: Card, buttons: list[Fields]) -> Fields:
    title = f"{card.number}. {card.title}"
    element: Fields = {"title": shorten(title, LONGEST_LINE)}
    if subtitle := _subtitle(card):
        element["subtitle"] = subtitle
    if card.image and _is_picture(card.image):
        element["image_url"] = card.image
    if buttons:
        element["buttons"] = buttons
    # Besides its title an element needs one thing more.
    return element if len(element) > 1 else {**element, "subtitle": "·"}


def _subtitle(card: Card) -> str:
    """The price comes first, so that it is never what is cut off."""
    facts = (card.price, f"★ {card.rating}" if card.rating is not None else None, card.subtitle)
    return shorten(" · ".join(fact for fact in facts if fact), LONGEST_LINE)


def _is_picture(address: str) -> bool:
    """Whether Meta can fetch and show it."""
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and parts.path.lower().endswith(_PICTURES)
