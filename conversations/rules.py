"""Pure rules: which text may be stored, and when a button's payload is believed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from conversations.models import Conversation, Delivery, Direction, Kind, Message, Owner, Sender
from conversations.schemas import Button, leads_out

_TOKEN: Final = re.compile(r"(\d{1,9})\.(\d{1,3})")
MAX_TEXT = 10_000
"""Characters of one inbound message, the web widget's limit and the widest of all channels."""

RECENT = 40
"""How many of the last messages count as recent: a button further back is read as its title."""

FETCHED = frozenset({"web"})
"""Channels whose readers fetch messages; every other is pushed to by a job."""
WINDOWS: Final = {"whatsapp": timedelta(hours=24), "messenger": timedelta(hours=24)}
"""How long after a traveller wrote a channel takes anything we say; others have no such limit."""
UNANSWERED = frozenset({Kind.REACTION, Kind.DELETED})
"""What is kept for a person to see, and asks for no answer."""
UNUSABLE = frozenset(
    {Kind.IMAGE, Kind.DOCUMENT, Kind.AUDIO, Kind.VIDEO, Kind.STICKER, Kind.LOCATION, Kind.CONTACT}
)
"""What the bot cannot read yet; words that come with it are."""
NUMBERED_OVER: Final = {"whatsapp": 10, "messenger": 13}
"""More buttons below a text than this are shown as numbers, and chosen by typing one."""
# Only as the whole message: "salir" also begins "salir a Cusco", and to cancel a booking is no wish for silence.
_OUT = frozenset(
    {
        *(
            "stop",
            "stopall",
            "unsubscribe",
            "baja",
            "darme de baja",
            "dame de baja",
            "salir",
            "parar",
            "sair",
        ),
        *("descadastrar", "no me escriban mas", "nao me mande mais mensagens", "cancelar suscripcion"),
    }
)
_BACK = frozenset(
    {"start", "unstop", "alta", "darme de alta", "volver", "voltar", "suscribirme", "inscrever"}
)
_FURTHER = (Delivery.QUEUED, Delivery.SENDING, Delivery.SENT, Delivery.DELIVERED, Delivery.READ)


def goes_further(now: str | None, reported: Delivery) -> bool:
    """Whether a report tells more than is known; a failure counts until the message has been delivered."""
    if now is None:
        return False
    if reported is Delivery.FAILED:
        return now in (Delivery.SENDING, Delivery.SENT)
    return now in _FURTHER and _FURTHER.index(reported) > _FURTHER.index(Delivery(now))


def may_speak(conversation: Conversation, sender: Sender, agent_id: UUID | None) -> bool:
    """Whether a message of this sender may be stored: the bot's and an agent's only while the conversation is theirs."""
    if sender is Sender.BOT:
        return conversation.owner == Owner.BOT
    if sender is Sender.AGENT:
        return conversation.owner == Owner.AGENT and conversation.agent_id == agent_id
    return True


def may_write(channel: str, last_inbound_at: datetime | None, now: datetime) -> bool:
    """Whether a channel takes what we say of our own accord at this moment."""
    window = WINDOWS.get(channel)
    return window is None or (last_inbound_at is not None and now - last_inbound_at < window)


def opts_out(text: str) -> bool:
    """Whether a message says nothing but that no more are wanted."""
    return fold(text) in _OUT


def opts_in(text: str) -> bool:
    """Whether a message says that they are wanted again."""
    return fold(text) in _BACK


def token(message_offset: int, place: int) -> str:
    """What a button is called on channels with little room: the message's offset and the button's place in it."""
    return f"{message_offset}.{place}"


def offset_of(choice: str) -> int | None:
    """The offset in a button's token; None where it is no token of ours."""
    found = _TOKEN.fullmatch(choice)
    return int(found[1]) if found else None


def button_at(message: Message, choice: str) -> Button | None:
    """The button that a token names in its message: those below the text first, then the cards'; a link is none."""
    found = _TOKEN.fullmatch(choice)
    buttons = [
        {**button, "title": f"{button['title']}: {holder['title']}" if "title" in holder else button["title"]}
        for holder in _holders(message)
        for button in holder.get("buttons", ())
    ]
    place = int(found[2]) if found else len(buttons)
    if place >= len(buttons) or leads_out(buttons[place]["payload"]):
        return None
    return Button(**buttons[place])


def clean(value: Any) -> Any:
    """The same JSON value without what PostgreSQL cannot store: NUL characters and unpaired surrogates."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    return value


def fold(text: str) -> str:
    """Letters and digits only, without accents or case, so that "Sí!" equals "si"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain))


def honoured_payload(text: str, payload: str | None, recent: Sequence[Message]) -> str | None:
    """The payload that the bot shall get with a message, or none.

    A payload counts only when one of the ``recent`` messages (newest first) offered it: nobody can make up an
    intent. A title typed by hand counts as its button while that button is in the bot's last answer and stands
    for one payload only. "The first" of an older list is not the first of the newest: a card that has scrolled by
    is read by its name.
    """
    if (not payload and not recent) or leads_out(payload or ""):
        return None
    typed = fold(text)
    if payload and (named := [names for message in recent if (names := _names(message, payload))]):
        newest, *older = named
        return None if typed not in newest and any(typed in names for names in older) else payload
    if numbered := _numbered(text, recent):
        return numbered
    meant = {offered for title, offered in _offers(_last_answer(recent)) if typed and fold(title) == typed}
    return meant.pop() if len(meant) == 1 else None


def _numbered(text: str, recent: Sequence[Message]) -> str | None:
    """The payload of the button whose number was typed, where the last answer shows numbers."""
    typed = text.strip(" .)")
    for message in _last_answer(recent):
        if typed.isdecimal() and len(message.buttons) > NUMBERED_OVER.get(
            message.channel, len(message.buttons)
        ):
            place = int(typed[:3]) - 1
            return _told(message.buttons[place]["payload"]) if 0 <= place < len(message.buttons) else None
    return None


def _told(payload: str) -> str | None:
    """A payload that the bot may get."""
    return None if leads_out(payload) else payload


def _names(message: Message, payload: str) -> set[str]:
    """What a traveller's message says who takes this payload from this message: a card's name comes after the button's."""
    return {
        fold(f"{button['title']} {holder.get('title') or ''}")
        for holder in _holders(message)
        for button in holder.get("buttons", ())
        if button["payload"] == payload
    }


def _offers(messages: Iterable[Message]) -> Iterable[tuple[str, str]]:
    for message in messages:
        for holder in _holders(message):
            for button in holder.get("buttons", ()):
                if not leads_out(button["payload"]):
                    yield button["title"], button["payload"]


def _holders(message: Message) -> list[dict[str, Any]]:
    return [{"buttons": message.buttons}, *message.cards]


def _last_answer(recent: Sequence[Message]) -> list[Message]:
    answer: list[Message] = []
    for message in recent:
        if message.direction == Direction.OUT:
            answer.append(message)
        elif answer:
            break
    return answer
