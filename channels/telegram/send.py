"""Sending to Telegram through python-telegram-bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Bot, Message
from telegram.constants import ChatAction
from telegram.error import BadRequest

from channels.telegram.errors import is_unknown_chat, understood
from channels.telegram.files import DOCUMENT, FIELDS, content_of
from channels.telegram.keyboard import markup_of
from channels.telegram.preview import preview_of
from channels.telegram.render import parts_of
from channels.telegram.settings import TelegramSettings
from conversations.ports import Outgoing, OutgoingFiles, Part, Signal


def bot_of(access: TelegramSettings) -> Bot:
    """The library's client; it connects when it is first used."""
    return Bot(access.token, base_url=f"{access.api}/bot", base_file_url=f"{access.api}/file/bot")


class TelegramSender:
    """A `ChannelSender`."""

    def __init__(self, access: TelegramSettings, files: OutgoingFiles) -> None:
        self._bot = bot_of(access)
        self._public_url = access.public_url
        self._files = files

    def parts(self, outgoing: Outgoing) -> Sequence[Part]:
        """See `channels.telegram.render`."""
        return parts_of(outgoing, self._public_url)

    async def send(self, part: Part) -> str:
        """The chat and the message in it: Telegram counts messages by chat."""
        sent = await (self._send_file(part) if part.method in FIELDS else self._send(part))
        return f"{sent.chat_id}:{sent.message_id}"

    async def signal(self, signal: Signal, *, address: str, inbound_id: str | None) -> None:
        """Typing, for five seconds or until the next message; the Bot API has no way to mark what was read."""
        if signal is Signal.TYPING:
            with understood():
                await self._bot.send_chat_action(address, ChatAction.TYPING)

    async def aclose(self) -> None:
        """Closes connections."""
        await self._bot.shutdown()

    async def _send(self, part: Part) -> Message:
        methods: dict[str, Callable[..., Awaitable[Message]]] = {
            "sendMessage": self._bot.send_message,
            "sendLocation": self._bot.send_location,
            "sendVenue": self._bot.send_venue,
        }
        fields = dict(part.fields)
        markup = markup_of(fields.pop("keyboard", None))
        if picture := fields.pop("picture", None):
            fields["link_preview_options"] = preview_of(picture)
        with understood():
            return await methods[part.method](reply_markup=markup, **fields)

    async def _send_file(self, part: Part) -> Message:
        """A picture, sound or film that Telegram cannot show as such goes as a document, which it never looks into."""
        fields = dict(part.fields)
        content = await content_of(self._files, fields.pop("conversation_id"), fields.pop("media_id"))
        fields["filename"] = fields.pop("name")
        fields["reply_markup"] = markup_of(fields.pop("keyboard", None))
        with understood():
            try:
                return await self._upload(part.method, content, fields)
            except BadRequest as error:
                if part.method == DOCUMENT or is_unknown_chat(error):
                    raise
                return await self._upload(DOCUMENT, content, fields)

    async def _upload(self, method: str, content: bytes, fields: dict[str, Any]) -> Message:
        methods: dict[str, Callable[..., Awaitable[Message]]] = {
            "sendPhoto": self._bot.send_photo,
            DOCUMENT: self._bot.send_document,
            "sendAudio": self._bot.send_audio,
            "sendVoice": self._bot.send_voice,
            "sendVideo": self._bot.send_video,
        }
        return await methods[method](**{FIELDS[method]: content}, **fields)
