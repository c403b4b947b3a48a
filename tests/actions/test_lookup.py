"""A booking of another conversation is found by its code and its e-mail together."""

from __future__ import annotations

from collections.abc import Callable

from tests.actions.conftest import Conversation, payloads_of, text_of
from tests.actions.test_booking import booked

Make = Callable[..., Conversation]


async def gives(stranger: Conversation, **filled: str) -> None:
    """A message that fills slots of the form; what it leaves open is asked for."""
    stranger.slots["turn"] = {"id": "x", "problem": None, "filled": list(filled)}
    await stranger.validate("status_form", **filled)


async def test_a_pair_that_does_not_match_is_asked_for_again_whichever_is_wrong(conversation: Make) -> None:
    mine = await booked(conversation)
    reference = mine.slots["booking_reference"]
    for code, email in ((reference, "nobody@else.example"), ("ZZZZ99", "ana@torres.example")):
        stranger = conversation()
        await gives(stranger, booking_reference=code)
        assert stranger.slots["requested_slot"] == "lead_email"

        await gives(stranger, lead_email=email)

        assert stranger.slots["requested_slot"] == "booking_reference"
        [asked] = await stranger.run_again("action_ask_booking_reference")
        assert "ese código y ese correo juntos" in asked["text"]
        assert reference not in asked["text"]


async def test_the_right_pair_afterwards_finds_it(conversation: Make) -> None:
    mine = await booked(conversation)
    stranger = conversation()
    await gives(stranger, booking_reference="ZZZZ99", lead_email="ana@torres.example")

    await gives(stranger, booking_reference=mine.slots["booking_reference"], lead_email="ana@torres.example")

    assert stranger.slots["requested_slot"] is None
    assert "Está apartada" in text_of(await stranger.run_again("action_tell_status"))


async def test_after_three_wrong_pairs_a_person_is_offered(conversation: Make) -> None:
    stranger = conversation()
    for _ in range(3):
        await gives(stranger, booking_reference="ZZZZ99", lead_email="ana@torres.example")

    assert stranger.slots["requested_slot"] is None
    replies = await stranger.run_again("action_tell_status")
    assert payloads_of(replies) == ["/request_human", "/deny"]
    assert stranger.slots["pending"] == "human"
    assert stranger.slots["hints"] is None


async def test_an_email_said_earlier_is_no_failed_try(conversation: Make) -> None:
    await booked(conversation)
    stranger = conversation(lead_email="ana@elsewhere.example")

    await gives(stranger, booking_reference="ZZZZ99")

    assert stranger.slots["requested_slot"] == "lead_email"
    [asked] = await stranger.run_again("action_ask_status_form_lead_email")
    assert "con qué correo" in asked["text"]


async def test_who_does_not_know_the_code_is_offered_a_person(conversation: Make) -> None:
    stranger = conversation()
    stranger.form = "status_form"

    replies = await stranger.run("action_answer", "no me acuerdo", "not_sure")

    assert payloads_of(replies) == ["/request_human", "/deny"]
    assert stranger.slots["pending"] == "human"
    assert stranger.slots["turn"]["asked"]


async def test_a_code_by_itself_asks_how_the_booking_is_going(conversation: Make) -> None:
    guest = conversation(destination=None, booking_reference="K7PQ2M")
    guest.slots["turn"] = {"id": "x", "problem": None, "heard": [], "filled": ["booking_reference"]}

    await guest.validate("trip_form")

    assert guest.form is None
    assert guest.followed_by == "status_form"
    assert guest.slots["about"] == "status"


async def test_a_code_that_reads_like_nothing_else_asks_so_too(conversation: Make) -> None:
    guest = conversation(booking_reference="ABC234")
    guest.slots["turn"] = {"id": "x", "problem": None, "heard": [], "filled": ["booking_reference"]}

    assert await guest.run("action_answer", "ABC234", "out_of_scope") == []

    assert guest.followed_by == "status_form"
