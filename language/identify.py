"""Hints of the language a short text is written in, from words and letters that only it has."""

from __future__ import annotations

from language.tokens import tokenise

# Weight 3: the word alone decides. Weight 1: it leans.
_SURE = {
    "es": (
        "hola buenas buenos gracias quiero quisiera necesito cuanto cuantos cuando donde cual adios usted ustedes "
        "nosotros ninos nino hijos hija hijo habitacion noches noche manana viaje viajar vuelo estrellas estadia "
        "alojamiento precio cotizar cotizacion somos estoy tengo puedo puedes pueden hay muy pero porque tambien "
        "mejor ahora despues entonces ayuda hablar ciudad playa esposa esposo mi mis el los las del con y cambiar "
        "hacer hacen tienen tienes seria ayer hoy lunes martes miercoles jueves viernes domingo enero febrero mayo junio "
        "julio septiembre octubre noviembre diciembre segunda? vale dale listo bueno si la una unas unos kiero qiero"
    ),
    "en": (
        "hello hi hey thanks thank you please want would like need how much when where which what the and for with "
        "my we are is i i'm im it's of to from in on at book booking room night nights people kids children week "
        "tomorrow today weekend yes yeah sure okay help flight cheapest price can could do does have has trip travel "
        "monday tuesday wednesday thursday friday saturday sunday january february may june july august october "
        "december there any this that not don't no? bye goodbye cancel one two three second first adults pls"
    ),
    "pt": (
        "oi ola obrigado obrigada quero queria gostaria preciso quanto quantos quando onde qual tchau voce voces vc "
        "nao sim criancas crianca filhos filha filho quarto noite noites amanha viagem viajar voo estrelas hospedagem "
        "preco orcamento estou tenho posso pode podem muito mas porque tambem melhor agora depois entao ajuda falar "
        "cidade praia esposa marido meu minha meus minhas o os as do da dos das no na nos nas com e em um uma mudar "
        "fazer tem sao seria hoje ontem segunda terca quarta quinta sexta sabado janeiro fevereiro marco maio junho "
        "julho setembro outubro novembro dezembro beleza pra pro pras pros ate bom boa dia tarde tudo bem casal reais pfv blz qto"
    ),
}
_LETTERS = {"es": "ñ¿¡", "pt": "ãõçâêôà", "en": ""}


def _weights() -> dict[str, dict[str, float]]:
    """For each word, how strongly it points to each language: shared words are worth less."""
    owners: dict[str, list[str]] = {}
    for language, words in _SURE.items():
        for word in set(words.replace("?", "").split()):
            owners.setdefault(word, []).append(language)
    return {word: dict.fromkeys(languages, 1.0 / len(languages) ** 2) for word, languages in owners.items()}


_WEIGHTS = _weights()


def hint_language(text: str) -> dict[str, float]:
    """How much of a text's hints speak for es, en and pt, summing to 1; all 0 when there is no hint."""
    scores = dict.fromkeys(_SURE, 0.0)
    for token in tokenise(text[:2000]):
        for language, weight in _WEIGHTS.get(token.text, {}).items():
            scores[language] += weight
    lower = text[:2000].lower()
    for language, letters in _LETTERS.items():
        scores[language] += sum(2.0 for letter in letters if letter in lower)
    total = sum(scores.values())
    return {language: round(score / total, 3) if total else 0.0 for language, score in scores.items()}
