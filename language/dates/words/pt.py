"""What Portuguese words mean in a date. Accents are folded away; phrases are separated by bars."""

from __future__ import annotations

from language.phrases import Vocabulary

WORDS: Vocabulary = {
    "month": {
        1: "janeiro|janero",
        2: "fevereiro|feverero",
        3: "março",
        4: "abril",
        5: "maio",
        6: "junho",
        7: "julho",
        8: "agosto",
        9: "setembro",
        10: "outubro|outrubro",
        11: "novembro",
        12: "dezembro|desembro",
    },
    "weakmonth": {
        1: "jan",
        2: "fev",
        3: "mar",
        4: "abr",
        5: "mai",
        6: "jun",
        7: "jul",
        8: "ago",
        9: "set",
        10: "out",
        11: "nov",
        12: "dez",
    },
    "weekday": {
        0: "segunda feira|segundafeira|2a feira|2ª feira",
        1: "terça feira|terçafeira|3a feira|3ª feira",
        2: "quarta feira|quartafeira|4a feira|4ª feira",
        3: "quinta feira|quintafeira|5a feira|5ª feira",
        4: "sexta feira|sextafeira|6a feira|6ª feira",
        5: "sabado|sabados",
        6: "domingo",
    },
    "ordinal": {
        1: "primeiro|primeira",
        2: "segundo",
        3: "terceiro|terceira",
        4: "quarto",
        -1: "ultimo|ultima",
    },
    "unit": {
        "night": "noite|noites|diaria|diarias|pernoite|pernoites",
        "day": "dia|dias",
        "week": "semana|semanas",
        "month": "mes|meses",
        "year": "ano|anos",
    },
    "number": {2: "um par de"},
    "offset": {
        -2: "anteontem|antes de ontem",
        -1: "ontem",
        0: "hoje|hj|oje",
        1: "amanhã|amanha|amanhan|amnh|amanhã mesmo",
        2: "depois de amanhã|dps de amanhã|depois amanhã|depois d amanhã",
    },
    "notdate": {
        1: (
            "rio de janeiro|rio de janerio|santo domingo|são domingos|ilha de pascoa|natal rn|"
            "de manhã|pela manhã|da manhã|na manhã|esta manhã|essa manhã|bom dia|boa noite|por dia|por noite|todo dia|todos os dias|o dia todo|o dia inteiro|cada dia|"
            "a noite|da noite|de noite|a cada dia|da diaria|a diaria|o ano todo|dia a dia|meio dia|qual dia|que dia|em dia"
        )
    },
    "tonight": {0: "esta noite|hoje a noite|hj a noite|essa noite|nesta noite|hoje de noite"},
    "turn": {
        0: "este|esta|esse|essa|neste|nesta|nesse|nessa|deste|desta|desse|dessa",
        1: "proximo|proxima|prox|que vem|q vem|seguinte|que entra",
        2: "outro|outra|retrasado",
        -1: "passado|passada",
    },
    "weekend": {
        1: "fim de semana|final de semana|fds|finais de semana|fins de semana|fim d semana|final d semana|findi|fim de sem"
    },
    "longweekend": {
        1: "fim de semana prolongado|fim de semana longo|final de semana prolongado|fds prolongado",
        2: "feriadao|feriado prolongado|feriado longo|feriadão prolongado|ponte|feriado emendado|emenda de feriado",
    },
    "half": {1: "quinzena|metade|metade de"},
    "part": {
        "early": "começo|no começo|inicio|no inicio|início|comecinho",
        "mid": "meados|em meados|meio|metade|no meio",
        "late": "final|fim|no final|no fim|finalzinho|finais",
    },
    "feast": {
        "holy_week": "semana santa|pascoa|feriado de pascoa|feriado da pascoa",
        "carnival": "carnaval|carnavel|feriado de carnaval",
        "new_year": "reveillon|revellion|reveillom|revelion|ano novo|virada do ano|virada de ano|a virada|fim de ano|final de ano|ano-novo",
        "christmas": "o natal|no natal|do natal|ao natal|pro natal|neste natal|nesse natal|feriado de natal|pelo natal|proximo natal|dia de natal|semana do natal",
        "all_souls": "finados|dia de finados|feriado de finados",
        "corpus_christi": "corpus christi|corpus|feriado de corpus christi",
        "labour_day": "dia do trabalho|dia do trabalhador",
        "valentine_br": "dia dos namorados",
        "st_john": "sao joao|festa junina|festas juninas",
        "independence": "dia da independencia|feriado da independencia|independencia do brasil",
        "aparecida": "nossa senhora aparecida|dia das crianças|padroeira",
    },
    "weakfeast": {"christmas": "natal"},
    "feastday": {
        "good_friday": "sexta feira santa|sexta santa|sexta feira da paixão|sexta da paixão",
        "maundy_thursday": "quinta feira santa|quinta santa",
        "holy_saturday": "sabado de aleluia",
        "easter_sunday": "domingo de pascoa",
        "palm_sunday": "domingo de ramos",
        "christmas_eve": "vespera de natal|noite de natal",
        "new_years_eve": "vespera de ano novo",
        "ash_wednesday": "quarta feira de cinzas|quarta de cinzas",
    },
    "to": {1: "a|ao|até|até o|até dia|até o dia|ao dia|a dia|ate a|à|para"},
    "until": {1: "até|até o|até dia|até o dia|ate a"},
    "and": {1: "e"},
    "or": {1: "ou|ou talvez|ou entao"},
    "from": {
        1: "de|do|desde|desde o|a partir de|a partir do|a partir do dia|a partir de dia|a partir da|do dia|de dia|desde o dia|saindo|saindo dia|chegando|chegando dia|começando"
    },
    "between": {1: "entre|entre o|entre os dias|entre dias|entre o dia"},
    "the": {1: "o|a|os|as|no|na|nos|nas|do|da"},
    "dayword": {1: "dia|dias"},
    "theday": {
        1: "dia|o dia|do dia|ao dia|dias|os dias|de dia|até o|até dia|até o dia|ao|a partir do dia|a partir de dia|a partir do|desde o dia|chegando dia|saindo dia|entre o dia|entre os dias"
    },
    "of": {1: "de|do|d|do mes de"},
    "in": {
        1: "em|no|para|pra|durante|de|ate|desde|por|no mes de|o mes de|mes de|do mes de|para o mes de|entre|todo|pro mes de|pro"
    },
    "ahead": {1: "em|daqui a|dentro de|daqui|daqui ha|em umas|em uns"},
    "for": {1: "por|durante|x|com|para|pra|por uns|por umas|ficando|ficar|e ficar|e ficamos"},
    "fromnow": {1: "a partir de agora|a partir de hoje"},
    "extending": {1: "estender|acrescentar|adicionar|prolongar|esticar|aumentar|somar"},
    "later": {1: "depois|mais tarde|mais pra frente"},
    "earlier": {1: "antes|mais cedo"},
    "more": {1: "mais|a mais|adicional|adicionais|extra"},
    "less": {1: "menos|a menos"},
    "ago": {1: "ha|faz"},
    "agopost": {1: "atras"},
    "same": {1: "mesmas datas|mesma data|mesmos dias|mesmo dia|mesmo periodo"},
    "nextday": {1: "o dia seguinte|dia seguinte|no dia seguinte"},
    "return": {
        1: "volta|voltando|voltamos|volto|voltar|retorno|retornando|retornamos|saida|saindo|saimos|indo embora|check out|checkout"
    },
    "outbound": {1: "ida|chegada|chegamos|chego|chegando|entrada|check in|checkin|saida|indo"},
    "counted": {
        1: (
            "anos|ano|aninhos|meses|mes|pessoas|pessoa|pess|pax|adultos|adulto|adultas|criancas|crianca|menores|menor|filhos|filho|filhas|filha|bebes|amigos|amigas|"
            "estrelas|estrela|reais|real|dolares|euros|mil|quartos|quarto|camas|horas|hora|hs|hrs|h|am|pm|minutos|min|km|quilos|kg|metros|"
            "por cento|vezes|vez|parcelas|passageiros|hospedes|viajantes|noites|noite|diarias|opcao|opcoes|hoteis|passagens|ingressos|"
            "da manha|da tarde|da noite|da madrugada|em ponto|e meia|casais|familias|x"
        )
    },
    "agedword": {
        1: "criança|crianças|filho|filhos|filha|filhas|idade|idades|menor|menores|bebe|bebes|menino|menina|meninos|meninas"
    },
    "about": {1: "uns|umas|cerca de|mais ou menos|aproximadamente"},
    "naming": {1: "me chamo|chamo|sou|nome|nome e|em nome de|senhor|senhora|sr|sra"},
    "polite": {
        1: "por favor|pfv|pf|obrigado|obrigada|ok|sim|bom|melhor|so|seria|acho que|oi|ola|entao|nao|pode ser|apenas"
    },
    "full": {1: "inteira|inteiras|inteiro|inteiros|completa|completas"},
    "choosing": {1: "quero|escolho|prefiro|fico com|opcao|numero|hotel"},
}

# Weekdays without "-feira" are ordinals in Spanish ("la segunda"), and short forms are words elsewhere.
OWN: Vocabulary = {
    "from": {1: "dos dias"},
    "weekday": {0: "segunda", 1: "terça", 2: "quarta", 3: "quinta", 4: "sexta"},
    "weakweekday": {0: "seg", 1: "ter", 2: "qua", 3: "qui", 4: "sex", 5: "sab", 6: "dom"},
}
