"""What a message says of paying: which part, by whom, whether it asks for a payment that was made. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

KINDS = {
    "balance": re.compile(
        r"saldo|\bresto\b|restante|lo que (?:me )?falta|\bbalance|remaining|(?:the|my) rest\b|o que falta"
    ),
    "deposit": re.compile(
        r"anticipo|adelanto|\bsena\b|\bsenal\b|\bsinal\b|\bdeposit\b|(?:primera|primeira) (?:cuota|parcela)"
    ),
    "full": re.compile(
        r"\btotal|\btodo\b|complet[oa]\b|entero|\bfull\b|everything|all of it|whole|\btudo\b|inteiro|integral"
    ),
}
"""By the kind of payment; where a message holds several, the first of these. "A part" or "half" names none of them."""
PROVIDERS = {
    "mercadopago": re.compile(r"mercado ?pago|\bmp\b"),
    "payu": re.compile(r"\bpay ?u\b"),
    "stripe": re.compile(r"\bstripe\b"),
}
ARRIVED = re.compile(
    r"\bya (?:te |les |le |lo |la )?(?:pague|pago|hice|deposite|transferi|abone|mande|envie)\b|acabo de (?:pagar|hacer|deposit|transf)|"
    r"(?:llego|llegado|recib\w+|acredit\w+|entro|paso|aprob\w+|proces\w+|confirm\w+)\b.*\b(?:pago|deposito|transferencia|plata|dinero)|"
    r"(?:pago|deposito|transferencia|plata|dinero)\b.*\b(?:llego|llegado|recib\w+|acredit\w+|entro|paso|aprob\w+|proces\w+)|"
    r"les llego|comprobante|comprovante|rechaz\w+|"
    r"(?:already|just|have|'ve|i) paid\b|(?:payment|money|transfer|deposit)\b.*\b(?:go|went|gone|come|came|arriv\w+|receiv\w+|through|fail\w+|processed)|"
    r"(?:receiv\w+|got|get)\b.*\b(?:payment|money|transfer)|declined|"
    r"\bja (?:paguei|fiz|transferi|mandei|depositei)|acabei de (?:pagar|fazer)|"
    r"(?:pagamento|pix|deposito|dinheiro)\b.*\b(?:caiu|chegou|entrou|passou|recebe\w+|aprovad\w+|confirmad\w+)|"
    r"(?:caiu|chegou|recebe\w+|entrou)\b.*\b(?:pagamento|pix|deposito|dinheiro)|recus\w+"
)
CARD = re.compile(
    r"\W*(?:(?:con|by|with|com|no|en|pago|i.ll pay) )?(?:(?:la|mi|my|o|meu|una|a) )?(?:credit |debit )?(?:tarjeta|card|cartao)"
    r"(?: de (?:credito|debito))?(?: (?:please|pls|por favor|porfa))?\W*"
)
"""A card, and nothing else: what who takes one is chosen by."""
LINK = re.compile(r"\b(?:link|enlace|liga)\b")


@dataclass(frozen=True, slots=True)
class PayWish:
    """``kind`` is `deposit`, `full` or `balance`; ``again`` asks for a link, ``arrived`` whether a payment came, ``which``
    whom there is to pay by, ``card`` names a card and nobody."""

    kind: str | None = None
    provider: str | None = None
    arrived: bool = False
    again: bool = False
    which: bool = False
    card: bool = False


def read_pay_wish(text: str, choice: Any) -> PayWish:
    """From the words, or from a button of ours: ``choice`` is `{"kind": "deposit", "provider": "stripe"}`, `{"kind": "deposit", "ask": "provider"}`."""
    if text.startswith("/"):
        chosen = choice if isinstance(choice, dict) else {}
        return PayWish(
            kind=chosen.get("kind"), provider=chosen.get("provider"), which=chosen.get("ask") == "provider"
        )
    said = fold(text)
    link = bool(LINK.search(said))
    return PayWish(
        kind=next((kind for kind, cue in KINDS.items() if cue.search(said)), None),
        provider=named_provider(said),
        arrived=bool(ARRIVED.search(said)) and not link,
        again=link,
        card=bool(CARD.fullmatch(said)),
    )


def speaks_of_paying(text: str) -> bool:
    """Whether a message that was taken for something else names a way to pay or a link, or asks for a payment."""
    said = fold(text)
    cues = bool(LINK.search(said) or ARRIVED.search(said))
    return not text.startswith("/") and (cues or named_provider(said) is not None)


def asks_for_payment(text: str) -> bool:
    """Whether a question about a booking is whether its payment came."""
    return not text.startswith("/") and bool(ARRIVED.search(fold(text)))


def named_provider(said: str) -> str | None:
    """Whom a folded text names."""
    return next((name for name, cue in PROVIDERS.items() if cue.search(said)), None)


def fold(text: str) -> str:
    """Lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one))
