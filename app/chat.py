"""`make chat`: the running assistant in the terminal, through the same gateway as the web widget.

With standard input not a terminal, one line is one message and each turn is printed as one JSON line:
``{"you", "replies": [{"text", "buttons", "cards"}], "intent", "actions", "slots", "language", "owner"}``.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx

from app.settings import Settings

TURN_SECONDS = 60.0


class NotRunning(Exception):
    """Nothing answers at the assistant's address."""

    def __init__(self, address: str) -> None:
        super().__init__(f"No assistant answers at {address}. Start it with: make up")


class Chat:
    """One conversation of a person at a terminal."""

    def __init__(self, settings: Settings) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{settings.app_port}", timeout=30)
        self._console = {"Authorization": f"Bearer {settings.secrets['console_token']}"}
        try:
            opened = self._http.post("/channels/web/conversations", json={"language": None})
        except httpx.HTTPError as error:
            raise NotRunning(settings.address) from error
        opened.raise_for_status()
        self.conversation_id: str = opened.json()["conversation_id"]
        self._visitor = {"Authorization": f"Bearer {opened.json()['token']}"}
        self._offset = 0

    def say(self, text: str, payload: str | None = None) -> dict[str, Any]:
        """Sends one message, waits until its turn is over, and returns what came back."""
        body = {"client_id": str(uuid.uuid4()), "text": text, "payload": payload}
        sent = self._http.post("/channels/web/messages", json=body, headers=self._visitor)
        if sent.is_error:
            return {"you": text, "replies": [], "error": sent.json().get("error", sent.json())}
        return self._wait(sent.json()["offset"])

    def read(self) -> dict[str, Any] | None:
        """What the newest message led to, once it is answered; None while it is not."""
        page = self._page(0)
        newest = [message for message in page["messages"] if message["direction"] == "in"][-1]
        return self._turn(newest, [], page) if newest["turn"] == "answered" else None

    def since_last_turn(self) -> list[dict[str, Any]]:
        """What was said since of its own accord: that a payment came, a file."""
        said = self._page(self._offset)["messages"]
        return [message for message in said if message["direction"] == "out"]

    def _page(self, after: int) -> dict[str, Any]:
        path = f"/console/conversations/{self.conversation_id}/messages"
        page: dict[str, Any] = self._http.get(path, params={"after": after}, headers=self._console).json()
        return page

    def _wait(self, offset: int) -> dict[str, Any]:
        deadline, delay = time.monotonic() + TURN_SECONDS, 0.02
        while True:
            page = self._page(self._offset)
            mine = next((message for message in page["messages"] if message["offset"] == offset), None)
            if (mine is not None and mine["turn"] != "pending") or time.monotonic() > deadline:
                break
            time.sleep(delay)
            delay = min(delay * 1.5, 0.25)
        self._offset = max((message["offset"] for message in page["messages"]), default=self._offset)
        replies = [message for message in page["messages"] if message["direction"] == "out"]
        return self._turn(mine or {}, replies, page)

    @staticmethod
    def _turn(message: dict[str, Any], replies: list[dict[str, Any]], page: dict[str, Any]) -> dict[str, Any]:
        understanding = message.get("understanding") or {}
        return {
            "you": message.get("text"),
            "replies": [{key: reply.get(key) for key in ("text", "buttons", "cards")} for reply in replies],
            "intent": understanding.get("intent"),
            "actions": understanding.get("actions") or [],
            "slots": {
                key: value for key, value in (understanding.get("slots") or {}).items() if value is not None
            },
            "language": page["language"],
            "owner": page["owner"],
        }


def chat(settings: Settings) -> None:
    """Reads from the terminal or from a pipe until the end."""
    conversation = Chat(settings)
    if not sys.stdin.isatty():
        for line in sys.stdin:
            print(json.dumps(conversation.say(line.rstrip("\n")), ensure_ascii=False), flush=True)
        return
    print("Write as you would on WhatsApp; a number presses that button; Ctrl-D ends.\n")
    buttons: list[dict[str, str]] = []
    for line in _typed():
        _show({"replies": conversation.since_last_turn()}, quiet=True)
        pressed = buttons[int(line) - 1] if line.isdigit() and 0 < int(line) <= len(buttons) else None
        turn = conversation.say(pressed["title"], pressed["payload"]) if pressed else conversation.say(line)
        buttons = _show(turn)


def _typed() -> Iterator[str]:
    while True:
        try:
            yield input("you: ")
        except (EOFError, KeyboardInterrupt):
            print()
            return


def _show(turn: dict[str, Any], *, quiet: bool = False) -> list[dict[str, str]]:
    """Prints a turn and gives its buttons; ``quiet`` where there may be nothing to print."""
    buttons: list[dict[str, str]] = []
    if quiet and not turn["replies"]:
        return buttons
    if "error" in turn:
        print(f"  ! {turn['error'].get('text', turn['error'])}\n")
    for reply in turn["replies"]:
        if reply["text"]:
            print("bot: " + reply["text"].replace("\n", "\n     "))
        for card in reply["cards"] or []:
            print(
                f"     {card.get('number', '·')}) {card['title']}  {card.get('price') or ''}  ★ {card.get('rating') or '–'}"
            )
        for button in reply["buttons"] or []:
            buttons.append(button)
            print(f"     [{len(buttons)}] {button['title']}")
    print()
    return buttons
