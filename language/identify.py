"""Hints of the language a short text is written in: words and letters that not all three languages have."""

from __future__ import annotations

from language.tokens import tokenise

# A word stands under every language that uses it; what two share tells less, what all share stands nowhere.
_WORDS = {
    "es": """
        hola ola holi buenas buenos buen noxes gracias grax quiero kiero qiero quisiera necesito cuanto cuantos cuantas cuando donde cual
        cuales adios usted ustedes nosotros ninos nino nina ninas hijos hija hijo habitacion habitaciones noches noche
        manana viaje viajar vuelo vuelos estrellas estadia alojamiento hospedaje precio precios cotizar cotizacion somos estoy
        tengo puedo puedes pueden hay muy pero porque tambien mejor ahora despues entonces ayuda ayudame hablar ciudad playa esposa
        esposo mi mis el los las del con y cambiar hacer hacen haces tienen tienes tiene seria ayer hoy lunes martes miercoles jueves viernes
        sabado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre segunda primera ultima vale
        dale listo bueno si la una unas unos que por favor barato barata no se me les nos una reserva reservar pagar persona personas dia
        dias semana tarde verdad saber sale salen cuesta llegar ir voy vamos van este esta ese esa algo nada todo otra otro entiendo entiendes
        pasame perdon lo le su sus son es sin hasta desde entre fecha fechas cancelar tarjeta efectivo dolares soles pesos
        mas pregunta visa seguro lluvia maletas equipaje perro mascota perros ninguna ninguno porfa porfis chau visitar conocer
    """,
    "en": """
        hello hi hey thanks thank you please want would like need how much many when where which what the and for with my we are is i
        im it its of to from in on at book booking room rooms night nights people kids children child week weeks tomorrow today weekend
        yes yeah sure okay help flight flights cheapest cheap price prices can could do does did have has had trip travel monday tuesday
        wednesday thursday friday saturday sunday january february march april may june july august october december there any this that not dont
        bye goodbye cancel one two three second first last adults pls never mind someone talk speak human agent person stay staying
        available availability show me us our your they them will shall should about best better another other more less good great
        morning evening afternoon get go going know change date dates pay card cash refund insurance weather luggage dog pet
        an be been but by if or so than then too very who why was were u ur wanna gonna lemme plz thx allow allowed pets
    """,
    "pt": """
        oi oie ola obrigado obrigada brigado quero queria gostaria preciso quanto quantos quantas quando onde qual quais tchau voce voces vc vcs
        nao sim criancas crianca filhos filha filho quarto quartos noite noites amanha viagem viagens viajar voo voos estrelas hospedagem preco precos
        orcamento estou tenho posso pode podem muito mas porque tambem melhor agora depois entao ajuda falar cidade praia esposa marido
        meu minha meus minhas o os as do da dos das no na nos nas ao com e em um uma mudar fazer tem temos sao somos seria hoje ontem segunda
        terca quarta quinta sexta sabado domingo janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro beleza
        mais pra pro pras pros ate bom boa dia dias tarde tudo bem casal reais pfv blz qto qdo tb tbm nós primeira ultima que por favor
        barato barata se me reserva reservar pagar pessoa pessoas semana verdade saber custa custam chegar ir vou vamos vao este esta esse essa isso algo nada
        outra outro entendo entende desculpa sou eu ele ela eles nossa nosso sem desde entre data datas cancelar cartao dinheiro dolares
        pergunta visto seguro chuva malas bagagem cachorro nenhum nenhuma conhecer visitar preciso gente aqui ali sai foi ser
        tarde noite bebe idosa idoso passeio passeios reais real
    """,
}
# Letters that one language has and the others do not.
_LETTERS = {"es": "ñ¿¡", "en": "", "pt": "ãõçâêôà"}
_LONGEST = 2000


def _shares() -> dict[str, dict[str, float]]:
    owners: dict[str, list[str]] = {}
    for language, words in _WORDS.items():
        for word in set(words.split()):
            owners.setdefault(word, []).append(language)
    return {
        word: dict.fromkeys(languages, 1 / len(languages) ** 2)
        for word, languages in owners.items()
        if len(languages) < len(_WORDS)
    }


_SHARES = _shares()
_LETTER_WEIGHT = 2.0


def hint_language(text: str) -> dict[str, float]:
    """How the hints in a text divide between es, en and pt: shares that sum to 1, or all 0 without a hint."""
    points = dict.fromkeys(_WORDS, 0.0)
    for token in tokenise(text[:_LONGEST]):
        for language, share in _SHARES.get(token.text, {}).items():
            points[language] += share
    lower = text[:_LONGEST].lower()
    for language, letters in _LETTERS.items():
        points[language] += sum(_LETTER_WEIGHT for letter in letters if letter in lower)
    total = sum(points.values())
    return {language: round(value / total, 3) if total else 0.0 for language, value in points.items()}
