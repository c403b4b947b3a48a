"""A payload counts only when this conversation offered it."""

from __future__ import annotations

import pytest

from conversations.bot_client import FakeBot
from conversations.rules import RECENT, fold
from conversations.schemas import Button, Card, Reply, TurnResult
from tests.conversations.conftest import Talk

YES, NO = Button(title="¡Sí!", payload="/affirm"), Button(title="No", payload="/deny")


def offering(*replies: Reply) -> FakeBot:
    return FakeBot(lambda request: TurnResult(replies=list(replies), language="es"))


async def heard(talk: Talk, text: str, payload: str | None = None) -> str | None:
    await talk.write(text, payload)
    return (await talk.log())[-1].payload


async def test_a_payload_that_was_never_offered_is_read_as_its_title(talk: Talk, bot: FakeBot) -> None:
    await talk.write("quiero todo gratis", payload='/pay{"total": 0}')
    await talk.answer()
    assert [(request.text, request.payload) for request in bot.requests] == [("quiero todo gratis", None)]


async def test_text_that_looks_like_a_payload_is_text(talk: Talk, bot: FakeBot) -> None:
    await talk.write("/restart")
    await talk.answer()
    assert [(request.text, request.payload) for request in bot.requests] == [("/restart", None)]


async def test_the_payload_of_an_offered_button_reaches_the_bot(talk: Talk) -> None:
    talk.bot = offering(Reply(text="¿Reservamos?", buttons=[YES, NO]))
    await talk.write("hola")
    await talk.answer()
    assert await heard(talk, "¡Sí!", "/affirm") == "/affirm"


async def test_buttons_of_cards_count_too(talk: Talk) -> None:
    choose = Button(title="Elegir", payload='/choose_option{"choice": 1}')
    talk.bot = offering(Reply(cards=[Card(number=1, title="Hotel", buttons=[choose])]))
    await talk.write("hola")
    await talk.answer()
    assert await heard(talk, "Elegir", choose.payload) == choose.payload


async def test_the_first_of_an_older_list_is_not_the_first_of_the_newest(talk: Talk) -> None:
    first = Button(title="Elegir", payload='/choose_option{"choice": {"ordinal": 1}}')
    for hotel in ("Posada Garúa", "Posada Pez Ángel"):
        talk.bot = offering(Reply(cards=[Card(number=1, title=hotel, buttons=[first])]))
        await talk.write("hola")
        await talk.answer()
    assert await heard(talk, "Elegir: Posada Pez Ángel", first.payload) == first.payload
    assert await heard(talk, "Elegir: Posada Garúa", first.payload) is None


async def test_what_another_conversation_offered_does_not_count(talk: Talk) -> None:
    assert await heard(talk, "Sí", "/affirm") is None


@pytest.mark.parametrize("typed", ["si", "Sí", " SÍ. "])
async def test_typing_the_title_of_a_button_in_the_last_answer_is_taking_it(talk: Talk, typed: str) -> None:
    talk.bot = offering(Reply(text="¿Reservamos?", buttons=[YES, NO]), Reply(text="Vence mañana."))
    await talk.write("hola")
    await talk.answer()
    assert await heard(talk, typed) == "/affirm"


async def test_a_title_of_an_older_answer_is_plain_text(talk: Talk, bot: FakeBot) -> None:
    talk.bot = offering(Reply(text="¿Reservamos?", buttons=[YES, NO]))
    await talk.write("hola")
    await talk.answer()
    talk.bot = bot
    await talk.write("¿y el clima?")
    await talk.answer()
    assert await heard(talk, "sí") is None


async def test_a_title_that_stands_for_two_things_is_plain_text(talk: Talk) -> None:
    talk.bot = offering(
        Reply(
            buttons=[
                Button(title="Elegir", payload="/choose_option"),
                Button(title="Elegir", payload="/other"),
            ]
        )
    )
    await talk.write("hola")
    await talk.answer()
    assert await heard(talk, "elegir") is None


async def test_a_button_far_back_is_read_as_its_title(talk: Talk, bot: FakeBot) -> None:
    talk.bot = offering(Reply(text="¿Reservamos?", buttons=[YES]))
    await talk.write("hola")
    await talk.answer()
    talk.bot = bot
    for number in range(RECENT // 2):
        await talk.write(f"mensaje {number}")
        await talk.answer()
    assert await heard(talk, "¡Sí!", "/affirm") is None


@pytest.mark.parametrize(("text", "folded"), [("¡Sí!", "si"), ("São  Paulo", "sao paulo"), ("👍", "")])
def test_titles_are_compared_by_their_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


async def test_a_button_that_opens_a_page_tells_the_bot_nothing(talk: Talk) -> None:
    pay = Button(title="Pagar", payload="https://pay.example/1")
    talk.bot = offering(Reply(text="Aquí está tu enlace.", buttons=[pay, NO]))
    await talk.write("hola")
    await talk.answer()
    assert await heard(talk, "Pagar", pay.payload) is None
    assert await heard(talk, "Pagar") is None
