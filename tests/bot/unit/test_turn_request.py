"""What the app may send as a turn, and what becomes of it."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.channels.channel import UserMessage

from bot.components.payloads import is_payload
from bot.turn_request import InvalidTurn, TurnRequest, read_turn

CONVERSATION, MESSAGE = str(uuid.uuid4()), str(uuid.uuid4())


def _read(**fields: Any) -> TurnRequest:
    body = {
        "conversation_id": CONVERSATION,
        "message_id": MESSAGE,
        "text": "hola",
        "payload": None,
        "language": None,
    }
    return read_turn(json.dumps({**body, **fields}).encode())


def test_a_turn_is_read_as_sent() -> None:
    assert _read(language="pt") == TurnRequest(CONVERSATION, MESSAGE, "hola", "pt")


@pytest.mark.parametrize("text", ["/affirm", " /affirm", "/ /affirm", "//affirm{}", "\u2003/\t/affirm"])
def test_free_text_that_begins_with_a_slash_is_no_intent(text: str) -> None:
    assert _read(text=text).words.startswith("affirm")


@given(
    text=st.text(alphabet=st.one_of(st.sampled_from('/ \t\u2003{}"affirm\0'), st.characters()), max_size=60)
)
def test_no_free_text_is_ever_an_intent_for_rasa(text: str) -> None:
    assert not is_payload(UserMessage(_read(text=text).words).text)


def test_a_payload_is_passed_raw_but_for_the_language_every_message_has() -> None:
    assert _read(payload="/affirm", language="en").words == '/affirm{"language": "en"}'
    assert json.loads(_read(payload='/inform{"stars": 4}').words[7:]) == {"language": "es", "stars": 4}
    assert json.loads(_read(payload='/x{"language": "pt"}', language="en").words[2:]) == {"language": "pt"}


def test_halves_of_characters_and_nul_become_readable() -> None:
    assert _read(text="caf\u0065\u0301 \ud83d \0 fin").words == "café ?   fin"


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"conversation_id": "me"}, "conversation_id"),
        ({"message_id": None}, "message_id"),
        ({"text": None}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"language": "fr"}, "language"),
        ({"language": ["es"]}, "language"),
        ({"payload": "affirm"}, "payload"),
        ({"payload": "/affirm{oops}"}, "payload"),
        ({"payload": "/affirm{}\n/deny"}, "payload"),
        ({"payload": {"affirm": 1}}, "payload"),
        ({"payload": ""}, "payload"),
    ],
)
def test_what_is_wrong_is_named(fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(InvalidTurn, match=complaint):
        _read(**fields)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"\xff", b"null", b"[" * 60_000, b" " * 70_000],
    ids=["empty", "cut", "list", "not text", "null", "too deep", "too long"],
)
def test_what_is_not_a_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidTurn):
        read_turn(body)
