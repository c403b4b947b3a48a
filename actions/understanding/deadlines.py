"""Whether a message asks until when: to pay, to decide, how long a link or held places last. Pure."""

from __future__ import annotations

import re

from language.normalise import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PAYING = r"(?:pag(?:o|ar|arlo|arla|amento|arte)|abon\w+|deposit\w*|transfer\w*|anticipo|adelanto|sena|sinal|saldo|balance|pay(?:ment)?|link|enlace)"
_LATER = (
    r"(?:manana|luego|despues|mas tarde|tomorrow|later|tonight|next week|amanha|depois|mais tarde|"
    r"(?:el |this |next |na )?(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|segunda|terca|quarta|quinta|sexta)|(?:la |na )?(?:proxima semana|semana que v\w+))\b"
)
_CUE = re.compile(
    # Until when, by when.
    r"\bhasta (?:cuando|que (?:hora|dia|fecha))\b|\b(?:until|till?|by) (?:when|what (?:time|day|date))\b"
    r"|\bate (?:quando|que (?:horas?|dia|data))\b"
    # How long there is.
    r"|\bcuanto (?:tiempo|plazo) (?:mas )?(?:tengo|tenemos|hay|(?:me|nos) (?:queda|dan|das))|\bde cuanto tiempo dispon"
    r"|\bhow (?:long|much time) (?:do|have) (?:i|we) (?:still )?(?:have|got)|\bhow long (?:is|are|does|do|will) .*\b(?:good|valid|held?|last|work|open)\b"
    r"|\bquanto tempo (?:eu |ainda |mais )*(?:tenho|temos|resta|falta|me resta)"
    # The end itself.
    r"|\b(?:el|un|que|cual|o|um|qual|tem|hay) (?:e )?(?:o )?(?:plazo|prazo)\b|^\W*(?:plazo|prazo)\b|\bdeadline\b|\bdue\b"
    r"|\b(?:fecha|hora|data|dia) (?:limite|tope)|\b(?:cuando|quando) (?:se )?(?:me )?(?:vence|caduca|expira|acaba o prazo)"
    r"|\b(?:vence|caduca|expira) (?:cuando|quando)|\bwhen\b.*\b(?:expires?|runs? out|due)\b"
    rf"|\b(?:puedo|podemos|podria|can i|can we|could i|posso|podemos|da (?:para|pra)) (?:te |lo |la |eu )?"
    rf"(?:pagar\w*|pay|abonar\w*|depositar\w*|transferir\w*)\b(?!.*\b(?:resto?|saldo|balance)\b).{{0,20}}\b{_LATER}"
)
_OF_MONEY = re.compile(rf"\b{_PAYING}\b|\b(?:apart|reservad|guard|held\b|hold)")
_OTHER = re.compile(
    r"cancel|anul|reembols|devol|refund|cambi|modific|chang|remarc|troc|check|visa|visto|passport|pasaporte|passaporte|"
    r"estad|stay|wait|esperar|tempora|season|llega|arriv|cheg|vuel|volar|fly|voo|abiert|abert|open\b|factura|invoice|voucher"
)
# Words that name no other matter.
_FILLING = _words(
    """
    y e and o ok oi hola hi pero mas but entonces entao so bueno ah oye che una um uma un es is it s el la los las a os as
    the de da do del para pra for to que cual qual cuando quando tengo tenemos tenho temos tiempo tempo plazo prazo hay what
    whats have got i we me mi mis my meu minha eu yo still ainda todavia aun mais time left exactly exactamente exatamente
    queda quedan resta falta there esto eso isso this that se vence caduca expira hasta ate until till by when hora horas
    dia fecha data limite tope how long much cuanto quanto deadline due reserva booking cotizacion cotacao quote precio
    price preco lugares places oferta offer vale valido valida good valid sirve dura last por favor please porfa does did
    dan das nos of run runs out expire expires would be sabe sabes puedo podemos posso can decidir decide pensarlo pensar
    think
    """
)


def asks_deadline(text: str) -> bool:
    """Whether it asks until when something of ours is good that money or an answer is wanted for.

    "How long do I have?" does, and "until when can I pay?", but not "until when can I cancel?" or "until when is the
    rainy season?", which are answered by others.
    """
    said = fold(text)
    if text.startswith("/") or not _CUE.search(said) or _OTHER.search(said):
        return False
    return bool(_OF_MONEY.search(said)) or set(re.findall(r"[a-z]+", said)) <= _FILLING
