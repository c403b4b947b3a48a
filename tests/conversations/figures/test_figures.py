"""What leaders read: counted by hand on a few conversations, in the team's time zone."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations.csv_table import defused
from conversations.figures import queries
from conversations.figures.table import COLUMNS
from conversations.handoffs.ownership import AGENT_STEPPED_IN
from conversations.models import Contact, Conversation, Handoff, Message, Satisfaction
from conversations.team.models import Agent, Role
from tests.conversations.team.conftest import House, furnish, refused

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
"""Seven in the morning in Lima."""
OURS = "2026-11-01", "2026-11-30"


@pytest.fixture
async def house(session: AsyncSession) -> House:
    """A house whose history is what each test tells."""
    sessions = async_sessionmaker(
        bind=session.bind, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )
    async with sessions.begin() as clean:
        await clean.execute(update(Agent).values(disabled_at=NOON))
        await clean.execute(delete(Satisfaction))
        await clean.execute(delete(Handoff))
        await clean.execute(update(Message).values(created_at=datetime(2001, 1, 1, tzinfo=UTC)))
        await clean.execute(update(Conversation).values(owner="bot", agent_id=None))
    return furnish(sessions)


async def talk(
    house: House, *, at: datetime = NOON, said: int = 1, name: str | None = None, **fields: Any
) -> UUID:
    """A conversation in which a traveller wrote so often, an hour apart."""
    async with house.sessions.begin() as session:
        contact = Contact(channel="web", address=str(uuid4()), name=name)
        session.add(contact)
        await session.flush()
        conversation = Conversation(channel="web", contact_id=contact.id, language="es", **fields)
        conversation.last_offset = said
        session.add(conversation)
        await session.flush()
        for offset in range(1, said + 1):
            session.add(
                Message(
                    conversation_id=conversation.id, channel="web", offset=offset, direction="in", sender="traveller",
                    text="hola", turn="answered", created_at=at + timedelta(hours=offset - 1),
                )
            )  # fmt: skip
    return conversation.id


async def handoff(
    house: House,
    conversation_id: UUID,
    *,
    at: datetime = NOON,
    answered: float | None = None,
    closed: float | None = None,
    score: int | None = None,
    asked: bool = False,
    **fields: Any,
) -> None:
    """A handoff, answered and closed so many seconds after it was asked for."""

    def later(seconds: float | None) -> datetime | None:
        return None if seconds is None else at + timedelta(seconds=seconds)

    known = {"reason": "requested", **fields}
    async with house.sessions.begin() as session:
        made = Handoff(
            conversation_id=conversation_id, requested_at=at, first_answer_at=later(answered),
            closed_at=later(closed), **known,
        )  # fmt: skip
        session.add(made)
        await session.flush()
        if asked or score:
            session.add(
                Satisfaction(
                    handoff_id=made.id, conversation_id=conversation_id, agent_id=known.get("agent_id"),
                    asked_at=later(closed), score=score,
                )
            )  # fmt: skip


async def summary(house: House, first: str = OURS[0], last: str = OURS[1]) -> dict[str, Any]:
    browser = await house.signed(Role.SUPERVISOR)
    answer = await browser.get("reports/summary", params={"from": first, "to": last})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_conversation_counts_where_a_traveller_wrote_and_is_contained_where_nobody_was_needed(
    house: House,
) -> None:
    await talk(house)
    await talk(house, said=0)
    helped = await talk(house)
    await handoff(house, helped)
    silent = await talk(house, said=0)
    await handoff(house, silent)
    told = await summary(house)
    assert (told["conversations"], told["contained"], told["containment_rate"]) == (2, 1, 0.5)
    assert (told["handoffs"], told["reasons"]) == (1, {"requested": 1})


async def test_a_handoff_that_goes_on_from_before_is_no_containment_and_one_that_was_over_is(
    house: House,
) -> None:
    for closed in (timedelta(days=2), timedelta(days=40)):
        seen = await talk(house, at=NOON)
        await handoff(house, seen, at=NOON - timedelta(days=35), closed=closed.total_seconds())
    told = await summary(house)
    assert (told["conversations"], told["contained"], told["handoffs"]) == (2, 1, 0)


async def test_days_are_the_team_s(house: House) -> None:
    late = datetime(2026, 11, 30, 4, 59, tzinfo=UTC)  # The 29th in Lima, for one minute more.
    seen = await talk(house, at=late, said=2)
    await handoff(house, seen, at=late + timedelta(hours=1), answered=30, closed=60, score=4)
    told = await summary(house)
    days = {day["on"]: day for day in told["by_day"]}
    assert len(days) == 30
    assert days["2026-11-29"] | {"on": ""} == {
        "on": "", "conversations": 1, "contained": 1, "handoffs": 0, "first_answer": None, "satisfaction": None,
    }  # fmt: skip
    assert days["2026-11-30"] | {"on": ""} == {
        "on": "", "conversations": 1, "contained": 0, "handoffs": 1, "first_answer": 30, "satisfaction": 4.0,
    }  # fmt: skip
    assert (told["conversations"], told["contained"]) == (1, 0)


async def test_times_are_of_those_who_waited_for_somebody_who_was_there(house: House) -> None:
    rosa, luis = await house.person(name="Rosa"), await house.person(name="Luis")
    seen = await talk(house)
    for seconds in (60, 120, 180, 240, 900):
        await handoff(house, seen, answered=seconds, closed=seconds * 10, agent_id=rosa.id)
    await handoff(house, seen, answered=40_000, closed=50_000, agent_id=luis.id, left_word=True)
    await handoff(house, seen, answered=0, closed=100, agent_id=luis.id, reason=AGENT_STEPPED_IN)
    house.clock.now = NOON + timedelta(hours=1)
    await handoff(house, seen)
    told = await summary(house)
    assert told["first_answer"] == {"p50": 180, "p90": 636, "on_target": round(4 / 6, 4)}
    assert told["resolution"]["p50"] == 1_800
    assert (told["left_word"], told["handoffs"]) == (1, 8)
    assert told["reasons"] == {"requested": 7, AGENT_STEPPED_IN: 1}
    assert [(one["name"], one["handoffs"], one["first_answer"]["p50"]) for one in told["agents"]] == [
        ("Rosa", 5, 180),
        ("Luis", 2, None),
    ]


async def test_satisfaction_is_counted_by_agent_and_by_who_answered_at_all(house: House) -> None:
    rosa, luis = await house.person(name="Rosa"), await house.person(name="Luis")
    seen = await talk(house)
    for score in (5, 4, 4):
        await handoff(house, seen, closed=10, score=score, agent_id=rosa.id)
    await handoff(house, seen, closed=10, asked=True, agent_id=luis.id)
    told = (await summary(house))["satisfaction"]
    assert (told["mean"], told["answers"], told["asked"], told["scores"]) == (4.33, 3, 4, [0, 0, 0, 2, 1])
    assert [(one["name"], one["mean"], one["answers"], one["asked"]) for one in told["by_agent"]] == [
        ("Luis", None, 0, 1),
        ("Rosa", 4.33, 3, 3),
    ]


async def test_a_period_without_anything_has_nothing_to_say(house: House) -> None:
    told = await summary(house)
    assert (told["conversations"], told["containment_rate"], told["satisfaction"]["mean"]) == (0, None, None)
    assert told["first_answer"] == {"p50": None, "p90": None, "on_target": None}
    assert told["resolution"] == {"p50": None, "p90": None}


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-30", "2026-11-01"), ("2025-01-01", "2026-11-30"), ("0001-01-01", "0001-01-02")],
)
async def test_a_period_that_makes_no_sense_is_refused(house: House, first: str, last: str) -> None:
    browser = await house.signed(Role.ADMINISTRATOR)
    for path in ("summary", "conversations.csv"):
        answer = await browser.get(f"reports/{path}", params={"from": first, "to": last})
        assert refused(answer) == (422, "invalid_period")


async def test_the_board_shows_this_moment(house: House) -> None:
    house.clock.now = NOON + timedelta(minutes=10)
    rosa = await house.person(name="Rosa", on_duty=True)
    await talk(house)
    waiting = await talk(house, owner="queue", waiting_since=NOON)
    await handoff(house, waiting)
    queued = await talk(house, owner="queue")
    await handoff(house, queued, at=NOON - timedelta(minutes=5))
    await talk(house, owner="agent", agent_id=rosa.id)
    board = (await (await house.signed(Role.SUPERVISOR, name="Ana")).get("reports/live")).json()
    assert (board["queue"], board["owned"], board["waiting"], board["longest_wait"]) == (2, 1, 1, 900)
    assert board["agents"] == [
        {**board["agents"][0], "name": "Ana", "on_duty": False, "load": 0},
        {"id": str(rosa.id), "name": "Rosa", "on_duty": True, "load": 1, "capacity": 4},
    ]
    assert (board["today"]["conversations"], len(board["today"]["by_day"])) == (4, 1)


def rows_of(answer: httpx.Response) -> list[dict[str, str]]:
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(lines[0]) == len(COLUMNS)
    return [dict(zip(COLUMNS, line, strict=True)) for line in lines[1:]]


async def test_the_table_has_a_line_for_each_conversation_and_no_formulas(house: House) -> None:
    rosa = await house.person(name="-Rosa")
    seen = await talk(house, name='=HYPERLINK("http://evil.example")', said=2)
    await handoff(house, seen, answered=60, closed=600, score=5, agent_id=rosa.id)
    await talk(house, name="María, de Lima", at=NOON + timedelta(hours=1))
    await talk(house, name="Erased", erased_to=1, at=NOON + timedelta(hours=2))
    await talk(house, said=0)
    browser = await house.signed(Role.SUPERVISOR, language="pt")
    answer = await browser.get("reports/conversations.csv", params={"from": OURS[0], "to": OURS[1]})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.text.startswith("\ufeffConversa,Canal,")
    first, second, third = rows_of(answer)
    assert first == {
        "conversation": str(seen), "channel": "web", "language": "es",
        "traveller": '\'=HYPERLINK("http://evil.example")', "first_at": "2026-11-30 07:00",
        "last_at": "2026-11-30 08:00", "messages": "2", "owner": "bot", "handoffs": "1", "reasons": "requested",
        "agent": "'-Rosa", "first_answer": "60", "resolution": "600", "satisfaction": "5.00",
    }  # fmt: skip
    assert (second["traveller"], second["handoffs"], second["agent"]) == ("María, de Lima", "0", "")
    assert third["traveller"] == ""
    done = (await browser.get("audit")).json()["entries"][0]
    assert (done["action"], done["detail"]) == ("report.exported", {"from": OURS[0], "to": OURS[1]})


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1"])
def test_what_a_spreadsheet_would_work_out_is_only_read(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPPLIER, Role.RESELLER])
async def test_reports_are_for_leaders(house: House, role: Role) -> None:
    browser = await house.signed(role)
    for path in ("live", "summary", "conversations.csv"):
        assert refused(await browser.get(f"reports/{path}")) == (403, "not_allowed")


async def test_the_figures_read_indices_and_not_the_whole_history(session: AsyncSession) -> None:
    await session.execute(text("SET LOCAL enable_seqscan = off"))
    values: dict[str, object] = {"start": NOON, "end": NOON + timedelta(days=1), "zone": "America/Lima"}
    more = {"target": 300, "now": NOON, "stepped_in": AGENT_STEPPED_IN}
    for query, index, given in (
        (queries.TALKS, "ix_messages_inbound", values),
        (queries.TALKS_BY_DAY, "ix_messages_inbound", values),
        (queries.HANDOFFS, "ix_handoffs_requested_at", {**values, **more}),
        (queries.CONTENTMENT, "ix_satisfactions_asked_at", values),
        (queries.NOW, "ix_conversations_held", {}),
    ):
        plan = await session.scalars(text(f"EXPLAIN {query.text}"), given)
        assert index in "\n".join(plan)
