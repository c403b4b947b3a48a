"""The route on which the bot calls actions: rasa-sdk's request and response, behind a shared secret."""

from __future__ import annotations

import secrets
import traceback
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionNotFoundException

from texts import DEFAULT_LANGUAGE, LANGUAGES, say

log = structlog.get_logger(__name__)


def actions_router(executor: ActionExecutor, secret: str) -> APIRouter:
    """``POST /internal/actions``: 401 without the secret, 404 for an unknown action, else 200, whatever an action does."""
    router = APIRouter()

    @router.post("/internal/actions", include_in_schema=False)
    async def run_action(request: Request, authorization: Annotated[str, Header()] = "") -> JSONResponse:
        if not secrets.compare_digest(authorization.encode(), f"Bearer {secret}".encode()):
            return JSONResponse({"error": "unauthorised"}, status_code=401)
        call = await request.json()
        # Under selective_domain the bot leaves the domain out, which the executor takes for a mistake.
        call.setdefault("domain", {})
        name = call.get("next_action") or ""
        try:
            result = await executor.run(call)
        except ActionNotFoundException as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, status_code=404)
        except Exception as error:
            # Only where it happened: an error's own text may hold what the traveller wrote.
            log.error(
                "action.failed",
                action=name,
                conversation_id=call.get("sender_id"),
                error=type(error).__name__,
                stack="".join(traceback.format_tb(error.__traceback__)),
            )
            return JSONResponse(_apology(call))
        return JSONResponse(result.model_dump() if result else None)

    return router


def _apology(call: dict[str, Any]) -> dict[str, Any]:
    """What the traveller reads instead: sorry, and a person if they like; the second time in a row they get one."""
    language = ((call.get("tracker") or {}).get("slots") or {}).get("language")
    language = language if language in LANGUAGES else DEFAULT_LANGUAGE
    if _has_just_apologised(call):
        text, command = say(language, "handoff.failed"), {"handoff": {"reason": "action_failed"}}
        said: dict[str, Any] = {"text": text, "buttons": [], "custom": {"command": command}, "response": None}
        return {"events": [], "responses": [said]}
    button = {"title": say(language, "button.human"), "payload": "/request_human"}
    response: dict[str, Any] = {
        "text": say(language, "talk.apology"),
        "buttons": [button],
        "custom": {},
        "response": None,
    }
    # Rasa lets the action that reads a message set slots only, and what follows it speaks.
    events = [] if call.get("next_action") == "action_understand_turn" else [SlotSet("pending", "human")]
    return {"events": events, "responses": [response]}


def _has_just_apologised(call: dict[str, Any]) -> bool:
    """Whether the answer to the message before was this apology, in whichever language."""
    apologies = {say(language, "talk.apology") for language in LANGUAGES}
    events = (call.get("tracker") or {}).get("events") or []
    messages = [place for place, event in enumerate(events) if event.get("event") == "user"]
    if len(messages) < 2:
        return False
    before = events[messages[-2] : messages[-1]]
    return any(event.get("event") == "bot" and event.get("text") in apologies for event in before)
