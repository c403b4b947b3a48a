"""The route that only the bot may call."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import yaml
from fastapi import FastAPI
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Action, Tracker
from structlog.testing import capture_logs

from actions.endpoint import actions_router
from actions.executor import ACTIONS
from app.settings import ROOT

SECRET = "known-to-both"
PERSONAL = "ana@torres.example"
BOT = {"Authorization": f"Bearer {SECRET}"}


class Falls(Action):
    """An action that fails while it holds something personal."""

    def name(self) -> str:
        return "action_falls"

    async def run(self, dispatcher: Any, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        raise RuntimeError(PERSONAL)


@pytest.fixture
async def bot(executor: ActionExecutor) -> httpx.AsyncClient:
    """The bot's client of the route."""
    executor.register_action(Falls())
    app = FastAPI()
    app.include_router(actions_router(executor, SECRET))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app")


def call(action: str, language: str = "es") -> dict[str, Any]:
    tracker = {"sender_id": "c1", "slots": {"language": language}, "latest_message": {}, "events": []}
    return {"next_action": action, "sender_id": "c1", "tracker": tracker}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer guessed"}, {"Authorization": SECRET}])
async def test_nobody_else_runs_actions(bot: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await bot.post("/internal/actions", json=call("action_deny"), headers=headers)
    assert answer.status_code == 401


async def test_an_action_answers_without_the_domain(bot: httpx.AsyncClient) -> None:
    answer = await bot.post("/internal/actions", json=call("action_deny"), headers=BOT)

    assert answer.status_code == 200
    assert answer.json()["responses"][0]["text"]


async def test_an_unknown_action_is_not_found(bot: httpx.AsyncClient) -> None:
    answer = await bot.post("/internal/actions", json=call("action_unheard_of"), headers=BOT)

    assert answer.status_code == 404
    assert answer.json()["action_name"] == "action_unheard_of"


@pytest.mark.parametrize(("language", "sorry"), [("es", "Perdón"), ("en", "Sorry"), ("pt", "Desculpe")])
async def test_a_failing_action_apologises_and_offers_a_person(
    bot: httpx.AsyncClient, language: str, sorry: str
) -> None:
    with capture_logs() as logs:
        answer = await bot.post("/internal/actions", json=call("action_falls", language), headers=BOT)

    [reply] = answer.json()["responses"]
    assert answer.status_code == 200
    assert sorry in reply["text"]
    assert reply["buttons"][0]["payload"] == "/request_human"
    assert logs[0]["action"] == "action_falls"
    assert logs[0]["conversation_id"] == "c1"
    assert PERSONAL not in str(logs)


def test_every_action_of_the_domain_is_there(executor: ActionExecutor) -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert len(ACTIONS) == len(domain["actions"])
    assert set(domain["actions"]) <= set(executor.actions)
