"""Whether a Spanish speaker says tú (or vos) or usted to whom they write; other languages have no such question here.

Only clear signs count. "Ustedes" is everybody's plural in Latin America, "su ayuda" may be theirs as well, and
"¿tiene desayuno?" is about the hotel: none of them is a sign.
"""

from __future__ import annotations

import re

from language.normalise import fold

# What one asks of an assistant: the infinitive, the imperative to usted, the imperatives to tú and vos.
_ASKED = {
    "apartar": "aparte aparta",
    "atender": "atienda atiende atende",
    "avisar": "avise avisa",
    "ayudar": "ayude ayuda",
    "buscar": "busque busca",
    "cancelar": "cancele cancela",
    "colaborar": "colabore colabora",
    "comentar": "comente comenta",
    "compartir": "comparta comparte comparti",
    "comunicar": "comunique comunica",
    "confirmar": "confirme confirma",
    "conseguir": "consiga consigue consegui",
    "contar": "cuente cuenta conta",
    "cotizar": "cotice cotiza",
    "dar": "de da",
    "decir": "diga di deci",
    "disculpar": "disculpe disculpa",
    "enviar": "envie envia",
    "escribir": "escriba escribe escribi",
    "esperar": "espere espera",
    "explicar": "explique explica",
    "facilitar": "facilite facilita",
    "hacer": "haga haz hace",
    "indicar": "indique indica",
    "informar": "informe informa",
    "llamar": "llame llama",
    "mandar": "mande manda",
    "mostrar": "muestre muestra mostra",
    "ofrecer": "ofrezca ofrece",
    "orientar": "oriente orienta",
    "pasar": "pase pasa",
    "perdonar": "perdone perdona",
    "permitir": "permita permite permiti",
    "poner": "ponga pon pone",
    "recomendar": "recomiende recomienda recomenda",
    "recordar": "recuerde recuerda recorda",
    "regalar": "regale regala",
    "repetir": "repita repite repeti",
    "reservar": "reserve reserva",
    "sugerir": "sugiera sugiere sugeri",
    "transferir": "transfiera transfiere transferi",
}
_INFINITIVE = "|".join(_ASKED)
_TO_USTED = "|".join(forms.split()[0] for forms in _ASKED.values())
_TO_TU = "|".join(form for forms in _ASKED.values() for form in forms.split()[1:])
_CLITIC = r"(?:me|nos)(?:l[oa]s?)?"
_TELLING = "agradezco|agradeceria|agradecere|escribo|pido|pediria|cuento|comento|consulto|envio|mando|hago|digo|pregunto"
_TOLD = "preguntar|consultar|pedir|agradecer|comentar|contar|decir|molestar|escribir"
_WISHING = "necesito|quiero|quisiera|espero|gustaria|agradeceria|agradezco|pido|favor(?: de)?"
# Where a clause begins, so that the verb after it has no subject but the one spoken to.
_START = (
    r"(?:^|[^\w\s]\s*|\b(?:hola|buenas|tardes|dias|noches|favor|porfa|gracias|y|o|pero|si|entonces|tambien|ver)\s+)"
    r"(?:(?:que|cual|cuales|cuanto|cuando|donde|como|no)\s+)?"
)
# Who is spoken of, so that the verb before is theirs: "¿me puede llamar alguien?", "quiero que me atienda una persona".
_OF_SOMEBODY = (
    r"(?!\s+(?:alguien|(?:el|la|otr[oa]|algun[ao]?|una?)\s+"
    r"(?:persona|human[oa]|asesor|agente|operador|vendedor|ejecutiv|representante|encargad|supervisor|gerente|companer)))"
)
_GREETED = r"\b(?:hola|gracias|buen[oa]s?(?: dias?| tardes?| noches?)?|disculpe|oiga)[\s,]+"
_HOW = r"(?:hola|buen[oa]s?(?: dias?| tardes?| noches?)?)[\s,.!¡¿]*como "

_ASKS_FOR = {
    "tu": re.compile(
        r"\b(?:tutea(?:me|rme)|(?:me|nos) (?:puede|podria|puedes|podes|podrias)s? tutear|"
        r"(?:habl|trat)[ae]me de (?:tu|vos)|no me (?:hables?|trates?) de usted)\b"
    ),
    "usted": re.compile(r"\b(?:no me tutees?|(?:habl|trat)[ae]me de usted)\b"),
}
_SAYS = {
    "usted": re.compile(
        rf"\b(?:usted|[uv]d)\b|\b(?:{_TO_USTED}){_CLITIC}\b|\b(?:disculpe|perdone|oiga)\b|"
        rf"{_START}(?:me |nos )?(?:l[oa]s? )?(?:puede|podria|pudiera)\s+(?:{_INFINITIVE}){_CLITIC}\b|"
        rf"{_START}(?:me|nos) (?:l[oa]s? )?(?:puede|podria|pudiera)\s+(?:{_INFINITIVE})\b{_OF_SOMEBODY}|"
        rf"{_START}me (?:l[oa]s? )?(?:ayuda|dice|confirma|manda|envia|cotiza|recomienda|muestra|explica|indica|informa)\b|"
        rf"{_START}sabe si\b|{_HOW}(?:esta|le va)\s*(?:[?.,!]|$)|"
        rf"\b(?:{_WISHING}) que (?:me|nos) (?:l[oa]s? )?(?:{_TO_USTED})\b{_OF_SOMEBODY}|"
        rf"\ble (?:{_TELLING})\b(?! a )|\b(?:{_TOLD})le\b(?! a )|"
        r"\b(?:es|seria|sea) (?:usted )?tan amable\b|\btenga la bondad\b|\bestimad[oa]\b|"
        rf"(?:{_GREETED}|^)(?:senor|senora|senorita|sr|sra|srta)\b"
    ),
    "tu": re.compile(
        rf"\b(?:tu|tus|ti|contigo|vos)\b|\b(?!danos\b)(?:{_TO_TU}){_CLITIC}\b|\b(?:oye|che)\b|"
        r"(?<!una )\b(?:disculpa|perdona)\b|"
        r"\b(?:pued|pod|podria|pudiera|tien|ten|quier|quer|sab|sabria|er|conoc|cre|necesita|vend|recomienda|hac)(?:es|s)\b|"
        r"\bsos\b|\bme (?:l[oa]s? )?(?!mas\b|tres\b|despues\b|jamas\b|quizas\b)[a-z]+[aei]s\b|"
        rf"{_HOW}(?:estas|andas|te va)\s*(?:[?.,!]|$)|"
        rf"\bte (?:{_TELLING})\b|\b(?:{_TOLD})te\b"
    ),
}


def find_form_of_address(text: str, language: str) -> str | None:
    """``"tu"`` or ``"usted"`` where a Spanish text clearly says one of them, None where it says neither or both."""
    if language != "es":
        return None
    folded = fold(text)
    for signs in (_ASKS_FOR, _SAYS):
        found = [form for form, sign in signs.items() if sign.search(folded)]
        if found:
            return found[0] if len(found) == 1 else None
    return None
