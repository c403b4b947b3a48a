"""What providers tell of messages of ours: that they took a part, how far it has come, what somebody has read.

They may tell it before we have written down that they took it, and in any order. A report of a part that nobody knows
yet, or of a message that is still being sent part by part, is kept (`EarlyReport`) and counts as soon as the whole
message is with the provider. Whoever looks for early reports and whoever keeps one hold the same lock, on the part's
id: either the report is there to be found, or the message is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from conversations import reports, rules
from conversations.models import UNSENT, Delivery, Message
from conversations.realtime import publish_messages

log = structlog.get_logger()
KEPT_FOR: Final = timedelta(days=1)
"""How long a report waits for its message: of what others send in our name there never is one."""
_TELLING: Final = (Delivery.DELIVERED, Delivery.READ, Delivery.FAILED)
"""That it was queued or sent we know better than the provider: only we know whether all parts were."""


@dataclass(frozen=True, slots=True)
class PartKey:
    """A part of a message, counted from 1, by the name that goes out with it (`conversations.ports.Part.key`)."""

    message_id: UUID
    place: int

    @classmethod
    def read(cls, key: str) -> PartKey | None:
        """The part with this name; None where it is no name of ours."""
        message_id, _, place = key.replace(".", ":").partition(":")
        try:
            return cls(UUID(message_id), int(place)) if place.isdecimal() and len(place) < 4 else None
        except ValueError:
            return None


async def report_taken(
    session: AsyncSession, *, channel: str, key: PartKey, provider_message_id: str
) -> None:
    """A provider took a part: written down at once where whoever sent it was not told, so that it is not sent again."""
    message = await reports.find_unsent(session, channel=channel, message_id=key.message_id)
    if message is not None and len(message.parts_sent) == key.place - 1:
        message.parts_sent = [*message.parts_sent, provider_message_id]
        log.info("message.found_taken", message_id=str(message.id), channel=channel, part=key.place)


async def report_delivery(
    session: AsyncSession, *, channel: str, provider_message_id: str, delivery: Delivery, reason: str | None
) -> None:
    """What a provider tells of a part of ours; reports come in any order, and the furthest one stands."""
    if delivery not in _TELLING:
        return
    await reports.lock_parts(session, channel, [provider_message_id])
    message = await reports.find_part(session, channel=channel, provider_id=provider_message_id)
    if message is None or message.delivery in UNSENT:
        await reports.keep_early(
            session, channel=channel, provider_id=provider_message_id, delivery=delivery, failure=reason
        )
    elif _goes_on(message, provider_message_id, delivery, reason):
        await _tell(session, message)


async def report_watermark(
    session: AsyncSession, *, channel: str, address: str, delivery: Delivery, until: datetime
) -> None:
    """What a provider tells of everything that somebody was sent until a moment (UTC): delivered, or read."""
    messages = await reports.list_on_the_way(session, channel=channel, address=address, until=until)
    further = [message for message in messages if rules.goes_further(message.delivery, delivery)]
    for message in further:
        message.delivery = delivery
    await _tell(session, *further)


async def heed_early_reports(session: AsyncSession, message: Message) -> None:
    """Applies what was told too early of a locked message that is with its provider as a whole now.

    Its parts must have been locked (`reports.lock_parts`) before the message was.
    """
    early = await reports.take_early(session, message.channel, message.parts_sent)
    for report in sorted(early, key=lambda one: (message.parts_sent.index(one.provider_message_id), one.at)):
        _goes_on(message, report.provider_message_id, Delivery(report.delivery), report.failure)


async def forget_early_reports(session: AsyncSession, *, now: datetime) -> None:
    """Those whose message never came."""
    await reports.forget_early(session, before=now - KEPT_FOR)


def _goes_on(message: Message, provider_id: str, delivery: Delivery, reason: str | None) -> bool:
    """Whether a report moved a message on: it has arrived when its last part has, and failed when any part has."""
    if delivery is not Delivery.FAILED and provider_id != message.parts_sent[-1]:
        return False
    if not rules.goes_further(message.delivery, delivery):
        return False
    message.delivery, message.failure = delivery, reason
    return True


async def _tell(session: AsyncSession, *messages: Message) -> None:
    for conversation_id in {message.conversation_id for message in messages}:
        offsets = [message.offset for message in messages if message.conversation_id == conversation_id]
        await publish_messages(session, "message.changed", conversation_id=conversation_id, offsets=offsets)
