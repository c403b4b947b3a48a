"""Updates as Telegram documents them, and what they are to us."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.settings import ROOT
from channels.inbound import Arrived, Ignored
from channels.telegram.menu import meaning_of
from channels.telegram.parse import callback_id, read_update
from channels.telegram.settings import TelegramSettings
from conversations.models import Kind
from conversations.schemas import Attachment

FIXTURES = Path(__file__).with_name("fixtures")


def update(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def read(name: str) -> Arrived:
    event = read_update(update(name))
    assert isinstance(event, Arrived)
    return event


def test_a_text_comes_with_who_wrote_it_and_their_language() -> None:
    assert read("text") == Arrived(
        address="1111111",
        provider_message_id="update:10000",
        text="hola",
        name="Lucía Ramos",
        language="es",
    )


def test_a_press_carries_the_buttons_token_and_waits_to_be_acknowledged() -> None:
    assert read("callback_query").choice == "7.1"
    assert callback_id(update("callback_query")) == "4382bfdwdsb323b2d9"
    assert callback_id(update("text")) is None


def test_of_a_photos_sizes_the_largest_is_kept_with_its_caption() -> None:
    event = read("photo")
    assert (event.kind, event.text) == (Kind.IMAGE, "nuestro pasaporte")
    assert event.attachments == (Attachment(handle="large", mime="image/jpeg", size=92_311),)


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("voice", Kind.AUDIO, ""),
        ("document", Kind.DOCUMENT, ""),
        ("sticker", Kind.STICKER, ""),
        ("location", Kind.LOCATION, "-13.5226, -71.9673"),
        ("venue", Kind.LOCATION, "-13.5168, -71.9785"),
        ("contact", Kind.CONTACT, ""),
        ("edited", Kind.EDITED, "hola, somos 3"),
        ("reaction", Kind.REACTION, "👍"),
    ],
)
def test_every_kind_of_message_is_told_apart(name: str, kind: Kind, text: str) -> None:
    event = read(name)
    assert (event.kind, event.text) == (kind, text)


@pytest.mark.parametrize("name", ["group", "channel_post", "press_in_group"])
def test_what_is_not_said_to_us_alone_is_ignored(name: str) -> None:
    assert isinstance(read_update(update(name)), Ignored)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("/start", "/greet"),
        ("/help@altamar_bot", "/ask_capabilities"),
        ("/language", "/change_language"),
        ("/start agent", "/request_human"),
        ("/start K7PQ2M", '/booking_status{"reference": "K7PQ2M"}'),
        ("/start Q-K7PQ2M", '/see_options{"quote": "Q-K7PQ2M"}'),
        ("/start q-k7pq2m", '/see_options{"quote": "Q-K7PQ2M"}'),
        ("/start Q-K7PQ2MX", "/greet"),
        ("/start summer_campaign_2027", "/greet"),
        ("/start ../../etc", "/greet"),
        ("/cancel_booking", None),
        ("start", None),
        ("quiero /start", None),
    ],
)
def test_commands_and_deep_links_mean_what_the_menu_says_and_nothing_else(
    text: str, meaning: str | None
) -> None:
    assert meaning_of(text) == meaning


@pytest.mark.parametrize("name", sorted(TelegramSettings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`TELEGRAM_{name.upper()}`" in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
