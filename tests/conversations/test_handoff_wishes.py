"""What a traveller wished for and nobody could promise stands in the line that the person who takes over reads."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from conversations.handoffs.wording import say_wanted


async def test_the_kind_of_room_is_said_beside_the_trip(session: AsyncSession) -> None:
    summary = {"wanted": {"stars": 4, "wishes": ["room_double", "something_of_another_day"]}}

    assert await say_wanted(session, summary, "es") == "4★, habitación doble"
    assert await say_wanted(session, summary, "en") == "4★, double room"


async def test_what_it_may_cost_is_written_as_the_agents_language_does(session: AsyncSession) -> None:
    summary = {"wanted": {"budget": {"amount": 3000, "currency": "USD", "per": "trip", "bound": "most"}}}
    for language, amount in (("es", "USD 3,000"), ("en", "USD 3,000"), ("pt", "USD 3.000")):
        assert amount in (await say_wanted(session, summary, language) or "")
