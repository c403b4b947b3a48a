"""Cards one at a time: turned in place, chosen by button or by number, without a turn of the bot for a page."""

from __future__ import annotations

import pytest

import texts
from channels.telegram.pages import page, page_of, page_token
from channels.telegram.parse import PageTurned, read_update
from channels.telegram.render import parts_of
from conversations import rules, service
from conversations.bot_client import FakeBot
from conversations.ports import Outgoing
from conversations.schemas import Button, Card, MessageView, Reply, TurnRequest, TurnResult
from tests.channels.telegram.conftest import Phone
from tests.channels.telegram.test_telegram_parse import update

NAMES = ("Casa del Inti", "Posada Qori", "Hotel Wari", "Hostal Ñusta")
HOTELS = [
    Card(
        number=number,
        title=title,
        subtitle="4 noches",
        image=f"/photos/{number}.jpg" if number < 4 else "/photos/4.svg",
        price="USD 1,240.00",
        rating=4.6,
        buttons=[Button(title="Elegir", payload=f"/choose_{number}")],
    )
    for number, title in enumerate(NAMES, start=1)
]


def offering(request: TurnRequest) -> TurnResult:
    """A bot that shows four hotels, and says back what it hears after that."""
    if request.payload or request.text != "hotel":
        return TurnResult(
            replies=[Reply(text=f"{request.text} → {request.payload}")], language=request.language
        )
    more = [Button(title="Otras fechas", payload="/change_trip")]
    return TurnResult(replies=[Reply(text="Tengo 4:", cards=HOTELS, buttons=more)], language="es")


@pytest.fixture
async def pages(phone: Phone, bot: FakeBot) -> Phone:
    """A phone that shows the first of four hotels."""
    bot.answer = offering
    await phone.types("hotel")
    await phone.waits()
    return phone


def titles(phone: Phone) -> list[str]:
    return [tap.title for tap in phone.screen()[-1].buttons]


async def test_the_first_card_comes_with_its_button_and_the_way_on(pages: Phone) -> None:
    (text,) = pages.reads()
    assert text == "Tengo 4:\n\n1. Casa del Inti\n4 noches\nUSD 1,240.00 · ★ 4.6"
    assert titles(pages) == ["Elegir", "◀", "1/4", "▶", "Otras fechas"]


async def test_pages_turn_in_place_and_go_round_without_the_bot(pages: Phone, bot: FakeBot) -> None:
    for title, number, name in (("▶", 2, "Posada Qori"), ("◀", 1, "Casa del Inti"), ("◀", 4, "Hostal Ñusta")):
        pressed = await pages.presses(title)
        assert pressed.json()["method"] == "answerCallbackQuery"
        (text,) = await pages.waits(lambda read, name=name: name in read[0])  # type: ignore[misc]
        assert text.startswith(f"Tengo 4:\n\n{number}. {name}")
        assert titles(pages)[2] == f"{number}/4"
    assert len(bot.requests) == 1
    assert pages.emulator.waiting == set()


async def test_the_card_that_is_shown_is_chosen_by_its_button(pages: Phone) -> None:
    await pages.presses("▶")
    await pages.waits(lambda read: "Posada" in read[0])
    await pages.presses("Elegir")
    answers = await pages.waits(lambda read: len(read) == 2)
    assert answers[-1] == "Elegir: Posada Qori → /choose_2"


async def test_a_typed_number_reaches_the_bot_which_knows_the_cards(pages: Phone, bot: FakeBot) -> None:
    await pages.presses("▶")
    await pages.types("2")
    await pages.waits(lambda read: len(read) == 2)
    assert (bot.requests[-1].text, bot.requests[-1].payload) == ("2", None)


async def test_pressing_the_page_that_is_shown_changes_nothing_and_is_no_trouble(pages: Phone) -> None:
    before = pages.screen()
    await pages.presses("1/4")
    await pages.presses("▶")
    await pages.waits(lambda read: "Posada" in read[0])
    assert len(pages.screen()) == len(before)


async def test_a_page_that_telegram_refuses_in_passing_is_turned_after_all(pages: Phone) -> None:
    pages.emulator.limit(after=1)
    await pages.presses("▶")
    assert "Posada" in (await pages.waits(lambda read: "Posada" in read[0]))[0]


async def test_pages_of_what_was_erased_are_answered_kindly(pages: Phone) -> None:
    async with pages.ports.sessions.begin() as session:
        opened = await service.open_conversation(
            session, channel="telegram", address=pages.address, language="es"
        )
        await service.erase_messages(
            session, pages.ports.queue, conversation_id=opened.id, up_to=opened.last_offset
        )
    await pages.presses("▶")
    assert pages.emulator.notices == [texts.say("es", "telegram.page_gone")]
    assert pages.emulator.waiting == set()


@pytest.mark.parametrize("data", ["p999.0", "p1.99"])
async def test_pages_that_never_were_are_answered_kindly(pages: Phone, data: str) -> None:
    pressed = {**update("page_turned")["callback_query"], "data": data}
    pressed["message"]["chat"]["id"] = int(pages.address)
    assert (await pages.emulator.deliver(callback_query=pressed)).is_success
    assert len(pages.emulator.notices) == 1


def test_a_press_that_turns_a_page_is_no_message() -> None:
    assert read_update(update("page_turned")) == PageTurned(
        address="1111111",
        message_id=41,
        message_offset=2,
        place=1,
        callback_id="4382bfdwdsb323b2da",
        language="es",
    )


def test_tokens_of_pages_and_of_buttons_are_never_taken_for_each_other() -> None:
    assert page_of(page_token(7, 3)) == (7, 3)
    assert page_of(rules.token(7, 3)) is None
    assert rules.offset_of(page_token(7, 3)) is None
    assert len(page_token(999_999_999, 99).encode()) <= 64


def message(text: str, cards: list[Card]) -> MessageView:
    """A message of ours with cards."""
    values: dict[str, object] = dict.fromkeys(MessageView.model_fields)
    fixed = {"id": "0" * 32, "offset": 3, "direction": "out", "sender": "bot", "kind": "text"}
    lists: dict[str, object] = {"buttons": [], "attachments": [], "parts_sent": []}
    return MessageView.model_validate(
        {
            **values,
            **fixed,
            **lists,
            "text": text,
            "cards": cards,
            "created_at": "2027-01-01T00:00:00Z",
        }
    )


def test_a_long_text_before_the_cards_leaves_room_for_every_one_of_them() -> None:
    long = message("Una frase. " * 900, [HOTELS[0], HOTELS[1].model_copy(update={"subtitle": "x" * 3000})])
    first, *_, last = parts_of(Outgoing(long, "7", "es", None))
    assert "keyboard" not in first.fields
    assert "keyboard" in last.fields
    assert all(len(page(long, place, "").text) <= 4096 for place in range(2))


def test_one_card_needs_no_way_on() -> None:
    assert [key[0] for row in page(message("", HOTELS[:1]), 0, "").keyboard for key in row] == ["Elegir"]


@pytest.mark.parametrize(
    ("place", "public_url", "picture"),
    [
        (0, "https://a.example/", "https://a.example/photos/1.jpg"),
        (0, "", None),
        (3, "https://a.example", None),
    ],
)
def test_pictures_are_those_that_telegram_can_fetch_and_show(
    place: int, public_url: str, picture: str | None
) -> None:
    assert page(message("", HOTELS), place, public_url).picture == picture
