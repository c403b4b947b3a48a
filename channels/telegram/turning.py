"""Turning the pages of cards: the message is edited in place, without a turn of the bot.

The edit goes out beside the receipt, for a webhook waits for nobody. It is not written down anywhere: one that is lost
is pressed again, one that is made twice changes nothing. Of several presses on one message the newest counts.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import structlog
from telegram import Bot
from telegram.error import BadRequest

import texts
from channels.ports import ChannelPorts
from channels.telegram.errors import understood
from channels.telegram.keyboard import markup_of
from channels.telegram.pages import Page, page
from channels.telegram.parse import NAME, PageTurned
from channels.telegram.preview import preview_of
from conversations.looking_back import find_said
from conversations.ports import SendDelayed, SendRefused

log = structlog.get_logger()
TRIES: Final = 3
LONGEST_PAUSE: Final = 10.0
"""Seconds; who waits longer presses again."""
AT_ONCE: Final = 4
"""Edits that are on their way at the same time."""


@dataclass(frozen=True, slots=True)
class _Edit:
    chat: str
    message_id: int
    shown: Page


class PageTurner:
    """Edits in the background."""

    def __init__(self, bot: Bot, ports: ChannelPorts, public_url: str) -> None:
        self._bot, self._ports, self._public_url = bot, ports, public_url
        self._wanted: dict[tuple[str, int], _Edit] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE)

    async def turn(self, turned: PageTurned) -> dict[str, Any]:
        """Begins to show the page; how the press is to be answered: at once, and with a word where the cards are gone."""
        async with self._ports.sessions() as session:
            message = await find_said(
                session, channel=NAME, address=turned.address, offset=turned.message_offset
            )
        answered = {"method": "answerCallbackQuery", "callback_query_id": turned.callback_id}
        if message is None or turned.place >= len(message.cards):
            language = turned.language if turned.language in texts.LANGUAGES else texts.DEFAULT_LANGUAGE
            return {**answered, "text": texts.say(language, "telegram.page_gone")}
        self._show(_Edit(turned.address, turned.message_id, page(message, turned.place, self._public_url)))
        return answered

    async def settled(self) -> None:
        """Until nothing is being edited."""
        await asyncio.gather(*self._tasks)

    async def aclose(self) -> None:
        """Gives up what is being edited."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._bot.shutdown()

    def _show(self, edit: _Edit) -> None:
        key = (edit.chat, edit.message_id)
        at_work = key in self._wanted
        self._wanted[key] = edit
        if not at_work:
            task = asyncio.create_task(self._work(key), name="turning pages")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, key: tuple[str, int]) -> None:
        """Until the newest page that was wanted of a message is shown, or cannot be."""
        try:
            shown = None
            while (wanted := self._wanted[key]) is not shown:
                async with self._room:
                    await self._edit(wanted, key)
                shown = wanted
        except SendRefused as refusal:
            log.info("telegram.page_refused", reason=refusal.reason)
        except Exception:
            log.exception("telegram.page_broke")
        finally:
            del self._wanted[key]

    async def _edit(self, edit: _Edit, key: tuple[str, int]) -> None:
        tries = 0
        while self._wanted[key] is edit and tries < TRIES:
            tries += 1
            try:
                with understood():
                    await self._ask(edit)
            except SendDelayed as delay:
                log.info("telegram.page_delayed", reason=delay.reason)
                await asyncio.sleep(min(delay.after or 1.0, LONGEST_PAUSE))
            else:
                return

    async def _ask(self, edit: _Edit) -> None:
        try:
            await self._bot.edit_message_text(
                edit.shown.text,
                chat_id=edit.chat,
                message_id=edit.message_id,
                reply_markup=markup_of(edit.shown.keyboard),
                link_preview_options=preview_of(edit.shown.picture),
            )
        except BadRequest as error:
            # The page is shown already: pressed twice, or delivered twice.
            if "not modified" not in str(error).lower():
                raise
