"""Every route of the console, as the app wires them, is closed to whoever is not signed in, and to outsiders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.main import create_app
from app.settings import Settings
from conversations.team import visits
from conversations.team.models import Agent, Role
from tests.logs import logging_kept

API = "/console/api/"
BEFORE = {("POST", "sign-in"), ("GET", "invitations/{token}"), ("POST", "invitations/{token}")}
"""For whoever is not signed in yet."""
OWN = {"sign-out", "me", "me/password", "me/totp", "me/totp/confirm"}
"""For whoever is, whatever their role."""
PARTNERS = {Role.SUPPLIER: {"partner"}, Role.RESELLER: {"partner", "partner/commissions.csv"}}
"""For those outside of the house, and for nobody of it."""


@pytest.fixture(scope="module")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The whole app; afterwards the other tests have their logging back."""
    folder: Path = tmp_path_factory.mktemp("data")
    with logging_kept():
        yield create_app(Settings(data_dir=folder), database_url)


def routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path below the API's prefix."""
    for path, methods in app.openapi()["paths"].items():
        if path.startswith(API):
            yield from ((method.upper(), path.removeprefix(API)) for method in methods)


async def ask(browser: httpx.AsyncClient, method: str, path: str) -> httpx.Response:
    filled = re.sub(r"\{(\w+)\}", lambda named: "ABC234" if named[1] == "reference" else str(uuid4()), path)
    return await browser.request(method, filled, json=None if method == "GET" else {})


async def test_nobody_gets_in_without_signing_in(app: FastAPI) -> None:
    asked = [route for route in routes(app) if route not in BEFORE]
    assert len(asked) > 25
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=f"http://t{API}") as browser:
        for method, path in asked:
            answer = await ask(browser, method, path)
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_signed_in"), path


@pytest.mark.parametrize(
    ("role", "code"), [(Role.SUPPLIER, "supplier_code"), (Role.RESELLER, "reseller_code")]
)
async def test_outsiders_get_at_nothing_but_their_own_account(
    app: FastAPI, sessions: async_sessionmaker[AsyncSession], role: Role, code: str
) -> None:
    async with sessions.begin() as session:
        agent = Agent(email=f"{uuid4()}@hotel.pe", name="Hotel", role=role, **{code: "any"})
        session.add(agent)
        await session.flush()
        token, csrf = await visits.begin(session, agent_id=agent.id, now=datetime.now(UTC))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url=f"http://t{API}",
        cookies={"console_session": token},
        headers={"X-CSRF-Token": csrf},
    ) as browser:
        for path in ("me", *PARTNERS[role]):
            assert (await browser.get(path)).status_code == 200
        for method, path in routes(app):
            if path not in OWN | PARTNERS[role] and (method, path) not in BEFORE:
                answer = await ask(browser, method, path)
                assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed"), path


async def test_no_change_goes_without_the_word_of_the_page_and_the_house_reads_no_partner_s_page(
    app: FastAPI, sessions: async_sessionmaker[AsyncSession]
) -> None:
    async with sessions.begin() as session:
        agent = Agent(email=f"{uuid4()}@altamar.pe", name="Ana", role=Role.ADMINISTRATOR)
        session.add(agent)
        await session.flush()
        token, _ = await visits.begin(session, agent_id=agent.id, now=datetime.now(UTC))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=f"http://t{API}", cookies={"console_session": token}
    ) as browser:
        for path in PARTNERS[Role.RESELLER]:
            assert (await browser.get(path)).json()["error"]["code"] == "not_allowed"
        for method, path in routes(app):
            if method != "GET" and (method, path) not in BEFORE:
                answer = await ask(browser, method, path)
                assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf"), path
