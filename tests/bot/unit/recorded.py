"""Conversations as Rasa records them, without Rasa's model."""

from __future__ import annotations

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [inform]
slots:
  language: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  destination: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  stars: {type: any, influence_conversation: false, mappings: [{type: custom}]}
forms:
  trip_form: {required_slots: [destination]}
"""
)


def opening() -> list[Event]:
    """How every conversation begins."""
    return [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]


def turn(message_id: str, text: str = "hola", reply: str = "¡Hola!", **slots: object) -> list[Event]:
    """One message with what it set and what was said."""
    return [
        UserUttered(text, {"name": "inform", "confidence": 0.9}, message_id=message_id),
        *(SlotSet(name, value) for name, value in slots.items()),
        ActionExecuted("action_answer"),
        BotUttered(
            reply, {"buttons": [{"title": "Sí", "payload": "/affirm"}], "custom": {"cards": [{"number": 1}]}}
        ),
        ActionExecuted("action_listen"),
    ]
