"""What kind of place or trip somebody dreams of: beach, mountains, romance.

For recommending only: "Hotel Playa Azul" is the name of a product, and whoever asks for it names no theme.
"""

from __future__ import annotations

import re

from language.normalise import fold

THEMES = (
    "beach",
    "mountains",
    "nature",
    "wildlife",
    "city",
    "culture",
    "history",
    "food",
    "nightlife",
    "family",
    "romance",
    "adventure",
    "snow",
    "desert",
    "islands",
)

_PLACE = r"(?:lugar|lugarcito|sitio|destino|clima|algo|alguna parte|lugarzinho|canto)"
_LITTLE = r"(?:ninos?|ninas?|nenes?|nenas?|chamacos|chamos|pelados|peques?|pequenos|hijos|bebes?|criancas?|criancada|filhos|molecada|kids?|children|toddlers?|little ones)"
_THEIRS = r"(?:(?:el|la|los|las|mis|nuestros|o|a|os|as|meus|nossos|minhas|the|my|our|toda|todo|mi|minha|nuestra|nossa|whole|entire|small|young)\s+)*"

# Folded words of all our languages; a phrase is a regular expression between word boundaries.
_WORDS: dict[str, str] = {
    "beach": (
        r"pla+ya+s?|pla[yl]l?itas?|player[oa]s?|balnearios?|costa(?! rica)|(?:el|al|del|o|ao|do|no|pro) mar|sol y arena|sol e mar|caribe|caribbean|"
        r"pra+ia+s?|praian[oa]s?|prainhas?|litoral|beira[ -]?mar|pe na areia|"
        r"bea+che?s?|seaside|by the sea|ocean|sun and sand|sand and sun|"
        r"snorkel\w*|buce(?:o|ar)|surf(?:e?ar|ing|ers?)?|mergulh(?:o|ar)|scuba|diving"
    ),
    "mountains": (
        r"montan(?:as?|itas?)|montan(?:oso|osa)|sierra|cordillera|andes|andin[oa]s?|volcan(?:es)?|"
        r"montanhas?|serra|vulc(?:ao|oes)|mountains?|mountainous|volcano(?:es|s)?|highlands"
    ),
    "nature": (
        r"naturaleza|natural(?:es)?|selvas?|bosques?|cascadas?|cataratas|lagos|parques? nacional(?:es)?|paisajes?|"
        r"aire libre|ecoturismo|ecologic[oa]s?|"
        r"natureza|floresta|cachoeiras?|parques? naciona(?:l|is)|paisage(?:m|ns)|ar livre|meio do mato|"
        r"nature|natural|jungle|rain ?forest|forests?|waterfalls?|lakes|national parks?|landscapes?|scenery|"
        r"outdoors?|outdoorsy|ecotourism"
    ),
    "wildlife": (
        r"fauna|vida (?:silvestre|salvaje|selvagem|marin[ah]a?)|safaris?|wildlife|"
        r"(?:ver|observar|mirar|avistar|avistamiento de|avistamento de|observacao de|conocer|see|seeing|watch|watching|spot|exotic|wild)\s+"
        r"(?:\w+\s+)?(?:animales|animais|bichos|aves|pajaros|passaros|ballenas|baleias|tortugas|tartarugas|animals|birds|whales|turtles|penguins|pinguinos|pinguins)|"
        r"(?:animales|animais) (?:salvajes|exoticos|selvagens)|bird ?watching|whale ?watching|aviturismo"
    ),
    "city": (
        r"(?:una|otra|alguna|gran|lindas?|grandes)\s+ciudad(?:es)?|ciudad(?:es)? (?:grandes?|bonitas?|lindas?|cosmopolitas?|modernas?)|"
        r"(?:uma|outra|alguma)\s+cidade|cidades? (?:grandes?|bonitas?|lindas?|cosmopolitas?)|metropoles?|"
        r"urban[oa]?s?|cosmopolita|city (?:break|life|trip|escape)s?|(?:big|a|some|great|cool|vibrant|lively)\s+cit(?:y|ies)(?!\s+tours?)"
    ),
    "culture": (
        r"cultura(?:l|is|les)?|museos?|arte|tradicion(?:es)?|artesanias?|folclore?|"
        r"museus?|tradic(?:ao|oes)|cultur(?:e|al)|museums?|art|traditions?|indigenous|indigenas?"
    ),
    "history": (
        r"historia|historic[oa]s?|ruinas|arqueolog\w+|colonial(?:es)?|piramides?|incas?|mayas?|"
        r"coloniais|maias?|(?<!booking )(?<!search )(?<!chat )(?<!my )history|historic(?:al)?|ruins|archaeolog\w+|pyramids?|ancient"
    ),
    "food": (
        r"gastronom\w+|comer (?:muy )?(?:bien|rico|bem|gostoso)|buena (?:comida|mesa)|comida (?:rica|tipica|local|callejera|boa|de rua)|"
        r"boa comida|culinari[oa]s?|foodies?|(?:good|great|local|street|amazing|nice) food|food (?:tours?|scene|lovers?|trip)|"
        r"cuisine|eat(?:ing)? well|vinos|vinhos|viñedos|wine(?:s|ries)?|vineyards?"
    ),
    "nightlife": (
        r"vida nocturna|salir de noche|(?:de|mucha|buena|y|hay|con) (?:fiesta|joda)(?! patria)|rumb(?:a|ear)|rumbita|antros?|"
        r"discotecas?|farra|parranda|carrete|vida noturna|baladas?|agito|sair a noite|"
        r"night ?life|clubbing|night ?clubs?|part(?:y|ying) (?:all night|hard|place|town|scene|vibe|city)|partying|bars and clubs"
    ),
    "family": (
        rf"(?:con|para|com|pra|with|for)\s+{_THEIRS}{_LITTLE}|"
        rf"(?:en|con|em|com|with|for)\s+{_THEIRS}(?:familia|family)|"
        rf"(?:viajes?|vacaciones|plan|destinos?|ambiente|lugar|viagem|viagens|ferias) familiar(?:es)?|"
        r"(?:viaje|vacaciones|plan|destino|viagem|ferias|programa|passeio) (?:de|em|en|para la|para a) familia|"
        r"family[ -](?:friendly|trip|holidays?|vacations?|getaway|destination|time)|(?:kid|child)[ -]?friendly"
    ),
    "romance": (
        r"romanti[ck]\w*|romance|luna ?de ?miel|lunamiel\w*|lua ?de ?mel|honey ?moon\w*|recien casados|recem[ -]?casados|"
        r"newly ?weds?|aniversario de (?:bodas?|casamento|casados)|(?:wedding )?anniversary|bodas de (?:plata|oro|prata|ouro)|"
        r"(?:escapada|viaje|viagem|plan|programa) (?:de|en|em|a|para) (?:pareja|parejas|casal|dois|dos)|a dois|"
        r"couples? (?:trip|getaway|retreat|escape)"
    ),
    "adventure": (
        r"aventur\w+|adrenalina|rafting|trekk?ing|senderismo|caminatas?|escalar|escalada|tirolesas?|"
        r"canopy|trilhas?|rapel|adventur\w+|adrenalin[e]?|hik(?:e|es|ing)|climbing|zip ?lin\w+|kayak\w*|parapente|paraglid\w+"
    ),
    "snow": (
        r"nieve|nevad[oa]s?|nevando|esqui(?:ar)?|neve|nevar|"
        r"sno+w\w*|ski(?:ing)?|glaciar(?:es)?|geleiras?|glaciers?|"
        rf"{_PLACE} (?:mas |mais |muy |bem |bien )?fri[oa]|friozinho|(?:somewhere|someplace|something) (?:really |very )?cold|cold (?:place|weather|destination)s?"
    ),
    "desert": r"desiertos?|desertic[oa]s?|dunas?|salar(?:es)?|desertos?|deserts?|dunes?|salt flats?|oasis",
    "islands": r"islas?|islitas?|islen[oa]s?|archipielagos?|ilhas?|ilhotas?|arquipelagos?|islands?|isles?|archipelago",
}
# Words that say something else in another of our languages.
_ONLY_IN: dict[str, dict[str, str]] = {
    "es": {"nightlife": r"boliches?|bailar", "mountains": r"cerros?"},
    "en": {"mountains": r"hills?|alps?", "beach": r"the coast|coastal"},
    "pt": {
        "nightlife": r"festas?(?! de fim)(?! juninas?)|dancar",
        "nature": r"mato|mata|verde",
    },
}
# "No" says "in the" in Portuguese.
_NO = {"es": "no|", "en": "no|not|", "pt": ""}
_NOT = {
    language: re.compile(
        rf"(?<!\w)(?:{no}sin|sem|without|nao|nem|ni|nada de|que n[oa]o? sea|que nao seja|excepto|except|exceto|"
        r"anything but|(?:no|nao) (?:quiero|quero|me gusta|gosto)|(?:don'?t|do not) (?:want|like))\s+"
        r"(?:(?:ir|going|go|a|ao|to|el|la|las|los|the|o|as|os|mas|mais|any|de|da|do)\s+)*$"
    )
    for language, no in _NO.items()
}
_SAID = {
    theme: {
        language: re.compile(
            rf"(?<!\w)(?:{'|'.join(filter(None, (words, _ONLY_IN[language].get(theme))))})(?!\w)"
        )
        for language in _ONLY_IN
    }
    for theme, words in _WORDS.items()
}


def find_themes(text: str, language: str) -> tuple[str, ...]:
    """The themes that a text wishes for, in the order they are said first; what it does not want is none of them."""
    folded = fold(text)
    first: dict[str, int] = {}
    for theme, by_language in _SAID.items():
        for found in by_language[language].finditer(folded):
            if not _NOT[language].search(folded, 0, found.start()):
                first[theme] = found.start()
                break
    return tuple(sorted(first, key=lambda theme: first[theme]))
