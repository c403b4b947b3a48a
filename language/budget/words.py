"""What words mean beside an amount of money: currencies, bounds, what it is for, and what is no budget."""

from __future__ import annotations

# ISO 4217 -> how it is written after a number; names of CLDR and of the street. "" is a currency that many countries
# have: its name alone does not say which.
CURRENCIES = {
    "USD": r"usd|us dollars?|american dollars?|dolar(?:es)?(?: american[oa]s?| estadounidenses?)?|dollars?|dolars|bucks|dls|dlls|us\$|u\$s|u\$d|u\$",
    "EUR": r"eur|euros?|€",
    "GBP": r"gbp|pounds?(?: sterling)?|libras?(?: esterlinas?)?|quid|£",
    "BRL": r"brl|reais|real(?:es)?(?: brasilenos)?|r\$",
    "PEN": r"pen|(?:nuevos )?sol(?:es)?(?: peruanos)?|s/\.?",
    "COP": r"cop|pesos colombianos|colombian pesos|col\$",
    "MXN": r"mxn|pesos mexicanos|mexican pesos|mx\$",
    "ARS": r"ars|pesos argentinos|argentin(?:e|ian) pesos|ar\$",
    "CLP": r"clp|pesos chilenos|chilean pesos",
    "UYU": r"uyu|pesos uruguai?[iy]?os|uruguayan pesos",
    "DOP": r"dop|pesos dominicanos|dominican pesos|rd\$",
    "BOB": r"bob|bolivianos?|bs",
    "PYG": r"pyg|guaranies|guaranis|gs|₲",
    "GTQ": r"gtq|quetzal(?:es)?",
    "CRC": r"crc|colones|₡",
    "CAD": r"cad|canadian dollars?|dolares canad(?:i?enses|ianos)|ca\$|c\$",
    "AUD": r"aud|australian dollars?|dolares australianos|a\$",
    "": r"pesos?|\$",
}
# Of these only the ones that nobody mistakes for a word stand before a number ("usd 300", "S/ 900", "R$3.000").
BEFORE = {
    "USD": r"usd|us\$|u\$s|u\$d|u\$",
    "EUR": r"eur|€",
    "GBP": r"gbp|£",
    "BRL": r"brl|r\$",
    "PEN": r"pen|s/\.?",
    "COP": r"cop|col\$",
    "MXN": r"mxn|mx\$",
    "ARS": r"ars|ar\$",
    "CLP": r"clp",
    "UYU": r"uyu",
    "DOP": r"dop|rd\$",
    "BOB": r"bob|bs\.?",
    "PYG": r"pyg|gs\.?|₲",
    "GTQ": r"gtq",
    "CRC": r"crc|₡",
    "CAD": r"cad|ca\$|c\$",
    "AUD": r"aud|a\$",
    "": r"\$",
}
SCALES = {
    1_000: r"k|mil|thousand|grand|lucas?",
    1_000_000: r"millon(?:es)?|milh(?:ao|oes)|millions?|mi|palos?",
}

# A limit before an amount. The firm ones say money even where no currency is named ("under 300").
FIRM = (
    r"menos (?:de|que)|por debajo de|debajo de|hasta|no (?:\w+ ){0,3}(?:mas|mayor) (?:de|que|a)|que no (?:pase|supere|exceda)n? (?:de )?|"
    r"sin pasar(?:se|nos|me)? de|no pas(?:ar|e) de|nada (?:de|por) mas de|tope(?: de)?|max\.?(?: de)?|maximo(?: de)?|como maximo|a lo mas|menor(?:es)? (?:a|de|que)|"
    r"mas barat[oa]s? (?:de|que)|inferior(?:es)? a|"
    r"under|below|less than|up to|at most|not? (?:\w+ ){0,2}(?:more|over) than|don.?t (?:\w+ ){1,3}(?:more|over) than|not over|max(?:imum)?(?: of)?|cheaper than|not exceeding|"
    r"within|upto|lower than|beneath|nothing (?:over|above|more than)|"
    r"menos (?:de|que|do que)|abaixo de|ate(?: uns)?|no maximo|nao (?:\w+ ){1,3}mais de|nao (?:mais|passe|passar|ultrapasse|ultrapassar) (?:de |do que |que )?|"
    r"mais barat[oa]s? (?:de|do que|que)|teto(?: de)?"
)
LOOSE = (
    r"unos|unas|alrededor de|cerca de|aprox\.?|aproximadamente|mas o menos|como|tipo|about|around|approx\.?|approximately|"
    r"roughly|circa|ca\.?|some|near|uns|umas|em torno de|por volta de|mais ou menos|na faixa d[eo]s?|en torno a|~"
)
LEAST = (
    r"mas de|a partir de|desde|minimo(?: de)?|al menos|por lo menos|como minimo|over|above|more than|at least|min(?:imum)?(?: of)?|"
    r"starting (?:at|from)|mais (?:de|do que)|pelo menos|no minimo|acima de"
)
AFTER = {
    "most": (
        r"o menos|or less|ou menos|or under|como maximo|maximo|max\b\.?|tops|at (?:the )?most|no maximo|a lo mas|como mucho|"
        r"(?:para|pa) abajo|(?:para|pra) baixo|maximum|de tope|de limite"
    ),
    "about": r"aprox\.?(?:imadamente)?|approx\.?|mas o menos|mais ou menos|or so|ish|por ahi|por ai|roughly|give or take",
    "least": r"o mas|or more|ou mais|(?:para|pa) arriba|(?:para|pra) cima|(?:como )?minimo|at least|no minimo|and up",
}
# What an amount is for. Only the plain ones may also stand before it ("por noche, no más de 200").
PER = {
    "person": (
        r"(?:por|per|p/|/|a|cada) ?(?:persona|pessoa|person|head|cabeza|cabeca|pax|adulto?|viajero|viajante|traveler|traveller|pess|pers)\b|"
        r"p\.?/?p\b|each\b|cada (?:un[oa]?|uma?)\b|c/u|apiece\b"
    ),
    "night": (
        r"(?:por|per|p/|/|cada|each|every|x) ?(?:noche|night|noite|dia|day|diaria)\b|(?:la|a|una?|uma) (?:noche|night|noite|day|diaria)\b|"
        r"al dia\b|diari[oa]s?\b|nightly\b|pernoite\b"
    ),
    "trip": (
        r"en total\b|in total\b|no total\b|total\b|por todo\b|for everything\b|all in\b|all together\b|altogether\b|tudo\b|"
        r"(?:para|por|for|pra|pel[oa]|per) (?:tod[oa] )?(?:(?:el|la|the|the whole|o|a|nuestr[oa]) )?(?:viaje|trip|viagem|paquete|package|pacote|"
        r"estadia|estancia|stay|todos|todo|all of us|everyone|familia|family|grupo|group|holiday|vacation)\b"
    ),
}
PER_BEFORE = {
    "person": r"(?:por|per) (?:persona|pessoa|person|head|cabeza|pax)\b",
    "night": r"(?:por|per) (?:noche|night|noite|diaria)\b",
    "trip": r"(?:presupuesto|budget|orcamento) total\b|total (?:budget|presupuesto)|en total\b|in total\b|no total\b",
}
# Who says one of these speaks of what they can spend.
SPENDING = (
    r"presupuesto|presu\b|presupuestado|budget(?:ed)?(?! (?:hotel|hostel|room|airline))|orcamento|verba|gastar|gastaria(?:mos)?|gastemos|spend(?:ing)?|"
    r"invertir|investir|afford|(?:puedo|podemos|podria|podriamos|posso|podemos|poderia|can|could|willing to|dispuest[oa]s? a|dispost[oa]s? a) (?:pagar|pay)|"
    r"price range|rango de precios?|faixa de preco|precio maximo|preco maximo|limite?|consigo com|da (?:pra|para) fazer com|(?:hacer|conseguir) con|what can (?:i|we) (?:get|do) (?:for|with)|cuento con|contamos con|conto com|disponho de|"
    r"dispongo de|disponemos de"
)
# Amounts that were paid, are owed, are paid in part or are to be changed into another currency.
SETTLED = (
    r"convert\w*|conver(?:tir|ter|sion|sao)|exchange|tipo de cambio|taxa|cambio de (?:moneda|dolar|euro)\w*|cotacao|equival\w+|"
    r"(?:me|nos|te|les) (?:cobr|debit|descont)\w+|charged|cobraram|cobrad[oa]s?|pague|pagamos|pagaron|paid|paguei|pagou|deposite|depositei|"
    r"transferi|transferred|gaste|gastei|spent|debited|debitad\w+|debitaram|owe|debo|devo|"
    r"senal?|deposit|anticipo|adelanto|sinal|equals?|worth|(?:dinero|dinheiro|plata|money) (?:\w+ ){0,4}(?:por|for|para (?:ter|tener)|to get)"
)
PRICED = (
    r"cuestan?|costs?|custam?|costar|cost|custar|salen?|saldria|vale|valen|valem|sai(?:em)?|cobran?|cobram|precios?|precos?|prices?|priced|tarifas?|fares?|"
    r"pagar|pago|pay|paying|deposito|entrada|abono|propina|tip|gorjeta|multa|fee|fees|penalty|"
    r"penalidad|desc(?:uen|on)tos?|discount|reembols\w+|refund\w*|devol\w+|cupon|cupom|coupon|voucher|factura|bill|invoice|fatura|saldo|"
    r"parcelas?|cuotas?|transferencia|billetes?|cash|efectivo|dinheiro vivo|seguro|insurance|impuestos?|taxes|tax|recibi|gane|ganhei"
)
# Nouns that make a bare number something else than money.
UNITS = (
    r"%|noch\w*|noit\w*|nights?|dias?|days?|seman\w+|weeks?|mes(?:es)?|months?|horas?|hours?|hrs?|hs|min\w*|an[oi]?os?|years?|yrs?|personas?|"
    r"pessoas?|people|pax|persons?|guests?|adult\w*|ninos?|kids?|child\w*|criancas?|km|kms|kilom\w+|quilom\w+|metros?|meters?|metres?|miles?|"
    r"millas?|milhas?|m|mts|kg|kgs|kilos?|quilos?|libras?|lb|lbs|grados?|graus|degrees|°|º|habitac\w*|rooms?|quartos?|cuartos?|camas?|beds?|"
    r"estrell\w*|estrel\w*|stars?|puntos?|points?|pontos?|pies|feet|ft|estudiantes?|alumnos?|students?|invitad\w+|palabras|words|am|pm|"
    r"hoteles|hoteis|hotels|tours?|opciones|options|opcoes|reviews?|pasajer\w+|passage\w+|asientos|seats|veces|times|vezes|litros?|cm|mb|gb"
)
