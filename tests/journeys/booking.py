"""The steps that several journeys share: from the first message to a booking on hold."""

import re

from tests.assistant import Traveller, Turn

QUOTE = {
    "es": "quiero cotizar Cusco para 2 adultos del 10 al 14 de mayo, hotel 4 estrellas",
    "en": "I'd like a quote for Cusco for 2 adults from 10 to 14 May, 4 star hotel",
    "pt": "quero um orçamento de Cusco para 2 adultos de 10 a 14 de maio, hotel 4 estrelas",
}
ACCEPT = {"es": "sí, la reservo", "en": "yes, book it", "pt": "sim, quero reservar"}
NAME = {"es": "me llamo Lucía Paredes", "en": "my name is Lucy Walker", "pt": "me chamo Luciana Prado"}
EMAIL = {"es": "lucia@paredes.example", "en": "lucy@walker.example", "pt": "luciana@prado.example"}
PHONE = {"es": "+51 984 123 456", "en": "+44 7400 123456", "pt": "+55 21 99123 4567"}
YES = {"es": "sí", "en": "yes", "pt": "sim"}
REFERENCE = re.compile(r"(?<![\w-])(?=[A-Z]*\d)(?=\d*[A-Z])[A-HJ-NP-Z2-9]{6}\b")


def book(traveller: Traveller, language: str) -> Turn:
    """Quote, accept, give the details, confirm; returns the turn that names the reference."""
    for lines in (QUOTE, ACCEPT, NAME, EMAIL, PHONE, YES):
        turn = traveller.says(lines[language])
    return turn


def reference_in(turn: Turn) -> str:
    """The booking's reference, as the traveller reads it."""
    found = REFERENCE.search(turn.text)
    assert found, turn.text
    return found.group()
