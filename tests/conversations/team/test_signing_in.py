"""Signing in: who may, for how long, and what somebody learns who may not."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pyotp
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import texts
from conversations.body_limits import MOST_BYTES, BodyLimit
from conversations.team.demo import DOMAIN
from conversations.team.models import AgentSession, AuditEntry, Role, SignInTry
from conversations.team.passwords import Passwords
from conversations.team.tidying import tidy_team
from conversations.team.tokens import hash_of
from tests.conversations.team.conftest import ADDRESS, PASSWORD, PASSWORDS, House, furnish, refused


async def enter(browser: httpx.AsyncClient, email: str, password: str, **more: Any) -> httpx.Response:
    return await browser.post("sign-in", json={"email": email, "password": password, **more})


async def test_somebody_signs_in_and_is_known_until_they_sign_out(house: House) -> None:
    agent = await house.person(languages=["es", "pt"], email="rosa@altamar.pe")
    browser = house.browser()
    me = (await enter(browser, " Rosa@Altamar.pe ", PASSWORD)).json()
    assert me["agent"] == {
        "id": str(agent.id), "name": "Rosa Quispe", "email": "rosa@altamar.pe", "role": "agent", "language": "es",
        "languages": ["es", "pt"], "skills": [], "capacity": 4, "on_duty": False,
    }  # fmt: skip
    assert (await browser.get("me")).json() == me
    out = await browser.post("sign-out", headers={"X-CSRF-Token": me["csrf"]})
    assert (out.status_code, dict(browser.cookies)) == (204, {})
    assert refused(await browser.get("me")) == (401, "not_signed_in")


async def test_the_cookie_is_for_the_console_alone_and_kept_from_scripts(house: House) -> None:
    agent = await house.person()
    answer = await enter(house.browser(), agent.email, PASSWORD)
    cookie = answer.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", "Path=/console", "Max-Age=1209600"))
    assert "Secure" not in cookie
    assert answer.headers["cache-control"] == "no-store"
    behind_tls = furnish(house.sessions, address="https://viajes.example")
    answer = await enter(behind_tls.browser("https://viajes.example"), agent.email, PASSWORD)
    assert "Secure" in answer.headers["set-cookie"]


async def test_only_the_hash_of_a_session_is_kept(house: House) -> None:
    browser = await house.signed()
    token = browser.cookies["console_session"]
    async with house.sessions() as session:
        kept = await session.scalar(
            select(func.count()).where(AgentSession.token_hash == hash_of(token), AgentSession.csrf != token)
        )
    assert (kept, len(token)) == (1, 43)


async def test_an_unknown_e_mail_and_a_wrong_password_are_told_apart_by_nothing(house: House) -> None:
    agent = await house.person()
    invited = await house.person(password_hash=None)
    gone = await house.person(disabled_at=house.clock.now)
    tried: list[str | None] = []

    class Watched(Passwords):
        async def verify(self, kept: str | None, password: str) -> bool:
            tried.append(kept)
            return await PASSWORDS.verify(kept, password)

    watched = furnish(house.sessions, passwords=Watched())
    answers = [
        await enter(watched.browser(), email, password)
        for email, password in (
            (agent.email, "wrong"),
            ("nobody@altamar.pe", PASSWORD),
            (invited.email, PASSWORD),
            (gone.email, PASSWORD),
            (agent.email + "\0", "\0"),
        )
    ]
    assert {refused(answer) for answer in answers} == {(401, "wrong_credentials")}
    assert len({answer.text for answer in answers}) == 1
    assert len(tried) == 5  # Each of them cost the checking of a password.


@pytest.mark.parametrize("exists", [True, False])
async def test_five_wrong_tries_lock_an_account_for_a_quarter_of_an_hour_whether_it_exists_or_not(
    house: House, exists: bool
) -> None:
    email = (await house.person()).email if exists else "nobody@altamar.pe"
    for _ in range(5):
        assert refused(await enter(house.browser(), email, "wrong")) == (401, "wrong_credentials")
    locked = await enter(house.browser(), email, PASSWORD)
    assert refused(locked) == (429, "locked")
    assert locked.headers["retry-after"] == "900"
    assert locked.json()["error"]["text"] == texts.say("en", "errors.locked", minutes=15)
    house.clock.pass_by(minutes=15, seconds=1)
    assert (await enter(house.browser(), email, PASSWORD)).status_code == (200 if exists else 401)


async def test_after_a_lock_it_is_counted_anew_and_the_lock_stands_in_the_audit_log(house: House) -> None:
    agent = await house.person()
    for _ in range(5):
        await enter(house.browser(), agent.email, "wrong")
    house.clock.pass_by(minutes=16)
    for _ in range(4):
        assert refused(await enter(house.browser(), agent.email, "wrong")) == (401, "wrong_credentials")
    assert (await enter(house.browser(), agent.email, PASSWORD)).status_code == 200
    async with house.sessions() as session:
        locked = await session.scalars(select(AuditEntry).where(AuditEntry.action == "sign_in.locked"))
        assert [entry.subject for entry in locked] == [str(agent.id)]
        assert await session.get(SignInTry, hash_of(agent.email)) is None


async def test_many_tries_at_once_are_no_way_around_the_lock(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    house = furnish(sessions)
    agent = await house.person()
    answers = await asyncio.gather(*(enter(house.browser(), agent.email, "wrong") for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [401] * 5 + [429] * 15


async def test_one_address_may_not_try_many_accounts(house: House) -> None:
    paced = furnish(house.sessions, burst=3)
    answers = [await enter(paced.browser(), f"{n}@altamar.pe", "wrong") for n in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 6


async def test_a_session_ends_after_twelve_idle_hours_and_after_fourteen_days(house: House) -> None:
    agent = await house.person()
    browser = await house.sign_in(agent)
    house.clock.pass_by(hours=11)
    assert (await browser.get("me")).status_code == 200
    house.clock.pass_by(hours=11)
    assert (await browser.get("me")).status_code == 200
    house.clock.pass_by(hours=12, minutes=6)
    assert refused(await browser.get("me")) == (401, "not_signed_in")
    browser = await house.sign_in(agent)
    for _ in range(14 * 24 // 8 - 1):
        house.clock.pass_by(hours=8)
        assert (await browser.get("me")).status_code == 200
    house.clock.pass_by(hours=8)
    assert refused(await browser.get("me")) == (401, "not_signed_in")


async def test_a_change_needs_the_word_of_the_page_and_a_page_of_ours(house: House) -> None:
    browser = await house.signed()
    assert (await browser.patch("me", json={"on_duty": True})).status_code == 200
    for headers in (
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "wrong"},
        {"X-CSRF-Token": "clé".encode()},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        answer = await browser.patch("me", json={"on_duty": False}, headers=headers)
        assert refused(answer) == (403, "csrf")
    del browser.headers["Origin"]
    assert refused(
        await browser.patch("me", json={"on_duty": False}, headers={"Sec-Fetch-Site": "cross-site"})
    ) == (403, "csrf")
    assert (await browser.get("me")).json()["agent"]["on_duty"] is True


async def test_another_site_can_sign_nobody_in(house: House) -> None:
    agent = await house.person()
    browser = house.browser()
    browser.headers["Origin"] = "https://evil.example"
    assert refused(await enter(browser, agent.email, PASSWORD)) == (403, "csrf")


async def test_behind_a_proxy_that_renames_us_the_public_address_is_ours(house: House) -> None:
    agent = await house.person()
    browser = house.browser("http://127.0.0.1:8080")
    browser.headers["Origin"] = ADDRESS
    assert (await enter(browser, agent.email, PASSWORD)).status_code == 200


async def test_a_second_factor_is_turned_on_by_its_first_code_and_then_asked_for(house: House) -> None:
    agent = await house.person()
    browser = await house.sign_in(agent)
    enrolment = (await browser.post("me/totp")).json()
    assert enrolment["uri"].startswith("otpauth://totp/Viajes%20Altamar:")
    assert enrolment["qr_svg"].startswith("<svg")
    code = pyotp.TOTP(enrolment["secret"])
    assert refused(await browser.post("me/totp/confirm", json={"code": "000000"})) == (422, "wrong_code")
    assert (await enter(house.browser(), agent.email, PASSWORD)).status_code == 200
    confirmed = await browser.post("me/totp/confirm", json={"code": code.at(house.clock.now)})
    assert confirmed.json()["totp"] is True
    assert refused(await browser.post("me/totp")) == (409, "totp_stands")

    assert refused(await enter(house.browser(), agent.email, PASSWORD)) == (401, "code_needed")
    used = code.at(house.clock.now)
    assert refused(await enter(house.browser(), agent.email, PASSWORD, code=used)) == (
        401,
        "wrong_credentials",
    )
    house.clock.pass_by(seconds=30)
    fresh = f" {code.at(house.clock.now)[:3]} {code.at(house.clock.now)[3:]}"
    assert (await enter(house.browser(), agent.email, PASSWORD, code=fresh)).status_code == 200
    again = await enter(house.browser(), agent.email, PASSWORD, code=code.at(house.clock.now))
    assert refused(again) == (401, "wrong_credentials")

    assert refused(await browser.request("DELETE", "me/totp", json={"password": "wrong"})) == (
        403,
        "wrong_password",
    )
    off = await browser.request("DELETE", "me/totp", json={"password": PASSWORD})
    assert off.json()["totp"] is False
    assert (await enter(house.browser(), agent.email, PASSWORD)).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(-30, 200), (0, 200), (30, 200), (-60, 401), (60, 401)])
async def test_a_phone_may_be_off_by_one_step(house: House, seconds: int, status: int) -> None:
    secret = pyotp.random_base32()
    agent = await house.person(totp_secret=secret, totp_confirmed=True)
    code = pyotp.TOTP(secret).at(int(house.clock.now.timestamp()) + seconds)
    assert (await enter(house.browser(), agent.email, PASSWORD, code=code)).status_code == status


async def test_wrong_codes_lock_too_and_the_question_for_one_takes_no_try_back(house: House) -> None:
    agent = await house.person(totp_secret=pyotp.random_base32(), totp_confirmed=True)
    for _ in range(4):
        assert refused(await enter(house.browser(), agent.email, PASSWORD, code="000000"))[0] == 401
        assert refused(await enter(house.browser(), agent.email, PASSWORD)) == (401, "code_needed")
    assert refused(await enter(house.browser(), agent.email, PASSWORD, code="000000"))[0] == 401
    assert refused(await enter(house.browser(), agent.email, PASSWORD)) == (429, "locked")


async def test_a_new_password_signs_out_everywhere_else(house: House) -> None:
    agent = await house.person()
    here, there = await house.sign_in(agent), await house.sign_in(agent)
    body = {"current": PASSWORD, "new": "otra-cosa-distinta"}
    wrong = await here.post("me/password", json={**body, "current": "wrong"})
    assert refused(wrong) == (403, "wrong_password")
    before = here.cookies["console_session"]
    assert (await here.post("me/password", json=body)).status_code == 204
    assert here.cookies["console_session"] != before
    assert (await here.patch("me", json={"name": "Rosa Q."})).status_code == 200
    assert refused(await there.get("me")) == (401, "not_signed_in")
    assert refused(await enter(house.browser(), agent.email, PASSWORD)) == (401, "wrong_credentials")
    assert (await enter(house.browser(), agent.email, body["new"])).status_code == 200


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("corta", "password_short"),
        ("x" * 201, "password_long"),
        ("Contraseña2026!", "password_obvious"),
        ("p4ssw0rd123", "password_obvious"),
        ("aaaaaaaaaaaa", "password_obvious"),
        ("1234567890", "password_obvious"),
        ("RosaQuispe85", "password_obvious"),
    ],
)
async def test_what_anybody_would_try_first_is_no_password(house: House, new: str, code: str) -> None:
    browser = await house.signed()
    answer = await browser.post("me/password", json={"current": PASSWORD, "new": new})
    assert refused(answer) == (422, code)
    assert answer.json()["error"]["text"] != texts.say("en", "errors.refused")


@pytest.mark.parametrize("role", list(Role))
async def test_accounts_of_the_demo_let_nobody_in_outside_of_it(house: House, role: Role) -> None:
    demo = furnish(house.sessions, demo=True)
    agent = await demo.person(role, email=f"{role}@{DOMAIN}")
    browser = await demo.sign_in(agent)
    assert (await browser.get("me")).status_code == 200
    assert refused(await enter(house.browser(), agent.email, PASSWORD)) == (401, "wrong_credentials")
    live = house.browser()
    live.cookies = browser.cookies
    assert refused(await live.get("me")) == (401, "not_signed_in")


async def test_errors_are_told_in_the_language_of_whoever_is_signed_in(house: House) -> None:
    browser = await house.signed(language="pt")
    answer = await browser.get("audit")
    assert answer.json()["error"] == {"code": "not_allowed", "text": texts.say("pt", "errors.not_allowed")}


async def test_what_is_over_is_deleted_and_what_goes_on_stays(house: House) -> None:
    agent = await house.person()
    await house.sign_in(agent)
    for email in (agent.email, "nobody@altamar.pe"):
        await enter(house.browser(), email, "wrong")
    house.clock.pass_by(hours=13)
    live = await house.sign_in(agent)
    house.clock.pass_by(hours=11, minutes=1)
    await enter(house.browser(), "somebody@altamar.pe", "wrong")
    async with house.sessions.begin() as session:
        await tidy_team(session, now=house.clock.now)
        visits = await session.scalars(select(AgentSession).where(AgentSession.agent_id == agent.id))
        assert [visit.token_hash for visit in visits] == [hash_of(live.cookies["console_session"])]
        assert await session.get(SignInTry, hash_of("nobody@altamar.pe")) is None
        assert await session.get(SignInTry, hash_of("somebody@altamar.pe")) is not None
    assert (await live.get("me")).status_code == 200


async def test_a_body_larger_than_anything_we_take_is_not_read(house: House) -> None:
    house.app.add_middleware(BodyLimit, prefix="/console/")
    answer = await house.browser().post("sign-in", content=b" " * (MOST_BYTES + 1))
    assert refused(answer) == (413, "body_too_large")


async def test_whoever_is_signed_in_nowhere_is_not_on_duty(house: House) -> None:
    agent = await house.person()
    here, there = await house.sign_in(agent), await house.sign_in(agent)
    await here.patch("me", json={"on_duty": True})
    await there.post("sign-out")
    assert (await here.get("me")).json()["agent"]["on_duty"] is True
    await here.post("sign-out")
    assert (await house.look(agent.id)).on_duty is False

    gone, stays = await house.person(on_duty=True), await house.person(on_duty=True)
    await house.sign_in(gone)
    house.clock.pass_by(hours=11)
    await house.sign_in(stays)
    house.clock.pass_by(hours=2)
    async with house.sessions.begin() as session:
        await tidy_team(session, now=house.clock.now)
    assert ((await house.look(gone.id)).on_duty, (await house.look(stays.id)).on_duty) == (False, True)
