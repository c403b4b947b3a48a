"""What agents see first: who waits, who is whose, what is new."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from conversations.team.models import Role
from tests.conversations.console.conftest import Colleague, Office
from tests.databases import counted


async def test_a_row_says_who_wrote_what_and_how_much_of_it_is_unread(
    office: Office, lucia: Colleague
) -> None:
    conversation_id = await office.hear("Hola", "¿Cuánto sale\nCusco en mayo?")
    await office.wants_person(conversation_id)
    page = (await lucia.get("inbox", view="unassigned")).json()
    (row,) = page["conversations"]
    assert (row["id"], row["name"], row["channel"], row["owner"], row["agent"]) == (
        str(conversation_id),
        "Ana Quispe",
        "whatsapp",
        "queue",
        None,
    )
    assert (row["unread"], row["last"]["text"], row["last"]["offset"]) == (
        2,
        "¿Cuánto sale Cusco en mayo?",
        2,
    )
    assert (row["handoff"]["reason"], row["target_seconds"], row["closed"]) == ("requested", 300, False)
    assert (page["counts"]["unassigned"], page["counts"]["mine"], page["counts"]["all"]) == (1, 0, 1)


async def test_an_opened_widget_where_nobody_wrote_is_not_listed(office: Office, lucia: Colleague) -> None:
    await office.hear(channel="web")
    assert (await lucia.get("inbox", view="all")).json()["conversations"] == []


async def test_whoever_writes_comes_to_the_top(office: Office, lucia: Colleague) -> None:
    first, second = await office.hear("uno"), await office.hear("dos")

    async def order() -> list[str]:
        return [row["id"] for row in (await lucia.get("inbox", view="all")).json()["conversations"]]

    assert await order() == [str(second), str(first)]
    await office.write(first, "sigo aquí")
    assert await order() == [str(first), str(second)]


async def test_pages_follow_each_other_without_gaps_or_repetitions(office: Office, lucia: Colleague) -> None:
    written = {str(await office.hear(f"número {number}")) for number in range(53)}
    first = (await lucia.get("inbox", view="all")).json()
    second = (await lucia.get("inbox", view="all", before=first["next"])).json()
    ids = [row["id"] for page in (first, second) for row in page["conversations"]]
    assert (len(first["conversations"]), len(ids), set(ids), second["next"]) == (50, 53, written, None)


async def test_a_page_takes_the_same_few_statements_for_any_number_of_conversations_and_messages(
    office: Office, lucia: Colleague, engine: AsyncEngine
) -> None:
    await office.hear("hola")
    with counted(engine) as few:
        await lucia.get("inbox", view="all")
    for _ in range(12):
        await office.hear(*["otra cosa"] * 5)
    with counted(engine) as many:
        page = (await lucia.get("inbox", view="all")).json()
    assert len(page["conversations"]) == 13
    assert len(many) == len(few) == 4  # who asks, the times, the page, the counts


async def test_the_inbox_is_narrowed_by_channel_language_and_words(office: Office, lucia: Colleague) -> None:
    ana = await office.hear("Quiero ir a Galápagos")
    await office.hear("Hola", channel="telegram", name="Bruno Lima")

    async def ids(**query: str) -> list[str]:
        answer = await lucia.get("inbox", view="all", **query)
        return [row["id"] for row in answer.json()["conversations"]]

    for query in ({"channel": "whatsapp"}, {"q": "galap"}, {"q": "QUISPE an"}, {"q": "galapagos ir"}):
        assert await ids(**query) == [str(ana)]
    assert await ids(language="pt") == await ids(q="nobody") == []
    assert len(await ids(q="  ")) == 2


@pytest.mark.parametrize("cursor", ["x", "bm90aGluZw==", "MjAyNy0wMS0wMSAx", "%00", "á"])
async def test_a_cursor_of_somebody_elses_making_is_refused(lucia: Colleague, cursor: str) -> None:
    answer = await lucia.get("inbox", view="all", before=cursor)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    "typed", ["'", "\\", "a\\' | b", ":*", "!", "a & | b", "(", "\x00", "<->", "é" * 100]
)
async def test_whatever_is_typed_is_only_words(office: Office, lucia: Colleague, typed: str) -> None:
    await office.hear("hola")
    for path in ("inbox", "search"):
        assert (await lucia.get(path, q=typed)).status_code == 200


@pytest.mark.parametrize(
    "query", [{"channel": "\x00"}, {"language": "ES"}, {"view": "everything"}, {"q": "x" * 101}]
)
async def test_what_no_inbox_can_be_narrowed_by_is_refused(lucia: Colleague, query: dict[str, str]) -> None:
    assert (await lucia.get("inbox", **query)).status_code == 422


async def test_nobody_from_outside_sees_anything(office: Office) -> None:
    conversation_id = await office.hear("hola")
    stranger = await office.hire("Hotel", Role.SUPPLIER, supplier_code="inti")
    paths = (
        "inbox",
        "search",
        f"conversations/{conversation_id}",
        f"conversations/{conversation_id}/timeline",
    )
    for path in paths:
        answer = await stranger.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")


async def test_the_pages_of_every_view_come_from_an_index(office: Office, lucia: Colleague) -> None:
    """No view sorts all that there is."""
    from conversations.console.inbox import CONDITIONS, PAGE_OF

    async with office.sessions() as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        for view, condition in CONDITIONS.items():
            page = PAGE_OF.format(conditions=condition.replace(":agent", f"'{uuid4()}'"))
            plan = await session.execute(text(f"EXPLAIN {page.replace(':limit', '50')}"))
            lines = "\n".join(line for (line,) in plan)
            assert "Index" in lines, (view, lines)
