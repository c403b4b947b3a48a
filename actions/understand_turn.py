"""The action that fills the slots at the start of every turn."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions.signs import is_no_answer
from actions.turn import Desk, Turn
from actions.understanding import Context, Message, NamedProduct, understand
from backend.catalogue.schemas import DestinationView
from backend.catalogue.service import get_product, list_destinations
from backend.errors import ProductNotFound
from language.formality import find_form_of_address
from texts import LANGUAGES


class UnderstandTurn(Action):
    """Reads a message once, however often Rasa extracts slots in a turn: a form that begins extracts them again."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def name(self) -> str:
        return "action_understand_turn"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        turn = Turn(dispatcher, tracker)
        message = _message(turn, tracker)
        if (turn.slots.get("turn") or {}).get("id") == message.id:
            return []
        context = await self._context(turn, message)
        changes = understand(message, context) | {"form_of_address": message.form_of_address}
        return [SlotSet(name, value) for name, value in changes.items()]

    async def _context(self, turn: Turn, message: Message) -> Context:
        async with self.desk.sessions() as session:
            places = await list_destinations(session)
            try:
                named = (
                    await get_product(session, code=message.first("product"))
                    if message.first("product")
                    else None
                )
            except ProductNotFound:
                named = None
        destination = message.first("destination") or turn.slots.get("destination")
        return Context(
            slots=turn.slots,
            today=self.desk.clock().date(),
            form=turn.form,
            requested=turn.slots.get("requested_slot") if turn.form else None,
            country=_country(places, destination),
            places=tuple((place.code, place.name[message.language]) for place in places),
            countries={place.code: place.country for place in places},
            product=NamedProduct(named.code, named.destination, str(named.kind)) if named else None,
            by_email=self.desk.codes is not None,
        )


def _message(turn: Turn, tracker: Tracker) -> Message:
    latest = tracker.latest_message
    newest: dict[str, Any] = next(
        (event for event in reversed(tracker.events) if event["event"] == "user"), {}
    )
    entities: dict[str, list[Any]] = {}
    for entity in latest.get("entities") or []:
        entities.setdefault(entity["entity"], []).append(entity["value"])
    language = next(iter(entities.get("language", ())), None)
    language = language if language in LANGUAGES else turn.language
    intent = latest.get("intent") or {}
    return Message(
        id=f"{newest.get('message_id')}@{newest.get('timestamp')}",
        text=turn.text,
        intent="nlu_fallback" if is_no_answer(turn.text) else intent.get("name") or "nlu_fallback",
        confidence=float(intent.get("confidence") or 0),
        language=language,
        entities=entities,
        form_of_address=_form_of_address(turn, language),
    )


def _form_of_address(turn: Turn, language: str) -> str | None:
    """As they speak now, or else as before; a button's payload says nothing of it."""
    said = None if turn.text.startswith("/") else find_form_of_address(turn.text, language)
    return said or turn.slots.get("form_of_address")


def _country(places: list[DestinationView], code: str | None) -> str | None:
    return next((place.country for place in places if place.code == code), None)
