"""`make agent` gives the first administrator a way in, and whoever lost theirs."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.agents import AgentRefused, count_agents, invite_agent, make_demo
from app.settings import Settings
from app.up import about_agents
from conversations.error_handlers import install_error_handlers
from conversations.team.demo import DOMAIN, PASSWORD, PEOPLE
from conversations.team.endpoints import team_router
from conversations.team.guard import Guard
from conversations.team.models import Agent, Role
from conversations.team.ports import TeamPorts
from tests.databases import scratch_database

ADDRESS = "http://console.test"


def browser(sessions: async_sessionmaker[AsyncSession], *, demo: bool = False) -> httpx.AsyncClient:
    app = FastAPI()
    install_error_handlers(app)
    guard = Guard(sessions, address=ADDRESS, demo=demo)
    ports = TeamPorts(sessions=sessions, guard=guard, address=ADDRESS, operator="Viajes Altamar")
    app.include_router(team_router(ports), prefix="/console/api")
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"{ADDRESS}/console/api")


async def test_the_first_administrator_chooses_a_password_at_the_printed_address(
    database_url: str, sessions: async_sessionmaker[AsyncSession]
) -> None:
    said = await invite_agent(database_url, ADDRESS, email="Jefa@altamar.pe")
    assert said.startswith("jefa@altamar.pe is a new administrator")
    token = said.rpartition("/console#/invitation/")[2]
    async with browser(sessions) as client:
        me = (await client.post(f"invitations/{token}", json={"password": "nube-verde-lejana"})).json()
        assert me["agent"]["role"] == "administrator"
        again = await invite_agent(database_url, ADDRESS, email="jefa@altamar.pe")
        assert again.startswith("jefa@altamar.pe is an administrator")
        fresh = again.rpartition("/")[2]
        assert (await client.get(f"invitations/{fresh}")).json()["email"] == "jefa@altamar.pe"


async def test_a_lost_phone_is_forgotten_on_demand_only(
    database_url: str, sessions: async_sessionmaker[AsyncSession]
) -> None:
    async with sessions.begin() as session:
        lost = Agent(
            email="lost@altamar.pe", name="Lost", role=Role.AGENT, totp_secret="A", totp_confirmed=True
        )
        session.add(lost)
    for forget, confirmed in ((False, True), (True, False)):
        await invite_agent(database_url, ADDRESS, email="lost@altamar.pe", forget_totp=forget)
        async with sessions() as session:
            kept = await session.scalar(select(Agent.totp_confirmed).where(Agent.email == "lost@altamar.pe"))
            assert kept is confirmed


@pytest.mark.parametrize("email", ["", "nobody", f"agent@{DOMAIN}"])
async def test_what_is_no_address_is_refused_in_a_line(database_url: str, email: str) -> None:
    with pytest.raises(AgentRefused, match="make agent EMAIL="):
        await invite_agent(database_url, ADDRESS, email=email)


async def test_people_of_the_demo_are_let_in_by_the_demo_alone(
    database_url: str, sessions: async_sessionmaker[AsyncSession]
) -> None:
    for _ in range(2):
        await make_demo(database_url)
    for demo, status in ((True, 200), (False, 401)):
        async with browser(sessions, demo=demo) as client:
            for role in PEOPLE:
                body = {"email": f"{role}@{DOMAIN}", "password": PASSWORD}
                assert (await client.post("sign-in", json=body)).status_code == status


def test_make_up_says_that_nobody_can_sign_in_yet_and_how_to_change_that() -> None:
    with scratch_database() as url:
        assert "make agent EMAIL=" in about_agents(Settings(demo=False), url)
        assert "only-for-the-demo" in about_agents(Settings(demo=True), url)


async def test_whoever_belongs_to_the_demo_does_not_count(database_url: str) -> None:
    before = await count_agents(database_url)
    await make_demo(database_url)
    assert await count_agents(database_url) == before
