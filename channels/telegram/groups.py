"""Groups and channels: asked there, the bot says that it talks in private, once a day; else it is silent.

Nothing that is said in a group is kept, nor that the bot is in it: who was told lately is known to this process alone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any, Final

import texts
from channels.telegram.menu import COMMANDS

QUIET_FOR: Final = 24 * 3600.0
"""Seconds."""
REMEMBERED: Final = 10_000
_GROUPS: Final = frozenset({"group", "supergroup"})
_INSIDE: Final = frozenset({"member", "administrator", "restricted"})
Json = dict[str, Any]


class Groups:
    """Says what to answer; ``username`` is the bot's, as soon as it is known."""

    def __init__(self, bot_id: int, clock: Callable[[], float] = monotonic) -> None:
        self._bot_id = bot_id
        self.username: str | None = None
        self._clock = clock
        self._told: OrderedDict[int, float] = OrderedDict()

    def answer(self, update: Mapping[str, Any]) -> Json | None:
        """The method that Telegram is to be asked for, if any."""
        if moved := update.get("my_chat_member"):
            return self._moved(moved)
        message = update.get("message") or {}
        if message and message["chat"]["type"] in _GROUPS and self._is_addressed(message):
            return self._invite(message["chat"], message.get("from"), message)
        return None

    def _moved(self, moved: Mapping[str, Any]) -> Json | None:
        """Somebody let the bot in: a group is greeted, a channel, where nobody can talk to it, is left."""
        was, now = (moved[side]["status"] in _INSIDE for side in ("old_chat_member", "new_chat_member"))
        chat = moved["chat"]
        if was or not now:
            return None
        if chat["type"] == "channel":
            return {"method": "leaveChat", "chat_id": chat["id"]}
        return self._invite(chat, moved.get("from"), {}) if chat["type"] in _GROUPS else None

    def _is_addressed(self, message: Mapping[str, Any]) -> bool:
        """By a reply to it, a mention, or a command that is meant for it or for any bot."""
        answered = (message.get("reply_to_message") or {}).get("from") or {}
        return answered.get("id") == self._bot_id or any(
            self._names_us(message, entity)
            for entity in message.get("entities") or message.get("caption_entities") or ()
        )

    def _names_us(self, message: Mapping[str, Any], entity: Mapping[str, Any]) -> bool:
        if entity["type"] == "text_mention":
            return bool(entity["user"]["id"] == self._bot_id)
        # Offsets count UTF-16 code units (Bot API, MessageEntity).
        text = str(message.get("text") or message.get("caption") or "").encode("utf-16-le")
        start, length = 2 * int(entity["offset"]), 2 * int(entity["length"])
        word, _, name = text[start : start + length].decode("utf-16-le").partition("@")
        ours = bool(name) and self.username is not None and name.lower() == self.username.lower()
        if entity["type"] == "mention":
            return ours
        return entity["type"] == "bot_command" and word.removeprefix("/") in COMMANDS and (ours or not name)

    def _invite(
        self, chat: Mapping[str, Any], sender: Mapping[str, Any] | None, message: Mapping[str, Any]
    ) -> Json | None:
        now = self._clock()
        if now < self._told.get(chat["id"], now - 1.0):
            return None
        self._told[chat["id"]] = now + QUIET_FOR
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        spoken = str((sender or {}).get("language_code") or "")[:2]
        language = spoken if spoken in texts.LANGUAGES else texts.DEFAULT_LANGUAGE
        return {
            "method": "sendMessage",
            "chat_id": chat["id"],
            "text": texts.say(language, "telegram.group.text"),
            **self._door(language),
            **_below(message),
        }

    def _door(self, language: str) -> Json:
        if self.username is None:
            return {}
        key = {
            "text": texts.say(language, "telegram.group.button"),
            "url": f"https://t.me/{self.username}?start=group",
        }
        return {"reply_markup": {"inline_keyboard": [[key]]}}


def _below(message: Mapping[str, Any]) -> Json:
    """As an answer to who asked, in the same topic."""
    if not message:
        return {}
    topic = {"message_thread_id": message["message_thread_id"]} if message.get("is_topic_message") else {}
    replied = {"message_id": message["message_id"], "allow_sending_without_reply": True}
    return {"reply_parameters": replied, **topic}
