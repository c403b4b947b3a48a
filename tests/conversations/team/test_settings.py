"""What the house sets for itself: canned answers, opening hours, times."""

from __future__ import annotations

from collections import Counter
from uuid import uuid4

import pytest
from sqlalchemy import delete

import texts
from conversations.console.canned import unknown_variable
from conversations.console.canned_first import first_set
from conversations.console.models import CannedAnswer
from conversations.team.models import Role
from conversations.team.settings import Times, read_hours, read_times
from tests.conversations.team.conftest import House, refused

WEEK = [[["09:00", "13:00"], ["14:00", "24:00"]]] * 5 + [[], []]
OURS = {
    "timezone": "America/Sao_Paulo",
    "week": WEEK,
    "closed": [{"on": "2026-12-25", "name": "Natal"}],
}


def test_the_first_set_has_a_dozen_answers_in_every_language_and_only_known_variables() -> None:
    assert Counter(answer["language"] for answer in first_set()) == dict.fromkeys(texts.LANGUAGES, 12)
    assert [answer for answer in first_set() if unknown_variable(answer["text"])] == []


async def test_the_first_set_is_put_in_once_and_then_belongs_to_the_operator(house: House) -> None:
    chief = await house.signed(Role.SUPERVISOR)
    told = (await chief.get("canned", params={"language": "pt"})).json()
    assert (len(told["answers"]), told["operator"]) == (12, "Viajes Altamar")
    assert len((await chief.get("canned")).json()["answers"]) == 36
    async with house.sessions.begin() as session:
        await session.execute(delete(CannedAnswer))
    assert (await chief.get("canned")).json()["answers"] == []


async def test_leaders_keep_the_answers_and_agents_read_them(house: House) -> None:
    chief, agent = await house.signed(Role.SUPERVISOR), await house.signed()
    body = {"shortcut": "wifi", "language": "es", "text": "Todos los hoteles de {operator} tienen wifi."}
    made = await chief.post("canned", json=body)
    assert (made.status_code, made.json()["text"]) == (201, body["text"])
    assert refused(await chief.post("canned", json=body)) == (409, "shortcut_taken")
    path = f"canned/{made.json()['id']}"
    changed = (await chief.patch(path, json={"text": "Oi, {name}.", "language": "pt"})).json()
    assert (changed["text"], changed["language"], changed["shortcut"]) == ("Oi, {name}.", "pt", "wifi")
    assert (await chief.patch(path, json={"language": "es"})).json()["language"] == "es"
    other = await chief.post("canned", json={**body, "shortcut": "taxi"})
    taken = await chief.patch(f"canned/{other.json()['id']}", json={"shortcut": "wifi"})
    assert refused(taken) == (409, "shortcut_taken")
    assert made.json()["id"] in [one["id"] for one in (await agent.get("canned")).json()["answers"]]
    for answer in (
        await agent.post("canned", json=body),
        await agent.patch(path, json={"text": "x"}),
        await agent.delete(path),
    ):
        assert refused(answer) == (403, "not_allowed")
    assert (await chief.delete(path)).status_code == 204
    assert refused(await chief.delete(path)) == (404, "not_found")
    assert refused(await chief.patch(f"canned/{uuid4()}", json={"text": "x"})) == (404, "not_found")
    done = (await chief.get("audit")).json()["entries"]
    assert [entry["action"] for entry in done[:2]] == ["canned.removed", "canned.added"]
    assert done[0]["subject"] == "es/wifi"


@pytest.mark.parametrize("text", ["Hola, {nombre}.", "{}", "{name!r}", "{agent.email}"])
async def test_what_nobody_would_fill_in_is_refused_by_name(house: House, text: str) -> None:
    chief = await house.signed(Role.ADMINISTRATOR)
    answer = await chief.post("canned", json={"shortcut": "x", "language": "es", "text": text})
    assert refused(answer) == (422, "invalid_variable")
    assert text[text.index("{") : text.index("}") + 1] in answer.json()["error"]["text"]


async def test_administrators_set_hours_and_times_and_the_others_read_them(house: House) -> None:
    chief, agent = await house.signed(Role.ADMINISTRATOR), await house.signed()
    assert (await agent.get("times")).json() == Times().model_dump()
    assert (await agent.get("hours")).json()["week"] == [[["00:00", "24:00"]]] * 7
    times = {**Times().model_dump(), "remind_after": 90}
    for name, value in (("hours", OURS), ("times", times)):
        assert (await chief.put(name, json=value)).json() == value
        assert (await agent.get(name)).json() == value
        assert refused(await agent.put(name, json=value)) == (403, "not_allowed")
    async with house.sessions() as session:
        assert (await read_times(session)).remind_after == 90
        assert (await read_hours(session)).closed[0].name == "Natal"


@pytest.mark.parametrize(
    "wrong",
    [
        {"timezone": "America/Nowhere"},
        {"week": WEEK[:6]},
        {"week": [[["09:00", "25:00"]], *WEEK[1:]]},
        {"week": [[["18:00", "09:00"]], *WEEK[1:]]},
        {"week": [[["09:00", "12:00"], ["11:00", "18:00"]], *WEEK[1:]]},
        {"closed": [{"on": "2026-02-30"}]},
    ],
)
async def test_hours_that_make_no_sense_are_refused(house: House, wrong: dict[str, object]) -> None:
    chief = await house.signed(Role.ADMINISTRATOR)
    assert refused(await chief.put("hours", json={**OURS, **wrong})) == (422, "invalid_request")
    assert refused(await chief.put("times", json={"remind_after": 0})) == (422, "invalid_request")
