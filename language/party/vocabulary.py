"""The phrases that tell a party, of all languages, with what may stand beside them."""

from __future__ import annotations

from functools import lru_cache

from language.party.words import EN, ES, PT
from language.phrases import Phrases, Vocabulary, phrases_of

# What may follow a bare number that does not count people ("para 2 noches", "for 3 stars").
NOT_PEOPLE: Vocabulary = {
    "notpeople": {
        1: (
            "noche|noches|noite|noites|night|nights|nite|nites|dia|dias|day|days|semana|semanas|week|weeks|mes|meses|month|months|hora|horas|hour|hours|hs|hrs|h|min|minutos|minutes|"
            "estrella|estrellas|estrela|estrelas|star|stars|dolares|dollars|usd|soles|pesos|reais|real|euros|eur|mil|k|bucks|habitacion|habitaciones|cuartos|cuarto|quarto|quartos|room|rooms|persona real|persona humana|persona de verdad|persona viva|pessoa real|pessoa de verdade|pessoa humana|"
            "cama|camas|bed|beds|tour|tours|hotel|hoteles|hoteis|hotels|opciones|opcoes|options|maletas|malas|quarto de casal|quarto casal|cama de casal|camas de casal|suite casal|habitacion matrimonial|cama matrimonial|child friendly|kid friendly|kids club|in the afternoon|in the morning|in the evening|at night|o clock|oclock|minutes walk|bags|bag|suitcases|km|kg|kilos|am|pm|por ciento|percent|veces|vezes|times|vuelos|voos|flights|"
            "pasajes|passagens|tickets|boletos|entradas|ingressos|rd|th|nd|st|de la tarde|da tarde|da manha|da noite|diarias|diaria|ciudades|cidades|cities|destinos|lugares|cuotas|parcelas|meals|familias|families|gatos|cats|dogs|perros|cachorros|mascotas|pets"
        )
    }
}


# What shares people out among rooms, so that they are counted once; and what may follow "para dos".
SHARED: Vocabulary = {
    "rooms": {
        1: "habitacion|habitaciones|cuarto|cuartos|quarto|quartos|room|rooms|bedroom|bedrooms|cabaña|cabañas|hab|habs|apto|aptos"
    },
    "each": {1: "each"},
    "per": {
        1: "in each|each|per room|in each room|por habitacion|en cada|en cada habitacion|em cada|por quarto|cada una|em cada quarto|cada um|en cada una|em cada um|in each of|en cada una de|en cada cuarto|por cuarto|each room|in each one"
    },
    "least": {1: "minimo de|minimo|minimum of|a minimum of|minimum|a partir de|por lo menos|pelo menos"},
    "onward": {
        1: (
            "in|at|on|to|from|please|pls|thanks|leaving|arriving|staying|near|around|by|en|a|al|por|porfa|gracias|desde|hasta|que|saliendo|cerca|si|hoy|em|ao|no|na|nos|saindo|perto|se|hotel|hoteles|hospedaje|"
            "alojamiento|hospedagem|pousada|all inclusive|todo incluido|tudo incluido|del|de|do|da|und|or|o|ou"
        )
    },
}


_CLASSES = ("", "economy ", "economy class ", "premium economy ", "premium economy class ", "business ", "business class ",
            "first class ", "train ", "plane ", "bus ", "flight ", "air ", "one way ", "round trip ", "return ")  # fmt: skip
# What each traveller has one of: it counts people where nothing else does.
SEATS: Vocabulary = {
    "seats": {
        1: "|".join(
            [
                *(f"{kind}{noun}" for kind in _CLASSES for noun in ("ticket", "tickets", "seat", "seats")),
                "pasaje|pasajes|boleto|boletos|billete|billetes|asiento|asientos",
                "passagem|passagens|bilhete|bilhetes|assento|assentos",
            ]
        )
    }
}


@lru_cache(maxsize=4)
def party_phrases(hint: str) -> Phrases:
    """The phrases of a hinted language over those of the others."""
    phrases = phrases_of({"es": (ES,), "en": (EN,), "pt": (PT,)}, hint)
    phrases.add(NOT_PEOPLE)
    phrases.add(SHARED)
    phrases.add(SEATS)
    return phrases
