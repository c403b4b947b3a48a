"""Meta's documented payloads as events."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from channels.inbound import AgentSpoke, Arrived, Event, Ignored, PartTaken, StatusChanged, Watermark
from channels.messenger.parse import read_events
from conversations.models import Delivery, Kind
from conversations.reporting import PartKey
from conversations.rules import MAX_TEXT

PERSON = "1254459154682919"
MID = "m_1457764197618:41d102a3e1ae206a38"
APP = "1517776481860111"


def events_of(fixture: str, app_id: str = APP) -> list[Event]:
    path = Path(__file__).parent / "fixtures" / f"{fixture}.json"
    return read_events(json.loads(path.read_text(encoding="utf-8")), app_id=app_id)


def arrived(fixture: str) -> Arrived:
    (event,) = events_of(fixture)
    assert isinstance(event, Arrived)
    assert event.address == PERSON
    return event


@pytest.mark.parametrize("fixture", ["text", "reply"])
def test_words_are_a_message_under_the_id_that_meta_gives(fixture: str) -> None:
    event = arrived(fixture)
    assert event.text
    assert (event.provider_message_id, event.kind, event.choice) == (MID, Kind.TEXT, None)


def test_a_quick_reply_and_a_button_of_a_card_bring_their_token() -> None:
    assert (arrived("quick_reply").choice, arrived("quick_reply").text) == ("4.1", "Ver otras opciones")
    assert (arrived("postback").choice, arrived("postback").provider_message_id) == ("7.3", "m_AG5Hz2U")


def test_a_button_without_an_id_is_told_apart_by_who_pressed_it_when() -> None:
    assert arrived("postback_without_mid").provider_message_id == "postback:1254459154682919:1458692752478"


def test_who_begins_a_conversation_is_greeted() -> None:
    event = arrived("get_started")
    assert (event.command, event.choice) == ("/greet", None)


def test_who_comes_by_a_link_is_greeted_or_shown_what_it_names() -> None:
    event = arrived("referral")
    assert (event.command, event.text) == ("/greet", "quote-8")
    assert event.provider_message_id == f"referral:{PERSON}:1458692752478"
    assert arrived("referral_booking").command == '/booking_status{"reference": "K7PQ2M"}'
    assert arrived("referral_ad").command == "/greet"
    assert arrived("get_started_quote").command == '/see_options{"quote": "Q-K7PQ2M"}'


def test_a_first_message_speaks_for_itself_after_the_link_that_led_to_it() -> None:
    link, message = events_of("text_quote")
    assert isinstance(link, Arrived) and isinstance(message, Arrived)
    assert (link.command, link.provider_message_id) == (
        '/see_options{"quote": "Q-K7PQ2M"}',
        f"referral:{MID}",
    )
    assert (message.command, message.text, message.provider_message_id) == (None, "Hola, ¿sigue en pie?", MID)
    assert arrived("text_ad").text == "¿Hay lugar en julio?"


def test_an_echo_of_ours_says_which_part_was_taken() -> None:
    key = PartKey(UUID("7bf017e9-d467-492a-bf16-be8a3ddc35be"), 2)
    assert events_of("echo_part") == [PartTaken(key, "m_echo4")]
    assert events_of("echo_part", app_id="") == [PartTaken(key, "m_echo4")]
    assert events_of("echo_part", app_id="7") == [AgentSpoke(PERSON, "m_echo4", "Lo que dijo el bot")]


@pytest.mark.parametrize(
    ("fixture", "kind", "handles"),
    [
        ("image", Kind.IMAGE, ["https://scontent.example/a.jpg", "https://scontent.example/b.jpg"]),
        ("video", Kind.VIDEO, ["https://video.example/a.mp4"]),
        ("audio", Kind.AUDIO, ["https://cdn.example/voice.mp4"]),
        ("file", Kind.DOCUMENT, ["https://cdn.example/passport.pdf"]),
        ("sticker", Kind.STICKER, ["https://scontent.example/s.png"]),
    ],
)
def test_files_are_kept_by_their_address(fixture: str, kind: Kind, handles: list[str]) -> None:
    event = arrived(fixture)
    assert event.kind is kind
    assert [attachment.handle for attachment in event.attachments] == handles


def test_a_place_is_written_as_people_write_coordinates() -> None:
    assert (arrived("location").kind, arrived("location").text) == (Kind.LOCATION, "-13.5171, -71.9785")


def test_a_link_that_was_shared_is_its_address() -> None:
    assert (arrived("fallback").kind, arrived("fallback").text) == (Kind.TEXT, "https://example.com/hotel")
    assert arrived("fallback_empty").text == ""


def test_the_thumb_beside_the_text_field_is_an_answer() -> None:
    assert (arrived("thumbs_up").kind, arrived("thumbs_up").text) == (Kind.TEXT, "👍")


def test_reactions_edits_and_deletions_are_messages_of_their_own() -> None:
    reaction, edit, deleted = arrived("reaction"), arrived("edit"), arrived("deleted")
    assert (reaction.kind, reaction.text) == (Kind.REACTION, "❤️")
    assert (edit.kind, edit.text) == (Kind.EDITED, "del 10 al 15 de mayo")
    assert edit.provider_message_id == "edit:m_1457764197618:2"
    assert (deleted.kind, deleted.provider_message_id) == (Kind.DELETED, f"deleted:{MID}")
    assert arrived("reaction_taken_back").text == ""


def test_what_became_of_our_messages_is_told_by_ids_or_by_time() -> None:
    until = datetime.fromtimestamp(1458668856.253, UTC)
    assert events_of("delivery") == [
        StatusChanged("m_1458668856218", Delivery.DELIVERED),
        StatusChanged("m_1458668856219", Delivery.DELIVERED),
    ]
    assert events_of("delivery_watermark") == [Watermark(PERSON, Delivery.DELIVERED, until)]
    assert events_of("read") == [Watermark(PERSON, Delivery.READ, until)]


def test_what_the_page_wrote_is_ours_or_an_agents() -> None:
    assert events_of("echo_own") == [Ignored("echo")]
    assert events_of("echo_inbox") == [AgentSpoke(PERSON, "m_echo2", "Hola, soy Mariana del equipo")]
    assert events_of("echo_inbox_image") == [
        AgentSpoke(PERSON, "m_echo3", "https://scontent.example/map.jpg")
    ]


@pytest.mark.parametrize("fixture", ["echo_own", "echo_inbox", "echo_inbox_image"])
def test_an_app_that_does_not_know_its_number_takes_no_echo_for_an_agent(fixture: str) -> None:
    assert events_of(fixture, app_id="") == [Ignored("echo")]


@pytest.mark.parametrize(
    ("fixture", "reason"),
    [
        ("standby", "standby"),
        ("changes", "changes"),
        ("optin", "unknown_event"),
        ("checkbox", "unreadable"),
    ],
)
def test_what_concerns_nobody_is_ignored_with_a_reason(fixture: str, reason: str) -> None:
    assert events_of(fixture) == [Ignored(reason)]


def test_a_batch_is_read_whole_and_in_order_whatever_is_broken_in_it() -> None:
    events = events_of("batch")
    assert [event.text if isinstance(event, Arrived) else event for event in events] == [
        "uno",
        Ignored("unreadable"),
        "dos",
        "tres",
    ]


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        7,
        "x",
        {},
        {"object": "user", "entry": []},
        {"object": "page"},
        {"object": "page", "entry": 7},
        {"object": "page", "entry": [None, {"messaging": 7}, {"messaging": [None, {}, {"message": 3}]}]},
        {"object": "page", "entry": [{"messaging": [{"read": {"watermark": 10**30}, "sender": {"id": 1}}]}]},
        {"object": "page", "entry": [{"messaging": [{"message": {"mid": ""}, "sender": {"id": "1"}}]}]},
        {"object": "page", "entry": [{"messaging": [{"message": {"mid": "m", "attachments": [3]}}]}]},
    ],
)
def test_what_is_no_delivery_brings_nothing(body: Any) -> None:
    assert all(isinstance(event, Ignored) for event in read_events(body, app_id=APP))


def test_a_text_beyond_all_limits_is_cut_instead_of_holding_up_the_batch() -> None:
    message = {"sender": {"id": "1"}, "message": {"mid": "m", "text": "a" * 100_000}}
    (event,) = read_events({"object": "page", "entry": [{"messaging": [message]}]}, app_id=APP)
    assert isinstance(event, Arrived)
    assert len(event.text) == MAX_TEXT
