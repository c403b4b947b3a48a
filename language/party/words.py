"""What words mean in a party of travellers; the value of a noun is how many one of it is."""

from __future__ import annotations

from language.phrases import Vocabulary

ES: Vocabulary = {
    "adults": {
        1: (
            "adulto|adultos|adulta|adultas|adulots|adutos|mayores|mayor|adulto mayor|adultos mayores|persona adulta|personas adultas|personas mayores|"
            "persona mayor|adult|hombre|hombres|mujeres|señoras|señores|jovenes|ancianos|anciana|anciano|jubilados|jubiladas|de la tercera edad|de tercera edad|de la 3ra edad|de la 3era edad|3ra edad|ad|ads|adt|adts"
        )
    },
    "children": {
        1: (
            "niño|niños|niña|niñas|niñ@s|nino|ninos|ninio|ninios|hijo|hijos|hija|hijas|ijo|ijos|ija|ijas|menor|menores|menor de edad|menores de edad|chico|chicos|chica|chicas|nene|nenes|nena|nenas|"
            "chiquillo|chiquillos|chiquito|chiquitos|chiquita|chiquitas|peque|peques|pequeño|pequeños|pequeña|pequeñas|chamaco|chamacos|chamaca|chamacas|chamaquito|chamaquitos|chavo|chavos|chavito|chavitos|chavita|chavitas|escuincle|escuincles|pibe|pibes|piba|pibas|pibito|pibitos|pelao|pelaos|pelado|pelados|pelaito|pelaitos|chibolo|chibolos|chibola|chibolas|cabro chico|cabros chicos|cabra chica|gurí|gurises|bendiciones|infante|infantes|adolescente|adolescentes|"
            "nieto|nietos|nieta|nietas|sobrino|sobrinos|sobrina|sobrinas|bendicion|ahijado|ahijada|hijito|hijitos|hijita|hijitas|niñito|niñita|ch|chs|chd|chds|cnn|menor de|menores de"
        ),
        2: "gemelos|gemelas|mellizos|mellizas|gemelitos|mellicitos",
        3: "trillizos|trillizas",
    },
    "infants": {
        1: "bebe|bebes|bebito|bebita|beba|wawa|wawas|bb|bbs|recien nacido|recien nacida|lactante|lactantes|guagua|guaguas|inf|niño de brazos|niña de brazos|niño en brazos|niña en brazos|niño de pecho|bebe de brazos|bebe en brazos"
    },
    "people": {
        1: "persona|personas|perosnas|pers|per|pax|pasajero|pasajeros|viajero|viajeros|huesped|huespedes|gente|integrantes|invitados|estudiantes|alumnos|turistas|cabezas|personitas|profesor|profesores|profesora|profesoras|profes|maestros|maestras|docentes|acompañantes"
    },
    "companion": {
        1: (
            "esposa|esposo|marido|mujer|pareja|novia|novio|mama|papa|madre|padre|mami|papi|hermana|hermano|amiga|amigo|amigas|amigos|hermanos|hermanas|"
            "suegra|suegro|abuela|abuelo|abuelita|abuelito|tia|tio|prima|primo|primos|primas|cuñada|cuñado|compañero|compañera|compañeros|compañeras|señora|jefe|conyuge|prometida|prometido|colega|colegas|madrastra|padrastro|vecina|vecino|comadre|compadre|nuera|yerno|polola|pololo|pololos|vieja|viejo|viejita|viejito|flaca|flaco|gordita|gordito|jermu|jeva|jaña|enamorada|enamorado|pana|panas|parce|parces|parcero|parceros|compa|compas|cuate|cuates|ñaño|ñaña|ñaños|ñañas"
        ),
        2: "padres|papas|suegros|abuelos|viejos",
    },
    "couple": {
        2: "pareja|parejas|parejita|matrimonio|matrimonios|recien casados|pareja de esposos|pareja de amigos"
    },
    "alone": {
        1: "solo yo|yo solo|yo sola|solo para mi|solo una persona|viajo solo|viajo sola|voy solo|voy sola|voy a ir solo|voy a ir sola|viajaria solo|viajaria sola|iria solo|iria sola|por mi cuenta|soy yo solo|soy yo sola|solito|solita|nada mas yo|yo nomas|iria yo solo|soy solo yo|unicamente yo"
    },
    "me": {1: "yo|mi|mi persona|conmigo"},
    "mine": {1: "mi|mis|nuestro|nuestra|nuestros|nuestras|su|sus"},
    "an": {1: "un|una"},
    "another": {1: "otro|otra|otros|otras"},
    "the": {1: "el|la|los|las"},
    "are": {
        1: (
            "somos|seremos|seriamos|sriamos|vamos|vamos a ser|vamos a ir|iremos|iriamos|viajamos|viajaremos|viajariamos|estamos|vendriamos|serian|seran|son|"
            "vamos como|somos como|somos unos|seriamos como|viajan|van|van a ser|total|en total|total de|seriamos unos|somos aproximadamente|nosotros|nosotras|nosotros somos"
        )
    },
    "group": {1: "grupo de|familia de|grupo familiar de|un total de|total de|familia somos|grupo|reserva de"},
    "for": {1: "para|p|xa|pa|para los|para nosotros|para unos|para unas|para solo|solo para"},
    "with": {
        1: "con|llevo a|llevar a|traer a|llevo|junto a|junto con|acompañado de|acompañada de|y|mas|e|incluido|incluida"
    },
    "including": {
        1: "incluyendo|incluido|incluidos|incluyen|entre ellos|entre ellas|de los cuales|de las cuales|contando|donde|contando a"
    },
    "and": {1: "y|e|mas|con|tambien"},
    "no": {
        1: "sin|no hay|no llevo|no llevamos|no van|no tengo|no tenemos|ningun|ninguno|ninguna|cero|no vamos con|no viajan"
    },
    "among": {
        1: "de ellos|de ellas|de ellos son|de ellas son|son|de nosotros|de nosotros son|es|de ellos es|de ellas es"
    },
    "going": {
        1: "voy|ire|viajo|iria|viajaria|quiero ir|pienso ir|quisiera ir|viajamos|vamos|iriamos|iremos|quiero viajar"
    },
    "talk": {
        1: "hablar con|hablo con|hable con|pasame con|paseme con|comunicame con|comuniqueme con|comunicarme con|contactar con|conversar con|chatear con|atienda|atendido por|hablar a|contactarme con"
    },
    "correction": {
        1: "no|mejor|sino|perdon|perdona|corrijo|en realidad|quise decir|ahora|en vez de|cambio|cambia|al final"
    },
    "age": {
        1: "de|d|edad|edades|edad de|edades de|con edad de|con edades de|de edad|tiene|tienen|que tiene|que tienen|cumple|con|tendra|quien tiene|cumplio|cumplidos|tienen entre"
    },
    "years": {1: "año|años|añito|añitos|ano|anos|añios|añs|años de edad"},
    "months": {1: "mes|meses|mesesitos|mesecitos"},
    "each": {
        1: "uno|una|otro|otra|el otro|la otra|y el otro|y la otra|el mayor|el menor|la mayor|la menor|el grande|el chico|el mas chico|el pequeño|la pequeña|la grande|el primero|el segundo|cada uno"
    },
    "newborn": {0: "recien nacido|recien nacida"},
    "notyears": {
        1: "de experiencia|de casados|de aniversario|atras|de antelacion|de anticipacion|de garantia"
    },
    "minimum": {
        1: "menores de|menor de|mayores de|mayor de|a partir de|desde los|hasta los|hasta|mas de|menos de"
    },
    "cost": {
        1: "paga|pagan|pagaria|cuesta|cuestan|cobran|entran|gratis|puede|pueden|necesita|necesitan|puede viajar"
    },
}
EN: Vocabulary = {
    "adults": {
        1: "adult|adults|adlts|adutls|grown up|grown ups|grownups|men|women|man|woman|males|females|ladies|guys|girls trip|seniors|senior|senior citizens|elders|elderly|adts"
    },
    "children": {
        1: (
            "child|children|childs|childrens|childern|kid|kids|kiddo|kiddos|son|sons|daughter|daughters|boy|boys|girl|girls|toddler|toddlers|teen|teens|teenager|teenagers|minor|minors|"
            "little one|little ones|lil one|lil ones|lil kid|lil kids|wee one|wee ones|kiddie|kiddies|tot|tots|youngster|youngsters|grandchild|grandchildren|grandkid|grandkids|grandson|granddaughter|grandsons|granddaughters|nephew|niece|nephews|nieces|year old|year olds"
        ),
        2: "twins",
        3: "triplets",
    },
    "infants": {
        1: "baby|babies|infant|infants|newborn|newborns|lap infant|lap infants|lap child|lap children|infant in arms|babe in arms"
    },
    "people": {
        1: "person|persons|people|peoples|ppl|pax|guest|guests|traveler|travelers|traveller|travellers|passenger|passengers|individuals|heads|tourists|students|pupils|teachers|chaperones|visitors|folks|of us"
    },
    "companion": {
        1: (
            "wife|husband|hubby|spouse|partner|girlfriend|boyfriend|gf|bf|mom|mum|mother|dad|father|sister|brother|sisters|brothers|friend|friends|mate|mates|buddy|buddies|cousin|cousins|"
            "grandma|grandpa|grandmother|grandfather|aunt|uncle|mother in law|father in law|fiance|fiancee|boss|colleague|colleagues|coworker|coworkers|roommate|significant other|better half|others|of my friends|of our friends|stepmother|stepfather|stepmom|stepdad|neighbour|neighbor|carer|caregiver"
        ),
        2: "parents|grandparents|in laws|folks",
    },
    "couple": {2: "couple|couples|married couple|newlyweds|pairs"},
    "alone": {
        1: "just me|only me|myself|by myself|just myself|on my own|solo traveler|solo traveller|travelling solo|traveling solo|travelling alone|traveling alone|going alone|alone|for myself|it s just me|only myself|going solo|solo female traveller|solo female traveler|solo male traveller|solo male traveler|female solo traveller|female solo traveler|just one|only one"
    },
    "me": {1: "me|i|myself"},
    "mine": {1: "my|our|his|her|their"},
    "an": {1: "a|an"},
    "another": {1: "another|other|more"},
    "the": {1: "the"},
    "are": {
        1: (
            "we are|we re|we r|we will be|we ll be|there are|there re|there will be|there ll be|we would be|we d be|there s|we have|we were|it s|it will be|it would be|we are about|we are around|"
            "now we are|we are now|make it|total of|in total|for a total of|there are now|we are going to be|if we are|if we re"
        )
    },
    "group": {
        1: "family of|group of|party of|total of|a total of|bunch of|team of|groups of|parties of|booking for|reservation for|table for|room for|rooms for"
    },
    "for": {1: "for|for just|just for|for about|booking for|reservation for|table for|room for|rooms for"},
    "with": {1: "with|bringing|taking|and|plus|together with|along with|alongside"},
    "including": {
        1: "including|includes|incl|of which|of whom|counting|one of whom|two of whom|with one being"
    },
    "and": {1: "and|plus|with|as well as|n"},
    "no": {1: "no|without|without any|zero|no other|not any|don t have|not bringing|none"},
    "among": {1: "of them|of them are|of us are|are|is|of them is|of whom are|will be"},
    "going": {
        1: "i m travelling|i m traveling|i am travelling|i am traveling|i m going|i am going|i ll be travelling|i will travel|i ll travel|i travel|will be coming|will be travelling|will be traveling|will be going|will be staying|will come|are coming|are going|are travelling|are traveling|coming|going|travelling|traveling|i want to go"
    },
    "talk": {
        1: "talk to|talk with|speak to|speak with|speaking to|speaking with|talking to|talking with|chat with|connect me to|connect me with|transfer me to|put me through to|pass me to|contact"
    },
    "correction": {1: "no|not|actually|instead|rather|sorry|i mean|i meant|correction|make that|oops|change"},
    "age": {
        1: "of|aged|age|ages|ages of|age of|at the age of|who is|who are|is|are|r|that is|they are|she is|he is|who s|he s|she s|with ages|is aged|are aged|turning"
    },
    "years": {1: "years|year|yrs|yr|yo|y o|years old|year old|yrs old|yr old|years of age|year olds"},
    "months": {1: "months|month|months old|month old|mo|mos"},
    "each": {
        1: "one|other|the other|the other one|one is|the other is|another|the older|the younger|the oldest|the youngest|the elder|older|younger|the first|the second|each"
    },
    "newborn": {0: "newborn"},
    "notyears": {1: "of experience|ago|anniversary|warranty|in advance"},
    "minimum": {1: "under|over|younger than|older than|from|up to|at least"},
    "cost": {1: "can|need|needs|must|do|does|pay|pays|cost|costs|free|charge|charged"},
}
PT: Vocabulary = {
    "adults": {
        1: "adulto|adultos|adulta|adultas|adlts|idoso|idosos|idosa|idosas|maiores|pessoa adulta|pessoas adultas|homem|homens|mulheres|senhoras|senhores|jovens|aposentados|aposentadas|pessoas maiores|da terceira idade|de terceira idade|da melhor idade"
    },
    "children": {
        1: (
            "criança|crianças|crianca|criancas|crinaças|criançinha|criancinha|criancinhas|filho|filhos|filha|filhas|filhinho|filhinha|menor|menores|menor de idade|menores de idade|menino|meninos|menina|moleque|moleques|muleque|muleques|guri|guris|guria|gurias|pirralho|pirralhos|"
            "meninas|pequeno|pequenos|pequena|pequenas|neto|netos|neta|netas|sobrinho|sobrinhos|sobrinha|sobrinhas|adolescente|adolescentes|enteado|enteada|garoto|garota|afilhado|afilhada|crianca pequena|criancas pequenas|ch|chd|menor de|menores de"
        ),
        2: "gemeos|gemeas",
        3: "trigemeos|trigemeas",
    },
    "infants": {
        1: "bebe|bebes|bebezinho|bebezinha|nenem|nenens|recem nascido|recem nascida|bb|crianca de colo|criancas de colo|bebe de colo|bebes de colo|nene|filho de colo|filha de colo"
    },
    "people": {
        1: "pessoa|pessoas|pesoas|pessos|pess|pax|passageiro|passageiros|viajante|viajantes|hospede|hospedes|turistas|convidados|alunos|estudantes|professor|professores|professora|professoras|integrantes"
    },
    "companion": {
        1: (
            "esposa|esposo|marido|mulher|namorada|namorado|noiva|noivo|companheira|companheiro|parceiro|parceira|mãe|mae|pai|mamãe|papai|irmã|irmão|irma|irmao|irmãos|irmãs|amiga|amigo|"
            "amigas|amigos|sogra|sogro|avó|avô|vó|vovó|vovô|tia|tio|prima|primo|primos|primas|cunhada|cunhado|colega|colegas|patroa|conjuge|madrasta|padrasto|vizinha|vizinho|nora|genro|mozão|veia|veio|véia|véio|parça|parças|parceiros"
        ),
        2: "pais|sogros|avós|avos",
    },
    "couple": {2: "casal|casais|casalzinho|recem casados|casal de amigos"},
    "alone": {
        1: "sozinho|sozinha|só eu|so eu|apenas eu|somente eu|eu mesmo|eu mesma|só para mim|so pra mim|viajo só|eu só|solteiro|por minha conta"
    },
    "me": {1: "eu|mim|comigo"},
    "mine": {1: "meu|meus|minha|minhas|nosso|nossa|nossos|nossas|seu|sua"},
    "an": {1: "um|uma"},
    "another": {1: "outro|outra|outros|outras"},
    "the": {1: "o|a|os|as"},
    "are": {
        1: (
            "somos|seremos|seríamos|vamos|vamos em|vamos ser|iremos|iremos em|estamos em|estaremos em|estamos|viajamos|viajaremos|são|serao|serão|somos em|seremos em|estamos indo em|"
            "vai ser|vão|a gente|a gente vai|a gente vai em|a gente somos|a gente vai ser|no total|total de|ao todo|seria|seriam|nós|a gente é|nos somos|agora somos"
        )
    },
    "group": {1: "grupo de|familia de|família de|um total de|turma de|total de|reserva de"},
    "for": {1: "para|pra|p|pro|para uns|só para|so pra|apenas para"},
    "with": {1: "com|levar|levando|trazer|junto com|mais|e|acompanhado de|acompanhada de"},
    "including": {
        1: "incluindo|incluido|inclusive|sendo|entre elas|entre eles|dos quais|das quais|contando|contando com|onde"
    },
    "and": {1: "e|mais|com|tambem"},
    "no": {1: "sem|nao ha|nao temos|nao tem|não levo|nenhum|nenhuma|não vão|nao vou com|nao vamos com|zero"},
    "among": {1: "deles|delas|deles sao|delas sao|sao|de nos|e|deles e|delas e"},
    "going": {
        1: "vou|viajo|irei|viajarei|quero ir|pretendo ir|iria|vamos|iremos|viajamos|vamos viajar|vou viajar|quero viajar"
    },
    "talk": {
        1: "falar com|fala com|falo com|conversar com|me passa para|me passa pra|me passe para|atendido por|atendida por|chama|chamar|contato com"
    },
    "correction": {
        1: "nao|não|melhor|desculpa|desculpe|na verdade|quis dizer|agora|em vez de|aliás|alias|muda|mudou"
    },
    "age": {
        1: "de|d|idade|idades|idade de|idades de|com idade de|com idades de|de idade|tem|têm|que tem|com|fez|completa|quem tem"
    },
    "years": {1: "ano|anos|aninho|aninhos|anos de idade|ano de idade|ano e meio|anios"},
    "months": {1: "mes|meses|mesinhos|mês"},
    "each": {
        1: "um|uma|outro|outra|o outro|a outra|e o outro|e a outra|o mais velho|o mais novo|a mais velha|a mais nova|o maior|o menor|o primeiro|o segundo|cada um"
    },
    "newborn": {0: "recem nascido|recem nascida"},
    "notyears": {1: "de experiencia|de casados|atras|de antecedencia|de aniversario|de garantia"},
    "minimum": {
        1: "menores de|menor de|maiores de|maior de|a partir de|acima de|até|ate|abaixo de|menos de|mais de"
    },
    "cost": {1: "paga|pagam|custa|custam|cobram|entra|gratis|pode|podem|precisa|precisam|necessita"},
}
