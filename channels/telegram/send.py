"""Sending to Telegram through python-telegram-bot."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from datetime import timedelta

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.warnings import PTBDeprecationWarning

from channels.telegram.render import parts_of
from channels.telegram.settings import TelegramSettings
from conversations.ports import Outgoing, OutgoingFiles, Part, SendDelayed, SendRefused, Signal

BLOCKED = "blocked"
UNKNOWN_ADDRESS = "unknown_address"
WRONG_CREDENTIALS = "wrong_credentials"
REJECTED = "rejected"


def bot_of(access: TelegramSettings) -> Bot:
    """The library's client; it connects when it is first used."""
    return Bot(access.token, base_url=f"{access.api}/bot", base_file_url=f"{access.api}/file/bot")


class TelegramSender:
    """A `ChannelSender`."""

    def __init__(self, access: TelegramSettings, files: OutgoingFiles) -> None:
        self._bot = bot_of(access)
        self._files = files

    def parts(self, outgoing: Outgoing) -> Sequence[Part]:
        """See `channels.telegram.render`."""
        return parts_of(outgoing)

    async def send(self, part: Part) -> str:
        """The chat and the message in it: Telegram counts messages by chat."""
        fields = part.fields
        try:
            sent = await self._bot.send_message(
                chat_id=fields["chat_id"], text=fields["text"], reply_markup=_markup(fields.get("keyboard"))
            )
        except RetryAfter as error:
            raise SendDelayed("rate_limited", after=seconds_of(error)) from error
        except Forbidden as error:
            raise SendRefused(BLOCKED) from error
        except InvalidToken as error:
            raise SendDelayed(WRONG_CREDENTIALS) from error
        except BadRequest as error:
            raise SendRefused(
                UNKNOWN_ADDRESS if "chat not found" in str(error).lower() else REJECTED
            ) from error
        except (NetworkError, TelegramError) as error:
            raise SendDelayed(type(error).__name__) from error
        return f"{sent.chat_id}:{sent.message_id}"

    async def signal(self, signal: Signal, *, address: str, inbound_id: str | None) -> None:
        """Nothing yet."""

    async def aclose(self) -> None:
        """Closes connections."""
        await self._bot.shutdown()


def _markup(keyboard: Sequence[Sequence[tuple[str, str]]] | None) -> InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(title, callback_data=data) for title, data in row] for row in keyboard]
    )


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone. The library tells seconds today and a timedelta in a later release, and warns of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        after: float | timedelta = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
