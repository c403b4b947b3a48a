"""Reports of messages of ours: too early, too late, in any order, and of parts whose sender was never told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.jobs import PostgresQueue
from conversations import reporting, reports, service
from conversations.delivering import deliver_conversation
from conversations.models import Delivery, EarlyReport, Message
from conversations.ports import Outgoing, Part, SendDelayed, Signal
from conversations.reporting import KEPT_FOR, PartKey, forget_early_reports, heed_early_reports

Sessions = async_sessionmaker[AsyncSession]
CHANNEL = "pigeon"
WAITS = text(
    """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
    WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
    """
)
Happening = Callable[[Part, str], Awaitable[None]]


async def nothing(part: Part, taken: str) -> None:
    """Nothing happens."""


class Provider:
    """Takes a message as one part for each of its words; while it does, ``meanwhile`` happens. Then it may break off."""

    def __init__(self, meanwhile: Happening = nothing) -> None:
        self.meanwhile = meanwhile
        self.breaks_off: list[str] = []
        self.taken: list[tuple[str, str]] = []

    def parts(self, outgoing: Outgoing) -> Sequence[Part]:
        words = outgoing.message.text.split()
        return [
            Part(f"{outgoing.message.id}:{place}", "text", {"text": word})
            for place, word in enumerate(words, start=1)
        ]

    async def send(self, part: Part) -> str:
        taken, word = str(uuid4()), part.fields["text"]
        self.taken.append((word, taken))
        await self.meanwhile(part, taken)
        if word in self.breaks_off:
            self.breaks_off.remove(word)
            raise SendDelayed("broken off")
        return taken

    async def signal(self, signal: Signal, *, address: str, inbound_id: str | None) -> None: ...

    async def aclose(self) -> None: ...

    def words(self) -> list[str]:
        return [word for word, _ in self.taken]


async def waiting(sessions: Sessions, words: str) -> UUID:
    """A conversation in which this is still to be delivered."""
    async with sessions.begin() as session:
        view = await service.start_conversation(session, channel=CHANNEL, address=None, language="es")
        await service.say(session, PostgresQueue(), conversation_id=view.id, text=words)
    return view.id


async def deliver(conversation: UUID, sessions: Sessions, provider: Provider) -> Message:
    await deliver_conversation(conversation, sessions=sessions, senders={CHANNEL: provider})
    return await standing(conversation, sessions)


async def standing(conversation: UUID, sessions: Sessions) -> Message:
    async with sessions() as session:
        return (await session.scalars(select(Message).where(Message.conversation_id == conversation))).one()


async def tell(sessions: Sessions, taken: str, delivery: Delivery, reason: str | None = None) -> None:
    """The provider reports."""
    async with sessions.begin() as session:
        await reporting.report_delivery(
            session, channel=CHANNEL, provider_message_id=taken, delivery=delivery, reason=reason
        )


async def kept(sessions: Sessions) -> int:
    """How many reports still wait for a message of this channel."""
    count = select(func.count()).select_from(EarlyReport).where(EarlyReport.channel == CHANNEL)
    async with sessions() as session:
        return await session.scalar(count) or 0


@pytest.mark.parametrize("delivery", [Delivery.DELIVERED, Delivery.READ])
async def test_what_is_told_before_its_id_is_written_down_counts(
    sessions: Sessions, delivery: Delivery
) -> None:
    async def at_once(part: Part, taken: str) -> None:
        await tell(sessions, taken, delivery)

    message = await deliver(await waiting(sessions, "hola"), sessions, Provider(at_once))
    assert (message.delivery, message.failure) == (delivery, None)


async def test_a_failure_that_is_told_too_early_is_shown_with_its_reason(sessions: Sessions) -> None:
    async def at_once(part: Part, taken: str) -> None:
        await tell(sessions, taken, Delivery.FAILED, "63024")

    message = await deliver(await waiting(sessions, "hola"), sessions, Provider(at_once))
    assert (message.delivery, message.failure) == (Delivery.FAILED, "63024")


async def test_what_is_told_of_the_first_part_keeps_no_other_from_being_sent(sessions: Sessions) -> None:
    conversation = await waiting(sessions, "uno dos tres")

    async def read(part: Part, taken: str) -> None:
        await tell(sessions, provider.taken[0][1], Delivery.READ)

    provider = Provider(read)
    provider.breaks_off = ["dos"]
    with pytest.raises(SendDelayed):
        await deliver(conversation, sessions, provider)
    assert (await standing(conversation, sessions)).delivery == Delivery.SENDING
    message = await deliver(conversation, sessions, provider)
    assert provider.words() == ["uno", "dos", "dos", "tres"]
    assert message.delivery == Delivery.SENT


async def test_a_message_has_arrived_with_its_last_part_and_failed_with_any(sessions: Sessions) -> None:
    conversation, provider = await waiting(sessions, "uno dos"), Provider()
    await deliver(conversation, sessions, provider)
    (_, first), (_, last) = provider.taken
    await tell(sessions, first, Delivery.READ)
    assert (await standing(conversation, sessions)).delivery == Delivery.SENT
    await tell(sessions, last, Delivery.DELIVERED)
    assert (await standing(conversation, sessions)).delivery == Delivery.DELIVERED
    another = Provider()
    broken = await waiting(sessions, "uno dos")
    await deliver(broken, sessions, another)
    await tell(sessions, another.taken[0][1], Delivery.FAILED, "63019")
    assert (await standing(broken, sessions)).failure == "63019"


async def test_a_part_that_the_provider_tells_of_is_not_sent_again(sessions: Sessions) -> None:
    conversation = await waiting(sessions, "uno dos")

    async def calls_back(part: Part, taken: str) -> None:
        key = PartKey.read(part.key.replace(":", "."))
        assert key is not None
        async with sessions.begin() as session:
            await reporting.report_taken(session, channel=CHANNEL, key=key, provider_message_id=taken)

    provider = Provider(calls_back)
    provider.breaks_off = ["uno"]
    with pytest.raises(SendDelayed):
        await deliver(conversation, sessions, provider)
    message = await deliver(conversation, sessions, provider)
    assert provider.words() == ["uno", "dos"]
    assert message.parts_sent == [taken for _, taken in provider.taken]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x:1",
        f"{UUID(int=7)}",
        f"{UUID(int=7)}:",
        f"{UUID(int=7)}:-1",
        f"{UUID(int=7)}:1e3",
        f"{UUID(int=7)}:99999",
    ],
)
def test_what_is_no_name_of_a_part_is_none(key: str) -> None:
    assert PartKey.read(key) is None


async def test_nobody_writes_down_a_part_of_another_channel_or_out_of_its_turn(sessions: Sessions) -> None:
    conversation = await waiting(sessions, "uno dos")
    message = (await standing(conversation, sessions)).id
    for channel, key in (
        ("dove", PartKey(message, 1)),
        (CHANNEL, PartKey(message, 2)),
        (CHANNEL, PartKey(uuid4(), 1)),
    ):
        async with sessions.begin() as session:
            await reporting.report_taken(session, channel=channel, key=key, provider_message_id="x")
    assert (await standing(conversation, sessions)).parts_sent == []


async def test_a_report_in_the_middle_of_being_kept_is_waited_for(sessions: Sessions) -> None:
    conversation, provider = await waiting(sessions, "hola"), Provider()
    await deliver(conversation, sessions, provider)
    taken = "told while it is settled"
    async with sessions.begin() as reporter:
        await reporting.report_delivery(
            reporter, channel=CHANNEL, provider_message_id=taken, delivery=Delivery.READ, reason=None
        )
        settling = asyncio.create_task(settle(conversation, sessions, taken))
        await blocked(sessions)
        assert not settling.done()
    await settling
    assert (await standing(conversation, sessions)).delivery == Delivery.READ
    assert await kept(sessions) == 0


async def test_a_report_in_the_middle_of_the_settling_waits_for_it(sessions: Sessions) -> None:
    conversation, provider = await waiting(sessions, "hola"), Provider()
    await deliver(conversation, sessions, provider)
    taken = "settled while it is told"
    async with sessions.begin() as settler:
        await record_and_heed(settler, conversation, taken)
        telling = asyncio.create_task(tell(sessions, taken, Delivery.READ))
        await blocked(sessions)
        assert not telling.done()
    await telling
    assert (await standing(conversation, sessions)).delivery == Delivery.READ
    assert await kept(sessions) == 0


async def settle(conversation: UUID, sessions: Sessions, taken: str) -> None:
    async with sessions.begin() as session:
        await record_and_heed(session, conversation, taken)


async def record_and_heed(session: AsyncSession, conversation: UUID, taken: str) -> None:
    """What the end of a delivery does."""
    await reports.lock_parts(session, CHANNEL, [taken])
    one = select(Message).where(Message.conversation_id == conversation).with_for_update()
    message = (await session.scalars(one)).one()
    message.parts_sent = [taken]
    await session.flush()
    await heed_early_reports(session, message)


async def blocked(sessions: Sessions) -> None:
    """Until somebody waits for the lock on a part."""
    async with asyncio.timeout(15), sessions() as session:
        while not await session.scalar(WAITS):
            pass


async def test_reports_of_what_was_never_ours_are_forgotten_after_a_day(sessions: Sessions) -> None:
    await tell(sessions, "somebody else's", Delivery.DELIVERED)
    await tell(sessions, "somebody else's", Delivery.DELIVERED)
    assert await kept(sessions) == 1
    now = datetime.now(UTC)
    async with sessions.begin() as session:
        await forget_early_reports(session, now=now)
    assert await kept(sessions) == 1
    async with sessions.begin() as session:
        await forget_early_reports(session, now=now + KEPT_FOR + timedelta(minutes=1))
    assert await kept(sessions) == 0
