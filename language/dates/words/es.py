"""What Spanish words mean in a date. Accents are folded away; phrases are separated by bars."""

from __future__ import annotations

from language.phrases import Vocabulary

WORDS: Vocabulary = {
    "month": {
        1: "enero|henero",
        2: "febrero|febreo|frebrero",
        3: "marzo|marso",
        4: "abril",
        5: "mayo",
        6: "junio|juino",
        7: "julio|juilo",
        8: "agosto|agsoto|agosoto|agoto",
        9: "septiembre|setiembre|sept",
        10: "octubre|otubre",
        11: "noviembre|novienbre",
        12: "diciembre|disiembre|dicienbre",
    },
    "weakmonth": {
        1: "ene",
        2: "feb",
        3: "mar",
        4: "abr",
        5: "may",
        6: "jun",
        7: "jul",
        8: "ago",
        9: "sep|set",
        10: "oct",
        11: "nov",
        12: "dic",
    },
    "weekday": {
        0: "lunes|lune",
        1: "martes|martez",
        2: "miercoles|miercole|miercolez|mierc",
        3: "jueves|juevez",
        4: "viernes|viernez|biernes",
        5: "sabado|sabados|savado|sabdo",
        6: "domingo",
    },
    "weakweekday": {0: "lun", 1: "mart", 2: "mie", 3: "jue", 4: "vie", 5: "sab", 6: "dom"},
    "ordinal": {
        1: "primero|primer|primera",
        2: "segundo|segunda",
        3: "tercero|tercer|tercera",
        4: "cuarto|cuarta",
        -1: "ultimo|ultima",
    },
    "unit": {
        "night": "noche|noches|noxe|noxes",
        "day": "dia|dias",
        "week": "semana|semanas|sem|cemana|semna|smana",
        "month": "mes|meses",
        "year": "año|años",
    },
    "number": {2: "un par de"},
    "offset": {
        7: "de hoy en ocho|de hoy en ocho dias|de hoy en 8|de hoy en 8 dias|hoy en ocho",
        14: "de hoy en quince|de hoy en quince dias|de hoy en 15|de hoy en 15 dias",
        -2: "antier|anteayer|antes de ayer",
        -1: "ayer",
        0: "hoy|oy|hoy mismo|hoy dia",
        1: "mañana|mñn|mñna|mñana",
        2: "pasado mañana|pasadomañana|pasado mñn",
    },
    "notdate": {
        1: (
            "mar del plata|santo domingo|isla de pascua|vista al mar|frente al mar|"
            "por la mañana|en la mañana|de la mañana|a la mañana|la mañana|esta mañana|las mañanas|por las mañanas|buen dia|"
            "media mañana|por dia|cada dia|todo el dia|todos los dias|dia a dia|por noche|por la noche|cada noche|"
            "hasta pronto|todo el año|cumpleaños|buenas noches|de un dia"
        )
    },
    "tonight": {0: "esta noche|hoy en la noche|hoy por la noche|hoy a la noche"},
    "turn": {
        0: "este|esta|estos|estas|de este|de esta",
        1: "proximo|proxima|proximos|prox|que viene|q viene|que biene|que entra|siguiente|entrante",
        2: "otro|otra|subsiguiente",
        -1: "pasado|pasada|que paso",
    },
    "weekend": {1: "fin de semana|finde|fines de semana|fin d semana|finde semana|findesemana|fin de sem"},
    "longweekend": {
        1: "fin de semana largo|finde largo|fin largo|fin de semana con feriado",
        2: "puente|feriado largo|fin de semana puente|puente festivo",
    },
    "half": {1: "quincena|quinsena|mitad|mitad de"},
    "part": {
        "early": "principios|principio|a principios|a principio|comienzos|a comienzos|inicios|a inicios",
        "mid": "mediados|a mediados|mitad|a mitad",
        "late": "finales|a finales|fines|a fines|fin|a final|final",
    },
    "feast": {
        "holy_week": "semana santa|semanasanta|pascua|pascuas|la semana mayor",
        "carnival": "carnaval|carnavales",
        "new_year": "fin de año|año nuevo|las fiestas de fin de año|fiestas de fin de año|año viejo|noche vieja|nochevieja",
        "christmas": "navidad|navidades|nabidad",
        "fiestas_patrias": "fiestas patrias|fiesta patria",
        "all_souls": "dia de muertos|dia de los muertos",
        "epiphany": "dia de reyes|reyes magos",
        "inti_raymi": "inti raymi|intiraymi|fiesta del sol",
        "labour_day": "dia del trabajo|dia del trabajador",
        "valentine": "san valentin|dia de los enamorados",
        "independence": "dia de la independencia",
        "corpus_christi": "corpus christi|corpus",
    },
    "feastday": {
        "good_friday": "viernes santo",
        "maundy_thursday": "jueves santo",
        "holy_saturday": "sabado santo|sabado de gloria",
        "easter_sunday": "domingo de pascua|domingo de resurreccion",
        "palm_sunday": "domingo de ramos",
        "christmas_eve": "nochebuena|noche buena",
        "new_years_eve": "noche de año nuevo",
        "ash_wednesday": "miercoles de ceniza",
    },
    "to": {1: "a|al|hasta|hasta el|asta|al dia|hasta el dia|hasta las|a el|para el"},
    "until": {1: "hasta|asta|hasta el|hasta el dia"},
    "and": {1: "y"},
    "or": {1: "o|u|o tal vez|o quizas|o si no|o sino"},
    "from": {
        1: "de|del|desde|desde el|desde la|a partir de|a partir del|partir del|del dia|desde el dia|saliendo|saliendo el|llegando|llegando el|empezando el|comenzando el|para el"
    },
    "between": {1: "entre|entre el|entre los dias"},
    "the": {1: "el|la|los|las|un"},
    "dayword": {1: "dia|dias"},
    "theday": {
        1: "el|del|al|el dia|los dias|dia|del dia|al dia|hasta el|hasta el dia|desde el|desde el dia|a partir del|entre el"
    },
    "of": {1: "de|del|d|de el mes de|del mes de"},
    "in": {
        1: "en|para|durante|de|desde|hasta|por|en el mes de|el mes de|mes de|del mes de|para el mes de|a|entre|todo"
    },
    "ahead": {1: "en|dentro de|de aqui a|de aca a|en unos|en unas|dentro de unos|dentro de unas"},
    "for": {
        1: "por|durante|x|con|para|son|seria|serian|por unos|por unas|quedandonos|estadia de|nos quedamos|me quedo|y nos quedamos"
    },
    "fromnow": {1: "a partir de ahora|a partir de hoy|desde ahora|desde hoy"},
    "extending": {
        1: "extender|extiendo|extiende|añadir|agregar|agrega|alargar|prolongar|sumar|ampliar|quedarnos|quedarme"
    },
    "later": {1: "mas tarde|despues|mas adelante|luego"},
    "earlier": {1: "antes|mas temprano"},
    "more": {1: "mas|adicional|adicionales|extra"},
    "less": {1: "menos"},
    "ago": {1: "hace|hacen|ace"},
    "same": {1: "mismas fechas|misma fecha|mismos dias|mismo dia|igual fecha"},
    "nextday": {1: "el dia siguiente|dia siguiente|al dia siguiente"},
    "return": {
        1: (
            "regreso|regresando|regresamos|regreso el|regresar|volvemos|vuelvo|vuelta|volviendo|nos vamos|me voy|salida|saliendo|salimos|"
            "salgo|retorno|retornando|check out|checkout|y el regreso|nos regresamos"
        )
    },
    "outbound": {1: "ida|llegada|llegamos|llego|llegando|entrada|check in|checkin|salida"},
    "counted": {
        1: (
            "años|año|añitos|añito|meses|mes|personas|persona|pers|per|pax|adultos|adulto|adultas|niños|niño|niñas|niña|chicos|menores|menor|mayores|"
            "hijos|hijas|amigos|amigas|bebes|estrellas|estrella|estreyas|dolares|dolar|usd|soles|pesos|euros|eur|mil|habitaciones|habitacion|"
            "cuartos|camas|horas|hora|hs|hrs|hr|am|pm|minutos|min|km|kilos|kg|metros|por ciento|veces|vez|cuotas|pasajeros|"
            "viajeros|huespedes|noches|noche|opcion|opciones|hoteles|tours|cupos|cupo|pasajes|boletos|entradas|primeros|"
            "de la tarde|de la noche|de la mañana|de la madrugada|en punto|y media|y cuarto|parejas|familias"
        )
    },
    "agedword": {
        1: "niño|niños|niña|niñas|hijo|hijos|hija|hijas|edad|edades|menor|menores|chicos|bebe|bebes|nenes"
    },
    "about": {1: "unos|unas|como|mas o menos|aproximadamente|alrededor de|aprox"},
    "naming": {1: "me llamo|llamo|soy|nombre|nombre es|a nombre de|señor|sr|don|señora|sra"},
    "polite": {
        1: "por favor|porfa|porfis|gracias|ok|si|bueno|mejor|solo|seria|serian|creo que|hola|pues|no|vale|dale|para|nada mas"
    },
    "full": {1: "entera|enteras|completa|completas|entero|enteros"},
    "choosing": {1: "quiero|elijo|escojo|prefiero|dame|me quedo con|tomo|me gusta|opcion|numero|hotel"},
}

# Meanings that hold only when the text is taken for Spanish: elsewhere these words say something else.
OWN: Vocabulary = {}
