"""The two places where Rasa 3.6.21 offers no seam; the reasons are in docs/decisions/0004-rasa-hot-spots.md.

Rasa is pinned, both changes keep what the original promises, and nothing else of Rasa is touched.
"""

from __future__ import annotations

from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore


def compile_action_validator() -> None:
    """Checks the constant schema of action results once instead of at every action call.

    `jsonschema.validate` is "check the schema, then the instance, raise the best error"; the schema part took two
    thirds of a turn.
    """
    schema = RemoteAction.action_response_format_spec()
    validator_class = validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)

    def validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
        error = best_match(validator.iter_errors(result))
        if error is not None:
            raise error
        return True

    RemoteAction._validate_action_result = validate_action_result


def use_store_directly(agent: Agent) -> None:
    """Takes off the wrapper that answers a failing database with an empty conversation.

    `FailSafeTrackerStore` turns a failed read into "nothing was ever said" and a failed write into memory that the
    next start forgets. We would rather fail the turn: the app keeps the message and asks again.
    """
    store = agent.tracker_store
    if isinstance(store, FailSafeTrackerStore):
        agent.tracker_store = store._tracker_store
    if agent.processor is not None:
        agent.processor.tracker_store = agent.tracker_store
