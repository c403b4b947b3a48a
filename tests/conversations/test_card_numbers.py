"""Card numbers are not kept; what only looks like one is."""

from __future__ import annotations

import pytest

from conversations.card_numbers import without_card_numbers
from tests.conversations.conftest import Talk


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mi tarjeta es 4242 4242 4242 4242, vence 12/29", "mi tarjeta es •••• 4242, vence 12/29"),
        ("5555-5555-5555-4444", "•••• 4444"),
        ("amex 3782 822463 10005 ok?", "amex •••• 0005 ok?"),
        ("4242424242424241", "4242424242424241"),
        (
            "llámame al +54 9 11 5555 1234 o al 5491155551234",
            "llámame al +54 9 11 5555 1234 o al 5491155551234",
        ),
        ("del 10 al 14 de mayo, 2 adultos", "del 10 al 14 de mayo, 2 adultos"),
        ("pedido 42424242424242424242", "pedido 42424242424242424242"),
    ],
)
def test_only_what_is_a_card_number_is_left_out(typed: str, kept: str) -> None:
    assert without_card_numbers(typed) == kept


async def test_a_card_number_that_is_typed_into_the_chat_is_never_stored(talk: Talk) -> None:
    await talk.write("cóbrame a la 4242 4242 4242 4242 por favor")
    (message,) = await talk.log()
    assert message.text == "cóbrame a la •••• 4242 por favor"
