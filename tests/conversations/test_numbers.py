"""A conversation is held with a number where its channel knows people by theirs."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.numbers import number_of
from conversations.service import start_conversation


@pytest.mark.parametrize(
    ("channel", "address", "number"),
    [("whatsapp", "+51984123456", "+51984123456"), ("telegram", "984123456", None), ("web", None, None)],
)
async def test_only_an_address_that_is_a_number_is_one(
    session: AsyncSession, channel: str, address: str | None, number: str | None
) -> None:
    opened = await start_conversation(session, channel=channel, address=address, language="es")
    assert await number_of(session, conversation_id=opened.id) == number
    assert await number_of(session, conversation_id=uuid.uuid4()) is None
