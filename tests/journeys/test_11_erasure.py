"""Whoever asks to be forgotten is asked once more, forgotten, and told what is kept and why."""

import pytest

from tests.assistant import Traveller
from tests.journeys.booking import YES, book, reference_in

FORGET = {"es": "olvídame", "en": "please delete my data", "pt": "apague meus dados"}
INTRODUCED = {
    "es": "me llamo Lucía Paredes y mi correo es lucia@paredes.example, quiero ir a Lima",
    "en": "my name is Lucy Walker, my email is lucy@walker.example, I want to go to Lima",
    "pt": "me chamo Luciana Prado, meu e-mail é luciana@prado.example, quero viajar para Lima",
}
CANCEL = {"es": "quiero cancelar", "en": "I want to cancel my booking", "pt": "quero cancelar"}
NO = {"es": "no", "en": "no", "pt": "não"}
KEPT = {
    "es": "Conservo tus datos en {}",
    "en": "keeping your details in {}",
    "pt": "Mantenho seus dados em {}",
}
ERASED = {
    "es": "ya no está activo: {}",
    "en": "no longer active: {}",
    "pt": "já não está ativo: {}",
}
LANGUAGES = ["es", "en", "pt"]


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_forgotten_leaves_nothing_in_the_conversation(traveller: Traveller, language: str) -> None:
    assert traveller.says(INTRODUCED[language]).slots["lead_email"]

    asked = traveller.says(FORGET[language])
    assert asked.slots["pending"] == "erase"
    assert asked.slots["lead_email"]

    done = traveller.says(YES[language])
    for slot in ("lead_name", "lead_email", "lead_phone", "destination"):
        assert done.slots.get(slot) is None, slot
    assert any(button["payload"] == "/request_human" for button in done.buttons)


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_no_keeps_everything(traveller: Traveller, language: str) -> None:
    traveller.says(INTRODUCED[language])
    traveller.says(FORGET[language])

    turn = traveller.says(NO[language])

    assert turn.slots["lead_email"]
    assert turn.slots["destination"] == "lima"


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_active_booking_keeps_its_traveller_and_a_cancelled_one_does_not(
    traveller: Traveller, language: str
) -> None:
    reference = reference_in(book(traveller, language))

    traveller.says(FORGET[language])
    assert KEPT[language].format(reference) in traveller.says(YES[language]).text

    traveller.says(NO[language])
    traveller.says(CANCEL[language])
    traveller.says(YES[language])
    traveller.says(FORGET[language])
    assert ERASED[language].format(reference) in traveller.says(YES[language]).text
