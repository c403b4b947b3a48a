"""The action that reads a message, as Rasa calls it."""

from __future__ import annotations

from collections.abc import Callable

from tests.actions.conftest import Conversation

Make = Callable[..., Conversation]


async def test_a_message_fills_the_slots_it_speaks_of(conversation: Make) -> None:
    guest = conversation(travel_dates=None)

    await guest.run(
        "action_understand_turn", "del 3 al 8 de julio", "inform", dates="del 3 al 8 de julio", language="es"
    )

    assert guest.slots["travel_dates"] == {"start": "2027-07-03", "end": "2027-07-08"}
    assert guest.slots["turn"]["changed"] == ["travel_dates"]


async def test_a_message_is_read_once_however_often_a_turn_reads_it(conversation: Make) -> None:
    guest = conversation(travel_dates=None)
    await guest.run("action_understand_turn", "asdf", "nlu_fallback")
    assert guest.slots["misunderstood"] == 1

    await guest.run_again("action_understand_turn", "asdf", "nlu_fallback")
    assert guest.slots["misunderstood"] == 1


async def test_the_bot_says_which_language_to_answer_in(conversation: Make) -> None:
    guest = conversation()
    await guest.run("action_understand_turn", "any is fine", "no_preference", language="en")
    assert guest.slots["language"] == "en"


async def test_a_named_product_brings_its_destination(conversation: Make) -> None:
    guest = conversation(destination=None)

    await guest.run("action_understand_turn", "la ciudadela en un día", "search_tour", product="ciudadela")

    assert guest.slots["destination"] == "cusco"
    assert guest.slots["interest"] == "tour"


async def test_a_product_that_is_gone_from_the_catalogue_is_not_taken(conversation: Make) -> None:
    guest = conversation(destination=None)
    await guest.run("action_understand_turn", "el hotel sol", "inform", product="hotel-sol")
    assert not guest.slots.get("product")


async def test_yes_takes_the_open_question_of_a_form(conversation: Make) -> None:
    guest = conversation(requested_slot="booking_confirmed")
    guest.form = "booking_form"

    await guest.run("action_understand_turn", "🙂", "affirm")
    assert guest.slots["booking_confirmed"] is None

    await guest.run("action_understand_turn", "sí", "affirm")
    assert guest.slots["booking_confirmed"] is True


async def test_who_says_usted_is_answered_so_in_the_same_turn_and_from_then_on(conversation: Make) -> None:
    guest = conversation()
    await guest.run("action_understand_turn", "¿usted me ayuda?", "ask_capabilities")
    assert guest.slots["form_of_address"] == "usted"

    await guest.run("action_understand_turn", "gracias", "thank")
    assert guest.slots["form_of_address"] == "usted"
    assert "necesita algo" in (await guest.run("action_answer", "gracias", "thank"))[0]["text"]

    await guest.run("action_understand_turn", "/thank", "thank")
    assert guest.slots["form_of_address"] == "usted"


async def test_a_later_sign_changes_the_form_of_address(conversation: Make) -> None:
    guest = conversation(form_of_address="usted")
    await guest.run("action_understand_turn", "oye, ¿me puedes decir el precio?", "ask_price")
    assert guest.slots["form_of_address"] == "tu"


async def test_what_asks_again_speaks_in_the_form_of_address_of_the_message(conversation: Make) -> None:
    guest = conversation(requested_slot="party", party=None)
    guest.form = "trip_form"
    await guest.run("action_understand_turn", "disculpe, no sé", "inform")
    assert "dice con" in guest.slots["turn"]["problem"]["text"]
