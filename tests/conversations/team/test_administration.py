"""Agents are made, changed, invited and shut out; what somebody did stands in the audit log."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import httpx
import pyotp
import pytest
from sqlalchemy import any_, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.database import engine_for, sessions_for
from conversations import service
from conversations.realtime.models import StoredEvent
from conversations.team import auditing
from conversations.team.models import Role
from tests.conversations.team.conftest import House, furnish, refused
from tests.databases import scratch_database

NEW = {
    "email": "Luis@Altamar.pe",
    "name": "Luis Paz",
    "role": "agent",
    "languages": ["es"],
    "skills": ["cusco"],
}
CHOSEN = "nube-verde-lejana"


def token_of(answer: httpx.Response) -> str:
    address, _, token = answer.json()["invitation"].partition("/console#/invitation/")
    assert address == "http://console.test"
    return token


@pytest.fixture
async def chief(house: House) -> httpx.AsyncClient:
    """The only administrator."""
    return await house.signed(Role.ADMINISTRATOR, name="Ana Ríos")


async def test_somebody_is_invited_chooses_a_password_and_is_in(
    house: House, chief: httpx.AsyncClient
) -> None:
    made = await chief.post("agents", json=NEW)
    assert made.status_code == 201
    agent = made.json()["agent"]
    assert (agent["email"], agent["invited"], agent["disabled"]) == ("luis@altamar.pe", True, False)
    invitation = f"invitations/{token_of(made)}"
    browser = house.browser()
    assert (await browser.get(invitation)).json() == {"name": "Luis Paz", "email": "luis@altamar.pe"}
    weak = await browser.post(invitation, json={"password": "luispaz2026"})
    assert refused(weak) == (422, "password_obvious")
    me = await browser.post(invitation, json={"password": CHOSEN})
    assert me.json()["agent"]["id"] == agent["id"]
    assert (await browser.get("me")).status_code == 200
    for again in (await browser.get(invitation), await browser.post(invitation, json={"password": CHOSEN})):
        assert refused(again) == (404, "invitation_gone")


async def test_an_invitation_lasts_seven_days_and_only_the_newest_counts(
    house: House, chief: httpx.AsyncClient
) -> None:
    made = await chief.post("agents", json=NEW)
    newer = await chief.post(f"agents/{made.json()['agent']['id']}/invitation")
    browser = house.browser()
    assert refused(await browser.get(f"invitations/{token_of(made)}")) == (404, "invitation_gone")
    assert (await browser.get(f"invitations/{token_of(newer)}")).status_code == 200
    house.clock.pass_by(days=7)
    assert refused(await browser.get(f"invitations/{token_of(newer)}")) == (404, "invitation_gone")
    assert refused(await browser.get(f"invitations/{'x' * 5_000}")) == (404, "invitation_gone")


async def test_a_link_is_taken_once_even_by_two_at_once(sessions: async_sessionmaker[AsyncSession]) -> None:
    house = furnish(sessions)
    chief = await house.signed(Role.ADMINISTRATOR)
    made = await chief.post("agents", json={**NEW, "email": f"{uuid4().hex}@altamar.pe"})
    path = f"invitations/{token_of(made)}"
    answers = await asyncio.gather(*(house.browser().post(path, json={"password": CHOSEN}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404, 404]


async def test_a_link_opens_nothing_without_the_second_factor_until_an_administrator_takes_it_off(
    house: House, chief: httpx.AsyncClient
) -> None:
    agent = await house.person(totp_secret=pyotp.random_base32(), totp_confirmed=True)
    path = f"invitations/{token_of(await chief.post(f'agents/{agent.id}/invitation'))}"
    browser = house.browser()
    assert refused(await browser.post(path, json={"password": CHOSEN})) == (401, "code_needed")
    wrong = await browser.post(path, json={"password": CHOSEN, "code": "000000"})
    assert refused(wrong) == (422, "wrong_code")
    assert (await chief.patch(f"agents/{agent.id}", json={"totp": False})).json()["totp"] is False
    assert (await browser.post(path, json={"password": CHOSEN})).status_code == 200


async def test_a_changed_role_and_a_closed_account_end_every_session_and_are_told(
    house: House, chief: httpx.AsyncClient
) -> None:
    agent = await house.person(on_duty=True)
    browser = await house.sign_in(agent)
    assert (await chief.patch(f"agents/{agent.id}", json={"capacity": 2})).status_code == 200
    assert (await browser.get("me")).status_code == 200
    await chief.patch(f"agents/{agent.id}", json={"role": "supervisor"})
    assert refused(await browser.get("me")) == (401, "not_signed_in")
    browser = await house.sign_in(agent)
    shut = await chief.patch(f"agents/{agent.id}", json={"disabled": True})
    assert (shut.json()["disabled"], shut.json()["on_duty"]) == (True, False)
    assert refused(await browser.get("me")) == (401, "not_signed_in")
    async with house.sessions() as session:
        told = await session.scalars(
            select(StoredEvent).where(any_(StoredEvent.rooms) == f"agent:{agent.id}")
        )
        assert {event.kind for event in told} == {"agent.changed"}
    opened = await chief.patch(f"agents/{agent.id}", json={"disabled": False})
    assert opened.json()["disabled"] is False
    assert (await house.sign_in(agent)).cookies


async def test_whoever_is_shut_out_takes_no_invitation(house: House, chief: httpx.AsyncClient) -> None:
    made = await chief.post("agents", json=NEW)
    path = f"agents/{made.json()['agent']['id']}"
    for disabled in (True, False):
        await chief.patch(path, json={"disabled": disabled})
        answer = await house.browser().post(f"invitations/{token_of(made)}", json={"password": CHOSEN})
        assert refused(answer) == (404, "invitation_gone")


@pytest.mark.parametrize("change", [{"disabled": True}, {"role": "agent"}])
async def test_the_last_administrator_stays(
    house: House, chief: httpx.AsyncClient, change: dict[str, object]
) -> None:
    me = (await chief.get("me")).json()["agent"]["id"]
    await house.person(Role.ADMINISTRATOR, password_hash=None)  # Invited, and could change nothing yet.
    assert refused(await chief.patch(f"agents/{me}", json=change)) == (409, "last_administrator")
    other = await house.signed(Role.ADMINISTRATOR)
    assert (await chief.patch(f"agents/{me}", json=change)).status_code == 200
    mine = (await other.get("me")).json()["agent"]["id"]
    assert refused(await other.patch(f"agents/{mine}", json=change)) == (409, "last_administrator")


async def test_of_two_administrators_who_shut_each_other_out_one_stays() -> None:
    with scratch_database() as url:
        engine = engine_for(url)
        house = furnish(sessions_for(engine))
        people = [await house.person(Role.ADMINISTRATOR) for _ in range(2)]
        browsers = [await house.sign_in(one) for one in people]
        answers = await asyncio.gather(
            *(
                browser.patch(f"agents/{other.id}", json={"disabled": True})
                for browser, other in zip(browsers, reversed(people), strict=True)
            )
        )
        left = [one for one in [await house.look(one.id) for one in people] if one.disabled_at is None]
        await engine.dispose()
    assert len(left) == 1
    assert sorted(answer.status_code for answer in answers)[0] == 200


async def test_outsiders_are_bound_to_a_code_that_exists_and_nobody_else_is(
    house: House, chief: httpx.AsyncClient
) -> None:
    async with house.sessions.begin() as session:
        supplier = await session.scalar(text("SELECT code FROM suppliers LIMIT 1"))
    outside = {**NEW, "role": "supplier"}
    for wrong in ({}, {"supplier_code": "nobody"}, {"supplier_code": supplier, "reseller_code": "x"}):
        assert refused(await chief.post("agents", json={**outside, **wrong})) == (422, "invalid_role")
    assert refused(await chief.post("agents", json={**NEW, "supplier_code": supplier})) == (
        422,
        "invalid_role",
    )
    made = await chief.post("agents", json={**outside, "supplier_code": supplier})
    assert made.json()["agent"]["supplier_code"] == supplier
    path = f"agents/{made.json()['agent']['id']}"
    kept = await chief.patch(path, json={"role": "agent", "supplier_code": supplier})
    assert refused(kept) == (422, "invalid_role")
    inside = await chief.patch(path, json={"role": "agent"})
    assert (inside.json()["role"], inside.json()["supplier_code"]) == ("agent", None)
    assert refused(await chief.patch(path, json={"role": "reseller"})) == (422, "invalid_role")


async def test_an_address_is_taken_once_and_must_be_one(house: House, chief: httpx.AsyncClient) -> None:
    await chief.post("agents", json=NEW)
    assert refused(await chief.post("agents", json={**NEW, "email": "luis@altamar.pe"})) == (
        409,
        "email_taken",
    )
    other = await house.person()
    taken = await chief.patch(f"agents/{other.id}", json={"email": "LUIS@altamar.pe"})
    assert refused(taken) == (409, "email_taken")
    for email in ("luis", "agent@demo.invalid", "a b@altamar.pe"):
        assert refused(await chief.post("agents", json={**NEW, "email": email})) == (422, "invalid_email")
    assert refused(await chief.patch(f"agents/{uuid4()}", json={"capacity": 1})) == (404, "agent_not_found")
    assert refused(await chief.post("agents", json={**NEW, "password": "x"})) == (422, "invalid_request")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
async def test_nobody_else_administrates(house: House, role: Role) -> None:
    somebody = await house.person()
    browser = await house.signed(role)
    for answer in (
        await browser.post("agents", json=NEW),
        await browser.patch(f"agents/{somebody.id}", json={"role": "administrator"}),
        await browser.post(f"agents/{somebody.id}/invitation"),
    ):
        assert refused(answer) == (403, "not_allowed")
    listed = await browser.get("agents")
    if role in (Role.SUPPLIER, Role.RESELLER):
        assert refused(listed) == (403, "not_allowed")
        assert refused(await browser.patch("me", json={"on_duty": True})) == (403, "not_allowed")
    else:
        assert all("email" not in agent for agent in listed.json()["agents"])


async def test_colleagues_are_seen_with_how_much_they_have_to_do(house: House) -> None:
    agent = await house.person(name="Berta")
    await house.person(name="Carla", disabled_at=house.clock.now)
    async with house.sessions.begin() as session:
        started = await service.start_conversation(session, channel="web", address=None, language="es")
        await session.execute(
            text("UPDATE conversations SET owner = 'agent', agent_id = :agent WHERE id = :id"),
            {"agent": agent.id, "id": started.id},
        )
    browser = await house.signed(name="Abel")
    listed = (await browser.get("agents")).json()["agents"]
    assert [(one["name"], one["load"]) for one in listed] == [("Abel", 0), ("Berta", 1)]


async def test_the_audit_log_says_who_did_what_page_by_page(house: House, chief: httpx.AsyncClient) -> None:
    made = await chief.post("agents", json=NEW)
    agent = made.json()["agent"]["id"]
    await chief.patch(f"agents/{agent}", json={"capacity": 9, "name": "Luis P."})
    newest = (await chief.get("audit")).json()["entries"][:3]
    assert [entry["action"] for entry in newest] == ["agent.changed", "agent.created", "signed_in"]
    assert newest[0]["subject"] == agent
    assert newest[0]["detail"] == {"capacity": 9, "name": True}
    assert newest[0]["agent"]["name"] == "Ana Ríos"
    me = newest[0]["agent"]["id"]
    async with house.sessions.begin() as session:
        for n in range(60):
            await auditing.record(session, agent_id=None, action="told", subject=str(n))
    first = (await chief.get("audit")).json()
    second = (await chief.get("audit", params={"before": first["next"]})).json()
    assert len(first["entries"]) == 50
    ids = [entry["id"] for entry in first["entries"] + second["entries"]]
    assert ids == sorted(set(ids), reverse=True)
    mine = (await chief.get("audit", params={"agent": me})).json()["entries"]
    assert {entry["agent"]["id"] for entry in mine} == {me}
    assert mine[0]["action"] == "audit.read"  # Who reads it stands in it too.


async def test_that_somebody_looked_into_a_conversation_is_written_once_an_hour(house: House) -> None:
    agent, other = await house.person(), await house.person()
    async with house.sessions.begin() as session:
        seen = (await service.start_conversation(session, channel="web", address=None, language="es")).id

    async def look(agent_id: object, minutes: float) -> None:
        now = await session.scalar(text("SELECT now() + make_interval(mins => :m)"), {"m": minutes})
        await auditing.record_opened(session, agent_id=agent_id, conversation_id=seen, now=now)  # type: ignore[arg-type]

    async with house.sessions.begin() as session:
        for minutes in (0, 30, 59):
            await look(agent.id, minutes)
        await look(other.id, 0)
        await look(agent.id, 61)
    chief = await house.signed(Role.SUPERVISOR)
    found = (await chief.get("audit", params={"conversation": str(seen)})).json()["entries"]
    assert [entry["agent"]["id"] for entry in found] == [str(agent.id), str(other.id), str(agent.id)]


async def test_what_was_written_down_can_be_neither_changed_nor_deleted(session: AsyncSession) -> None:
    await auditing.record(session, agent_id=None, action="told")
    for change in ("UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"):
        with pytest.raises(DBAPIError, match="never changed"):
            async with session.begin_nested():
                await session.execute(text(change))
