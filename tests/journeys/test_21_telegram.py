"""What only Telegram has: options to page through, and links that open a quote. With the real bot and the real database."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

import texts
from tests.journeys.booking import QUOTE
from tests.journeys.test_20_channels import Phone, Screen, pick_up, says, theirs

__all__ = ["pick_up"]
pytestmark = pytest.mark.bot
OPTIONS = "Quiero un paquete a Cusco para 2 adultos del 10 al 14 de mayo, cualquier categoría"
PAGE = re.compile(r"(\d)/(\d)")


def page(screen: Screen) -> str:
    """ "1/4" where the newest message has pages."""
    return next((tap["title"] for tap in screen[-1]["buttons"] if PAGE.fullmatch(tap["title"])), "")


def test_options_are_paged_through_and_the_second_is_chosen_by_its_number(
    pick_up: Callable[[str, str], Phone],
) -> None:
    phone = pick_up("telegram", "es")
    phone.does(do="type", text=OPTIONS)
    first = phone.waits(lambda screen: page(screen).startswith("1/"))
    assert "\n1. " in first[-1]["text"]
    phone.press("▶")
    second = phone.waits(lambda screen: page(screen).startswith("2/"))
    assert len(second) == len(first)
    name = re.search(r"\n2\. (.+)", second[-1]["text"])
    assert name
    phone.does(do="type", text="2")
    assert name[1] in theirs(phone.waits(says("Q-"))[len(second) :])


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_link_opens_somebody_elses_quote_which_can_be_booked(
    pick_up: Callable[[str, str], Phone], language: str
) -> None:
    first = pick_up("telegram", "es")
    first.does(do="type", text=QUOTE["es"])
    reference = re.search(r"Q-\w{6}", theirs(first.waits(says("Q-"))))
    assert reference
    friend = pick_up("telegram", language)
    friend.does(do="type", text=f"/start {reference.group()}")
    shown = theirs(friend.waits(says("Q-")))
    assert reference.group() not in shown
    friend.press(texts.say(language, "button.book"))
    friend.waits(says(texts.say(language, "ask.lead_name").split("\n")[0]))
