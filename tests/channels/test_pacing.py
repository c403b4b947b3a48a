"""The pace at which a provider is written to, on a clock that only moves when somebody sleeps."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

import pytest

from channels.pacing import Limits, Pace, PacedSender
from conversations.ports import Outgoing, Part, SendDelayed, SendPaced
from conversations.schemas import MessageView


class Provider:
    """Takes everything and notes when; the clock stands still while it does."""

    def __init__(self) -> None:
        self.now = 0.0
        self.taken: list[tuple[float, str]] = []
        self.trouble: SendDelayed | None = None

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds

    def parts(self, outgoing: Outgoing) -> Sequence[Part]:
        return [Part(f"{outgoing.message.id}:1", "text", {})]

    async def send(self, part: Part) -> str:
        if self.trouble:
            raise self.trouble
        self.taken.append((self.now, part.key))
        return part.key

    async def aclose(self) -> None: ...


@pytest.fixture
def provider() -> Provider:
    return Provider()


def paced(provider: Provider, limits: Limits) -> PacedSender:
    return PacedSender(provider, limits, clock=provider.clock, sleep=provider.sleep)


def part_for(sender: PacedSender, address: str) -> Part:
    blank = dict.fromkeys(MessageView.model_fields)
    lists = dict.fromkeys(("buttons", "cards", "attachments", "parts_sent"), ())
    message = MessageView.model_construct(**{**blank, **lists, "id": uuid4()})
    return sender.parts(Outgoing(message, address, "es", None))[0]


async def test_a_burst_to_one_person_passes_and_the_next_comes_later(provider: Provider) -> None:
    sender = paced(provider, Limits(Pace(100, 100), chat=Pace(1, 3)))
    for _ in range(3):
        await sender.send(part_for(sender, "ana"))
    with pytest.raises(SendPaced) as paced_out:
        await sender.send(part_for(sender, "ana"))
    assert paced_out.value.after == pytest.approx(1.0)


async def test_one_person_at_their_limit_keeps_nobody_else_waiting(provider: Provider) -> None:
    sender = paced(provider, Limits(Pace(100, 100), chat=Pace(1, 1)))
    await sender.send(part_for(sender, "ana"))
    with pytest.raises(SendPaced):
        await sender.send(part_for(sender, "ana"))
    await sender.send(part_for(sender, "luis"))
    assert provider.now == 0


async def test_short_waits_are_waited_and_keep_the_pace_of_the_channel(provider: Provider) -> None:
    sender = paced(provider, Limits(Pace(10, 1), chat=Pace(10, 10)))
    for person in range(5):
        await sender.send(part_for(sender, str(person)))
    assert [at for at, _ in provider.taken] == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])


async def test_who_comes_back_when_told_is_taken(provider: Provider) -> None:
    sender = paced(provider, Limits(Pace(100, 100), chat=Pace(1, 1)))
    await sender.send(part_for(sender, "ana"))
    with pytest.raises(SendPaced) as told:
        await sender.send(part_for(sender, "ana"))
    provider.now += told.value.after or 0
    await sender.send(part_for(sender, "ana"))
    assert len(provider.taken) == 2


async def test_a_channel_has_only_so_many_requests_open_and_gives_their_place_back(
    provider: Provider,
) -> None:
    sender = paced(provider, Limits(Pace(100, 100), chat=Pace(100, 100), at_once=0))
    with pytest.raises(SendPaced):
        await sender.send(part_for(sender, "ana"))
    sender = paced(provider, Limits(Pace(100, 100), chat=Pace(100, 100), at_once=1))
    provider.trouble = SendDelayed("down")
    for _ in range(2):
        with pytest.raises(SendDelayed, match="down"):
            await sender.send(part_for(sender, "ana"))


async def test_people_whom_nobody_writes_to_any_more_are_forgotten(provider: Provider) -> None:
    sender = paced(provider, Limits(Pace(1_000_000, 1_000_000), chat=Pace(10, 1)))
    for person in range(2_000):
        await sender.send(part_for(sender, str(person)))
    provider.now += 60
    await sender.send(part_for(sender, "ana"))
    assert len(sender._chats) == 1
