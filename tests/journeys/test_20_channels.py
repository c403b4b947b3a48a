"""On every channel and in every language: from a signed webhook to the delivered reply, and on by a button."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

import texts
from channels.registry import PUSHED
from tests.assistant import Assistant
from tests.journeys.booking import NAME, QUOTE

pytestmark = pytest.mark.bot
CHANNELS = [channel.NAME for channel in PUSHED]
Screen = list[dict[str, Any]]
PATIENCE = 60.0
"""Seconds for one answer, on a busy machine; the stream has a sign of life every quarter of a minute."""


@dataclass
class Phone:
    """A phone of the simulator: what its owner does becomes a signed webhook, and what arrives was really sent."""

    http: httpx.Client
    channel: str
    address: str

    @property
    def person(self) -> str:
        return f"/simulator/phones/{self.channel}/people/{self.address}"

    def does(self, **doing: Any) -> None:
        answer = self.http.post(f"{self.person}/doings", json=doing)
        assert answer.json() == {"status": 200}

    def waits(self, until: Callable[[Screen], bool]) -> Screen:
        """What the phone shows as soon as it is as expected."""
        end = time.monotonic() + PATIENCE
        with self.http.stream("GET", f"{self.person}/screen") as stream:
            for line in stream.iter_lines():
                assert time.monotonic() < end, "nothing came of it"
                if line.startswith("data: "):
                    shown: Screen = json.loads(line.removeprefix("data: "))["shown"]
                    if until(shown):
                        return shown
        raise AssertionError("the stream has ended")

    def press(self, title: str) -> None:
        """Presses the newest thing to press whose title begins so, or says it for short."""
        taps = [tap for shown in self.waits(bool) for tap in taps_of(shown)]
        shorts = [texts.short(language, title) or title for language in texts.LANGUAGES]
        tap = next(tap for tap in reversed(taps) if tap["title"].startswith((title[:15], *shorts)))
        self.does(do="press", data=tap["data"], title=tap["title"])


def taps_of(shown: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Buttons, rows of a list, buttons of cards."""
    yield from shown["buttons"]
    yield from (shown["list"] or {}).get("rows", ())
    for slide in shown["carousel"]:
        yield from slide["buttons"]


def theirs(screen: Screen) -> str:
    """Everything that we said."""
    return "\n".join(shown["text"] for shown in screen if shown["sender"] == "us")


def says(words: str) -> Callable[[Screen], bool]:
    return lambda screen: words in theirs(screen)


@pytest.fixture
def pick_up(assistant: Assistant) -> Iterator[Callable[[str, str], Phone]]:
    """Gives somebody new a phone with a channel, set to a language."""
    address = f"http://127.0.0.1:{assistant.settings.app_port}"
    with httpx.Client(base_url=address, timeout=60) as http:

        def somebody(channel: str, language: str) -> Phone:
            made = http.post(f"/simulator/phones/{channel}/people", json={"language": language})
            return Phone(http, channel, made.json()["address"])

        yield somebody


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_quote_is_asked_for_and_booked_with_a_button(
    pick_up: Callable[[str, str], Phone], channel: str, language: str
) -> None:
    phone = pick_up(channel, language)
    phone.does(do="type", text=QUOTE[language])
    phone.waits(says("Q-"))
    phone.press(texts.say(language, "button.book"))
    asks_name = texts.say(language, "ask.lead_name").split("\n")[0]
    phone.waits(says(asks_name))
    phone.does(do="type", text=NAME[language])
    phone.waits(says(texts.say(language, "ask.lead_email").split("\n")[0]))


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_reply_that_the_provider_refuses_first_arrives_once(
    pick_up: Callable[[str, str], Phone], channel: str
) -> None:
    phone = pick_up(channel, "es")
    phone.http.post(f"/simulator/phones/{channel}/troubles", json={"kind": "fails"})
    phone.does(do="type", text="hola")
    phone.waits(lambda screen: bool(theirs(screen)))
    phone.does(do="type", text=QUOTE["es"])
    screen = phone.waits(says("Q-"))
    said = [shown["text"] for shown in screen if shown["sender"] == "us" and shown["text"]]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_voice_note_is_answered_kindly_and_a_person_can_be_asked_for(
    pick_up: Callable[[str, str], Phone], channel: str
) -> None:
    phone = pick_up(channel, "es")
    phone.does(do="type", text="hola")
    phone.waits(lambda screen: bool(theirs(screen)))
    phone.does(do="file", kind="voice")
    phone.waits(says(texts.say("es", "media.audio")))
    phone.press(texts.say("es", "bot.person"))
    phone.waits(says(texts.say("es", "handoff.requested", operator="Viajes Altamar")))
