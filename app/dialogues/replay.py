"""Plays the traveller's turns and keeps what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from app.chat import Chat
from app.dialogues.dialogue import Dialogue
from app.operator import resume_bot
from app.settings import Settings


class Assistant(Protocol):
    """Whoever answers one conversation."""

    def say(self, text: str) -> dict[str, Any]:
        """What a message leads to, in the form of ``app.chat.Chat.say``."""

    def resume(self) -> None:
        """Takes the conversation back from a person."""


class OnTheWeb:
    """The real assistant, through the web channel."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._chat = settings, Chat(settings)

    def say(self, text: str) -> dict[str, Any]:
        return self._chat.say(text)

    def resume(self) -> None:
        resume_bot(self._settings, self._chat.conversation_id)


class Recorded:
    """Answers that were written down, in their order."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self._answers = list(answers)
        self.resumed = 0

    def say(self, text: str) -> dict[str, Any]:
        return {"you": text, "replies": [], "actions": [], "slots": {}, "owner": "bot"} | self._answers.pop(0)

    def resume(self) -> None:
        self.resumed += 1


@dataclass(frozen=True, slots=True)
class Played:
    """A dialogue and the answer to each of its turns."""

    dialogue: Dialogue
    answers: tuple[dict[str, Any], ...]


def play(dialogue: Dialogue, assistant: Assistant) -> Played:
    """Plays all turns; a conversation that was handed over to a person is taken back, since nobody would answer."""
    answers = []
    for turn in dialogue.turns:
        answer = assistant.say(turn.text)
        answers.append(answer)
        if answer.get("owner") not in (None, "bot"):
            assistant.resume()
    return Played(dialogue, tuple(answers))
