"""Each message is stored once, in order, with its job."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from conversations.errors import ConversationNotFound, TextTooLong
from tests.conversations.conftest import Talk


async def jobs_of(talk: Talk) -> int:
    async with talk.sessions() as session:
        found = await session.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE lock = :lock"), {"lock": str(talk.id)}
        )
        return int(found or 0)


async def test_a_redelivery_stores_nothing_and_gives_the_same_offset(talk: Talk) -> None:
    first = await talk.write("hola", provider_id="a-1")
    again = await talk.write("hola", provider_id="a-1")
    assert (first.new, again.new) == (True, False)
    assert first.offset == again.offset == 1
    assert await talk.said() == [("traveller", "hola")]
    assert await jobs_of(talk) == 1


async def test_three_deliveries_at_once_are_one_message(talk: Talk) -> None:
    receipts = await asyncio.gather(*(talk.write("hola", provider_id="a-2") for _ in range(3)))
    assert sorted(receipt.new for receipt in receipts) == [False, False, True]
    assert {receipt.offset for receipt in receipts} == {1}
    assert await jobs_of(talk) == 1


async def test_offsets_have_no_gaps_however_many_write_at_once(talk: Talk) -> None:
    receipts = await asyncio.gather(*(talk.write(f"mensaje {number}") for number in range(12)))
    assert sorted(receipt.offset for receipt in receipts) == list(range(1, 13))


async def test_what_is_not_committed_leaves_neither_message_nor_job(talk: Talk) -> None:
    with pytest.raises(TextTooLong):
        await talk.write("a" * 10_001)
    assert await talk.said() == []
    assert await jobs_of(talk) == 0


async def test_the_longest_text_is_taken_and_characters_that_cannot_be_stored_are_left_out(
    talk: Talk,
) -> None:
    await talk.write("a" * 10_000)
    await talk.write("ho\x00la \ud83d")
    assert (await talk.said())[1] == ("traveller", "hola ?")


async def test_nobody_writes_into_a_conversation_that_does_not_exist(talk: Talk) -> None:
    talk.id = type(talk.id)(int=1)
    with pytest.raises(ConversationNotFound):
        await talk.write("hola")
