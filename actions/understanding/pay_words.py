"""The words by which a message is heard to speak of paying, matched against folded text: lower case, without accents."""

from __future__ import annotations

import re

KINDS = {
    "balance": re.compile(
        r"saldo|\bresto\b|restante|lo que (?:me )?falta|\bbalance|remaining|(?:the|my) rest\b|o que falta"
    ),
    "deposit": re.compile(
        r"anticipo|adelanto|\bsena\b|\bsenal\b|\bsinal\b|\bdeposit(?:o|os)?\b|(?:primera|primeira) (?:cuota|parcela)"
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
    r"les llego|comprobante|comprovante|\bproof\b|rechaz\w+|"
    r"(?:already|just|have|'ve|i) paid\b|(?:payment|money|transfer|deposit)\b.*\b(?:go|went|gone|come|came|arriv\w+|receiv\w+|through|fail\w+|processed)|"
    r"(?:receiv\w+|got|get)\b.*\b(?:payment|money|transfer)|declined|"
    r"\bja (?:paguei|fiz|transferi|mandei|depositei)|acabei de (?:pagar|fazer)|"
    r"(?:pagamento|pix|deposito|dinheiro)\b.*\b(?:caiu|chegou|entrou|passou|recebe\w+|aprovad\w+|confirmad\w+)|"
    r"(?:caiu|chegou|recebe\w+|entrou)\b.*\b(?:pagamento|pix|deposito|dinheiro)|recus\w+|"
    r"\b(?:fiz|hice|made|sent|did) (?:o|el|la|the) (?:pix|pagamento|deposito|pago|transferencia|payment|transfer)\b|"
    # Nothing else is said: "done, paid", "did it go through?", "ya entro?".
    r"^\W*(?:(?:ya|ja|listo|pronto|feito|done|hecho|ok)\W+)*(?:pague|paguei|paid|pagado)\W*$|"
    r"^\W*(?:(?:y|e|and) )?(?:(?:has|did) (?:it|that|you) (?:go|gone|come|get|got|received?)(?: (?:it|through|in|yet))*|"
    r"(?:ya|ja) (?:les |lo |te |vos )?(?:llego|entro|paso|cayo|recibieron|chegou|caiu|entrou|receberam)(?: ai)?)\W*$"
)
BACK = re.compile(
    r"devol|devuel|reembols|reintegr|estorn|refund|\bback\b|de v(?:ue)?olta|de vuelta|cancel|anul"
)
"""What is asked for money that goes the other way."""
_DOUBLE = r"(?<!\ben )(?<!\bem )(?<!\bin )(?:(?:dos|duas|two|2) (?:ve[cz]es|times)|2\s?x|doble|em dobro|twice|double|duplicad\w*)\b"
_CHARGES = r"(?:pagos?|cobros?|cargos?|debitos?|payments?|charges?|pagamentos?|cobrancas?)"
TWICE = re.compile(
    r"\b(?:pague|pagamos|abone|deposite|transferi|hice|cobr(?:aron|o|ado)|cargaron|debitaron|descontaron|paguei|fiz|"
    rf"cobr(?:aram|ou)|debitaram|descontaram|paid|charged|billed|debited|pago|pagamento|payment)\b.{{0,30}}\b{_DOUBLE}|"
    rf"(?<!\ben )(?<!\bem )(?<!\bin )(?<!hacer )(?<!fazer )(?<!make )\b(?:dos|duas|two|2|doble|double) {_CHARGES}\b|"
    rf"\b{_CHARGES} (?:doble|dupl[oa])\b|\bduplic\w+.{{0,12}}\b{_CHARGES}\b|\b{_CHARGES}\b.{{0,20}}\bduplic\w+"
)
"""That money was taken double; to pay in two parts is something else."""
UNPAID = re.compile(
    r"\b(?:si|se|if)\b (?:\w+ ){0,2}?(?:no|nao|don.?t|do not|can.?t|cannot|didn.?t) (?:\w+ ){0,3}?"
    r"(?:pag(?:o|ar|ue|amos|arlo|a)|pay|deposit(?:o|ar|e)|transf(?:iero|erir|iro)|abon(?:o|ar))\b(?!.*\b(?:tarjeta|card|cartao|link|enlace)\b)"
)
"""What happens where nothing is paid."""
OTHERWISE = re.compile(
    r"transferencia|\bwire\b|\bbank (?:transfer|account|details)|cuenta bancaria|que (?:cuenta|conta)\b|dados bancarios|datos bancarios|"
    r"\b(?:cbu|clabe|spei|pix|boleto|oxxo|efecty|pse|yape|plin|nequi|zelle|venmo|paypal|multibanco)\b|efectivo|\bcash\b|em dinheiro|mb ?way|"
    r"pago ?facil|rapipago|pagoefectivo|cripto\w*|crypto|(?:apple|google) pay|western union"
)
"""Ways to pay that are none of ours: a link is."""
OTHER_WAY = re.compile(
    r"\b(?:otr[oa]s?|another|different|other|outr[oa]s?|cambiar (?:el|de)|trocar (?:a|de)|switch)\b.{0,12}\b"
    r"(?:medio|metodo|forma|manera|lado|way|method|option|card|tarjeta|cartao|jeito|meio|cosa|coisa)\b|something else"
)
TYPED_CARD = re.compile(r"•••• \d{4}")
"""What is left of a card's number when the bot is told of it."""
CARD = re.compile(
    r"(?<!no )\b(?:con|by|with|com|no|en|on|mi|my|meu|pago|use) (?:(?:la|mi|my|o|meu|una|um|a|the) )?(?:credit |debit |visa |master\w* )?"
    r"(?:tarjeta|card|cartao|visa|mastercard|amex|debito|credito)\b|^\W*(?:tarjeta|card|cartao|visa|mastercard|amex)\b"
)
"""A card, and nobody who takes one."""
NO_CARD = re.compile(
    r"(?:rechaz|recus|declin|refus|no pas|nao pass|sin |sem |without |\bno (?:tengo|quiero)|nao (?:tenho|quero)|don.?t)"
)
LINK = re.compile(r"\b(?:link|enlace|liga)\b")
