"""However many things a turn says, they come in three bubbles."""

from __future__ import annotations

from typing import Any

from bot.bubbles import joined

YES = {"title": "Sí", "payload": "/affirm"}
HELP = {"title": "Hablar con una persona", "payload": "/request_human"}


def say(text: str, *buttons: dict[str, str], card: int | None = None, **command: Any) -> dict[str, Any]:
    cards = [{"number": card}] if card else []
    return {"text": text, "buttons": list(buttons), "cards": cards, "command": command or None}


def test_three_bubbles_stay_as_they_are() -> None:
    replies = [say("uno"), say("dos"), say("tres", YES)]
    assert joined(replies) == replies


def test_the_first_texts_come_together_with_a_blank_line_between() -> None:
    replies = [say("uno"), say("dos"), say("tres"), say("cuatro"), say("¿cinco?", YES)]
    assert joined(replies) == [say("uno\n\ndos\n\ntres"), say("cuatro"), say("¿cinco?", YES)]


def test_a_text_joins_the_cards_after_it_and_the_order_stays() -> None:
    replies = [say("a", HELP), say("hoteles"), say("", card=1), say("¿cuál?", YES)]
    assert joined(replies) == [say("a", HELP), say("hoteles", card=1), say("¿cuál?", YES)]


def test_bubbles_with_choices_of_their_own_keep_all_of_them_once() -> None:
    replies = [say("a", HELP), say("b", HELP), say("c", HELP), say("d", YES, HELP)]
    assert joined(replies)[-1] == say("c\n\nd", HELP, YES)


def test_a_command_is_no_bubble_and_is_never_lost() -> None:
    replies = [say("a"), say("b", handoff={"reason": "requested"}), say("c"), say("d"), say("", erase={})]
    kept = joined(replies)
    assert [reply["text"] for reply in kept] == ["a\n\nb", "c", "d", ""]
    assert [reply["command"] for reply in kept] == [
        {"handoff": {"reason": "requested"}},
        None,
        None,
        {"erase": {}},
    ]
