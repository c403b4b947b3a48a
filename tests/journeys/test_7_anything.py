"""Whatever people write is answered sensibly, and no stack trace ever reaches them."""

from datetime import date

import pytest

from tests.assistant import Traveller

SMALL_TALK = {
    "es": ["hola", "gracias", "¿qué puedes hacer?", "adiós"],
    "en": ["hello", "thanks", "what can you do?", "bye"],
    "pt": ["oi", "obrigado", "o que você sabe fazer?", "tchau"],
}
NONSENSE = [
    "asdf qwer zxcv",
    " ",
    "🙂",
    "x" * 5000,
    "\u202eabc\u202c",
    "<script>alert(1)</script>",
    "/restart",
    "{{7*7}}",
]
START = {
    "es": "quiero viajar a Cartagena",
    "en": "I want to travel to Cartagena",
    "pt": "quero viajar para Cartagena",
}
PAST = {"es": "el 3 de enero de 2020", "en": "January 3rd 2020", "pt": "3 de janeiro de 2020"}
BACKWARDS = {
    "es": "del 20 de mayo de 2027 al 14 de mayo de 2027",
    "en": "from 20 May 2027 to 14 May 2027",
    "pt": "de 20 de maio de 2027 a 14 de maio de 2027",
}
DATES = {"es": "del 5 al 9 de junio", "en": "5 to 9 June", "pt": "de 5 a 9 de junho"}
NOBODY = {"es": "0 personas", "en": "0 people", "pt": "0 pessoas"}
CROWD = {"es": "300 personas", "en": "300 people", "pt": "300 pessoas"}
TOMORROW = {"es": "mañana", "en": "tomorrow", "pt": "amanhã"}
WEEKEND = {"es": "el próximo fin de semana", "en": "next weekend", "pt": "no próximo fim de semana"}
EASTER = {"es": "semana santa", "en": "easter", "pt": "semana santa"}
BARE = {"es": "de 5 a 9", "en": "from 5 to 9", "pt": "de 5 a 9"}
LEAKS = ("Traceback", "Exception", "Error:", 'File "', "NoneType", "None")


def sensible(text: str) -> bool:
    return bool(text.strip()) and not any(leak in text for leak in LEAKS)


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_small_talk(traveller: Traveller, language: str) -> None:
    for line in SMALL_TALK[language]:
        turn = traveller.says(line)
        assert sensible(turn.text), line
        assert turn.raw["language"] == language


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_nonsense_is_met_kindly_and_then_with_a_person(traveller: Traveller, language: str) -> None:
    traveller.says(SMALL_TALK[language][0])
    for line in NONSENSE:
        turn = traveller.says(line)
        assert sensible(turn.text), line
        assert turn.raw["language"] == language
    assert any(
        "request_human" in (button["payload"] or "") for turn in traveller.turns for button in turn.buttons
    ) or any(button["payload"] == "/affirm" for turn in traveller.turns for button in turn.buttons)


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_dates_that_cannot_be_are_explained(traveller: Traveller, language: str) -> None:
    traveller.says(START[language])
    for line in (PAST[language], BACKWARDS[language]):
        turn = traveller.says(line)
        assert turn.asks == "travel_dates"
        assert turn.slots.get("travel_dates") is None
        assert sensible(turn.text)


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_parties_that_cannot_be_are_explained(traveller: Traveller, language: str) -> None:
    traveller.says(START[language])
    traveller.says(DATES[language])
    for line in (NOBODY[language], CROWD[language]):
        turn = traveller.says(line)
        assert turn.asks == "party"
        assert turn.slots.get("party") is None
        assert sensible(turn.text)


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize("phrase", ["weekend", "easter", "bare"])
def test_dates_as_people_say_them(traveller: Traveller, language: str, phrase: str) -> None:
    line = {"weekend": WEEKEND, "easter": EASTER, "bare": BARE}[phrase][language]
    traveller.says(START[language])

    turn = traveller.says(line)

    dates = turn.slots["travel_dates"]
    assert date.today().isoformat() <= dates["start"] < dates["end"]
    assert turn.asks == "party"


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_tomorrow_is_a_start_and_the_end_is_asked(traveller: Traveller, language: str) -> None:
    traveller.says(START[language])
    turn = traveller.says(TOMORROW[language])
    assert turn.asks == "travel_dates"
    assert sensible(turn.text)


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_date_that_could_be_two_is_asked(traveller: Traveller, language: str) -> None:
    traveller.says(START[language])
    turn = traveller.says("5/9")
    assert turn.asks == "travel_dates"
    assert len(turn.buttons) == 2


@pytest.mark.bot
def test_the_language_follows_the_traveller(traveller: Traveller) -> None:
    assert traveller.says("hola, buenas tardes").raw["language"] == "es"
    assert traveller.says("Cusco").raw["language"] == "es"
    assert traveller.says("sorry, can we speak English please?").raw["language"] == "en"
    assert traveller.says("ok").raw["language"] == "en"
