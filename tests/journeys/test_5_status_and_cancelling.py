"""A booking is spoken of to who made it, or after reference and e-mail match; cancelling shows its price first."""

from collections.abc import Callable

import pytest

from tests.assistant import Traveller
from tests.journeys.booking import EMAIL, YES, book, reference_in

STATUS = {
    "es": "¿cómo va mi reserva {}?",
    "en": "what is the status of my booking {}?",
    "pt": "como está a minha reserva {}?",
}
CANCEL = {"es": "quiero cancelar", "en": "I want to cancel my booking", "pt": "quero cancelar"}
CANCELLED = {"es": "cancelada", "en": "cancelled", "pt": "cancelada"}


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_who_booked_is_told_at_once(traveller: Traveller, language: str) -> None:
    reference = reference_in(book(traveller, language))

    turn = traveller.says(STATUS[language].format(reference))

    assert reference in turn.text
    assert turn.asks is None


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_stranger_must_know_the_address_too(
    traveller: Traveller, another_traveller: Callable[[], Traveller], language: str
) -> None:
    reference = reference_in(book(traveller, language))
    stranger = another_traveller()

    asked = stranger.says(STATUS[language].format(reference))
    assert asked.asks == "lead_email"
    assert "Cusco" not in asked.text
    refused = stranger.says("nobody@else.example")
    assert "Cusco" not in refused.text

    owner = another_traveller()
    owner.says(STATUS[language].format(reference))
    assert reference in owner.says(EMAIL[language]).text


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_cancelling_shows_the_penalty_then_cancels(traveller: Traveller, language: str) -> None:
    reference = reference_in(book(traveller, language))

    asked = traveller.says(CANCEL[language])
    assert asked.asks == "cancel_confirmed"
    assert "USD" in asked.text or "US$" in asked.text or "0" in asked.text

    done = traveller.says(YES[language])
    assert CANCELLED[language] in done.text.lower()
    assert CANCELLED[language] in traveller.says(STATUS[language].format(reference)).text.lower()


@pytest.mark.bot
@pytest.mark.parametrize(("language", "no"), [("es", "no"), ("en", "no, keep it"), ("pt", "não")])
def test_a_booking_is_kept_when_the_traveller_thinks_better_of_it(
    traveller: Traveller, language: str, no: str
) -> None:
    reference = reference_in(book(traveller, language))
    traveller.says(CANCEL[language])

    traveller.says(no)

    assert CANCELLED[language] not in traveller.says(STATUS[language].format(reference)).text.lower()
