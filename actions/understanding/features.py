"""What a hotel may have, in the words of travellers and of the catalogue, and what of it a trip shall have. Pure."""

from __future__ import annotations

import re

from language.normalise import fold

# By feature the words for it, in what travellers write and in the catalogue alike; `texts` has its names.
_WORDS = {
    "pool": r"piscinas?|albercas?|piletas?|(?:swimming )?pools?",
    "jacuzzi": r"jacuzzis?|hidromasaje|hidromassagem|hot tubs?|tina caliente",
    "gym": r"gimnasios?|gyms?|fitness|academias?",
    "spa": r"spas?",
    "sauna": r"saunas?",
    "wifi": r"wi-?fi|internet",
    "parking": r"estacionamientos?|parqueaderos?|parking|cocheras?|car park|garage|garagem|estacionamento",
    "air_conditioning": r"aire acondicionado|air ?con(?:ditioning|ditioned)?|ac|ar[- ]condicionado",
    "heating": r"calefaccion|heating|aquecimento|calefactor",
    "breakfast": r"desayunos?|breakfasts?|cafe da manha|pequeno almoco",
    "restaurant": r"restaurantes?|restaurants?",
    "bar": r"bar(?:es)?|bars?",
    "terrace": r"terrazas?|terraces?|terracos?|azotea|rooftop",
    "garden": r"jardin(?:es)?|gardens?|jardim|jardins",
    "bicycles": r"bicicletas?|bicycles?|bikes?",
    "kids_club": r"club (?:de ninos|infantil)|kids'? club|clube infantil|clube de criancas",
    "kitchen": r"cocina|kitchen(?:ette)?|cozinha",
    "lift": r"ascensor(?:es)?|elevador(?:es)?|lifts?|elevators?",
    "fireplace": r"chimenea|estufa a lena|fireplace|wood stove|lareira",
    "balcony": r"balcon(?:es)?|balcony|balconies|sacadas?|varandas?",
    "sea_view": r"vistas? al? (?:mar|oceano)|(?:sea|ocean) views?|vista (?:para o |pro )?mar",
}
FEATURES = {
    name: re.compile(rf"(?<!\w)(?<!sin )(?<!sem )(?<!without )(?:{words})(?!\w)")
    for name, words in _WORDS.items()
}
# "With a pool", and not "is there a pool?", which asks.
_WISHED = re.compile(
    r"\b(?:con|com|with|que (?:tenga|tengan|tenha|tenham)|that has|having|has to have|must have)\b(?P<what>.*)"
)


def wished_features(text: str) -> list[str]:
    """The features that a text wants a hotel to have."""
    found = _WISHED.search(fold(text))
    return [name for name, words in FEATURES.items() if words.search(found["what"])] if found else []
