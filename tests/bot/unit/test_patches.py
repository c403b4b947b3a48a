"""Where we change Rasa, it still does what it promised."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain

from bot.patches import compile_action_validator, use_store_directly

ACTION = RemoteAction("action_answer", None)


@pytest.fixture(autouse=True)
def _patched() -> None:
    compile_action_validator()


@pytest.mark.parametrize(
    "result",
    [
        {},
        {"events": [], "responses": []},
        {
            "events": [{"event": "slot", "name": "stars", "value": 4, "timestamp": None}],
            "responses": [{"text": "x"}],
        },
    ],
)
def test_a_right_action_result_passes(result: dict[str, Any]) -> None:
    assert ACTION._validate_action_result(result)


@pytest.mark.parametrize("result", [None, [], {"events": 1}, {"events": [{}]}, {"responses": ["text"]}])
def test_a_wrong_action_result_is_refused(result: Any) -> None:
    with pytest.raises(ValidationError):
        ACTION._validate_action_result(result)


def test_a_failing_store_is_no_longer_hidden() -> None:
    store = InMemoryTrackerStore(Domain.empty())
    agent = SimpleNamespace(
        tracker_store=FailSafeTrackerStore(store), processor=SimpleNamespace(tracker_store=None)
    )
    use_store_directly(cast(Agent, agent))
    assert agent.tracker_store is store and agent.processor.tracker_store is store
    use_store_directly(cast(Agent, agent))
    assert agent.tracker_store is store
