"""A conversation opened by an agent: how it went, what may still be sent, and that it was looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from app.jobs import PostgresQueue
from conversations import service
from conversations.answering import answer_conversation
from conversations.bot_client import FakeBot
from conversations.team.models import AuditEntry
from conversations.windows import window_of
from tests.conversations.console.conftest import Colleague, Office

NOW = datetime(2027, 3, 1, 15, tzinfo=UTC)


async def test_an_open_conversation_says_why_it_was_handed_over_and_until_when_the_channel_lets_us_write(
    office: Office, lucia: Colleague
) -> None:
    conversation_id = await office.hear("quiero hablar con alguien")
    await office.wants_person(conversation_id, "anger")
    detail = (await lucia.get(f"conversations/{conversation_id}")).json()
    assert detail["conversation"]["name"] == "Ana Quispe"
    assert detail["summary"]["reason"] == "anger"
    assert (detail["window"]["kind"], detail["opted_out"], detail["satisfaction"]) == ("open", False, None)
    closes = datetime.fromisoformat(detail["window"]["until"])
    assert timedelta(hours=23, minutes=59) < closes - datetime.now(UTC) <= timedelta(hours=24)


async def test_the_timeline_shows_both_sides_what_the_bot_understood_and_who_asked_for_a_person(
    office: Office, lucia: Colleague
) -> None:
    conversation_id = await office.hear("oi")
    await answer_conversation(conversation_id, sessions=office.sessions, bot=FakeBot(), queue=PostgresQueue())
    await office.wants_person(conversation_id)
    page = (await lucia.get(f"conversations/{conversation_id}/timeline")).json()
    asked, answered, change = page["entries"]
    assert (asked["message"]["understanding"]["intent"], asked["message"]["turn"]) == ("echo", "answered")
    assert (answered["message"]["sender"], answered["message"]["delivery"]) == ("bot", "queued")
    assert (change["change"]["kind"], change["change"]["reason"]) == ("requested", "requested")
    assert page["next"] is None


async def test_the_past_is_read_page_by_page_and_each_change_stands_on_one_page(
    office: Office, lucia: Colleague
) -> None:
    conversation_id = await office.hear(*[f"uno {number}" for number in range(4)])
    await office.wants_person(conversation_id)
    for number in range(4):
        await office.write(conversation_id, f"dos {number}")
    path = f"conversations/{conversation_id}/timeline"
    newest = (await lucia.get(path, limit=3)).json()
    middle = (await lucia.get(path, limit=3, before=newest["next"])).json()
    oldest = (await lucia.get(path, limit=3, before=middle["next"])).json()
    told = [
        [
            entry["message"]["offset"] if entry["type"] == "message" else entry["type"]
            for entry in page["entries"]
        ]
        for page in (newest, middle, oldest)
    ]
    assert told == [[6, 7, 8], [3, 4, "change", 5], [1, 2]]
    assert (newest["next"], middle["next"], oldest["next"]) == (6, 3, None)


async def test_an_erased_conversation_shows_nothing_of_what_was_said(
    office: Office, lucia: Colleague
) -> None:
    conversation_id = await office.hear("me llamo Ana")
    async with office.sessions.begin() as session:
        await service.erase_messages(session, PostgresQueue(), conversation_id=conversation_id, up_to=1)
    (entry,) = (await lucia.get(f"conversations/{conversation_id}/timeline")).json()["entries"]
    assert entry["message"]["text"] == ""
    assert (await lucia.get(f"conversations/{conversation_id}")).json()["erased_to"] == 1
    assert (await lucia.get("search", q="llamo")).json()["hits"] == []


async def test_whoever_opens_a_conversation_is_written_down_once_an_hour(
    office: Office, lucia: Colleague
) -> None:
    conversation_id = await office.hear("hola")
    assert (await lucia.get(f"conversations/{conversation_id}/media/{uuid4()}")).status_code == 404
    for _ in range(3):
        await lucia.get(f"conversations/{conversation_id}")
        await lucia.get(f"conversations/{conversation_id}/timeline")
    async with office.sessions() as session:
        here = select(AuditEntry).where(AuditEntry.conversation_id == conversation_id)
        entries = (await session.scalars(here)).all()
    assert [(one.agent_id, one.action, one.conversation_id) for one in entries] == [
        (lucia.id, "conversation.opened", conversation_id)
    ]


@pytest.mark.parametrize("path", ["", "/timeline", f"/media/{UUID(int=7)}"])
async def test_an_unknown_conversation_is_not_found(lucia: Colleague, path: str) -> None:
    assert (await lucia.get(f"conversations/{uuid4()}{path}")).status_code == 404


@pytest.mark.parametrize(
    "query", [{"before": 0}, {"before": -3}, {"limit": 0}, {"limit": 1000}, {"before": 2**40}]
)
async def test_impossible_pages_are_refused(office: Office, lucia: Colleague, query: dict[str, int]) -> None:
    conversation_id = await office.hear("hola")
    answer = await lucia.get(f"conversations/{conversation_id}/timeline", **query)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("channel", "hours", "kind"),
    [
        ("whatsapp", 23, "open"),
        ("whatsapp", 24, "template"),
        ("messenger", 25, "open"),
        ("messenger", 7 * 24, "closed"),
        ("telegram", 900, "none"),
        ("web", 900, "none"),
    ],
)
def test_windows_are_the_channels_own(channel: str, hours: int, kind: str) -> None:
    wrote = NOW - timedelta(hours=hours)
    assert window_of(channel, last_inbound_at=wrote, now=NOW).kind == kind


def test_who_never_wrote_can_be_written_to_by_template_or_not_at_all() -> None:
    assert window_of("whatsapp", last_inbound_at=None, now=NOW).kind == "template"
    assert window_of("messenger", last_inbound_at=None, now=NOW).kind == "closed"
