"""A person's name where nobody asked for one: beside an e-mail, or ending like a place ("Ana Lima", "Juan Cartagena")."""

from __future__ import annotations

import re

from actions.understanding.message import Context, Message
from language.contact import find_name
from language.normalise import fold

_PARTS = re.compile(r"[,;:|\n]|\.\s|\s[-–/]\s")
_CAPITAL = r"[A-ZÀ-Ý][\w'’.-]*"
_CAPITALS = re.compile(rf"{_CAPITAL}(?:\s+(?:d[aeo]s?|del|de la|la|los|y|e))?(?:\s+{_CAPITAL}){{1,3}}")
# Common given names of the three languages: without one of them two words with capitals may well mean the place.
GIVEN = frozenset(
    [
        "ana",
        "maria",
        "jose",
        "juan",
        "luis",
        "carlos",
        "jorge",
        "pedro",
        "miguel",
        "manuel",
        "francisco",
        "antonio",
        "rafael",
        "fernando",
        "ricardo",
        "roberto",
        "eduardo",
        "alberto",
        "javier",
        "daniel",
        "david",
        "diego",
        "andres",
        "pablo",
        "sergio",
        "alejandro",
        "sebastian",
        "santiago",
        "nicolas",
        "mateo",
        "martin",
        "gabriel",
        "lucas",
        "tomas",
        "felipe",
        "rodrigo",
        "gustavo",
        "hector",
        "oscar",
        "victor",
        "julio",
        "cesar",
        "raul",
        "mario",
        "marcos",
        "ivan",
        "hugo",
        "emilio",
        "enrique",
        "ramon",
        "ruben",
        "adrian",
        "alvaro",
        "gonzalo",
        "ignacio",
        "joaquin",
        "cristian",
        "esteban",
        "mauricio",
        "camilo",
        "rosa",
        "carmen",
        "lucia",
        "laura",
        "marta",
        "sofia",
        "valentina",
        "camila",
        "daniela",
        "gabriela",
        "isabel",
        "elena",
        "claudia",
        "patricia",
        "andrea",
        "carolina",
        "paula",
        "natalia",
        "veronica",
        "silvia",
        "monica",
        "sandra",
        "beatriz",
        "cecilia",
        "teresa",
        "julia",
        "clara",
        "irene",
        "alicia",
        "lorena",
        "mariana",
        "fernanda",
        "ximena",
        "renata",
        "valeria",
        "victoria",
        "catalina",
        "adriana",
        "diana",
        "gloria",
        "martha",
        "luz",
        "pilar",
        "rocio",
        "susana",
        "joao",
        "pedro",
        "paulo",
        "tiago",
        "thiago",
        "bruno",
        "caio",
        "gustavo",
        "henrique",
        "leonardo",
        "matheus",
        "murilo",
        "vinicius",
        "guilherme",
        "eduarda",
        "leticia",
        "larissa",
        "juliana",
        "amanda",
        "bruna",
        "aline",
        "vanessa",
        "raquel",
        "luiza",
        "luisa",
        "helena",
        "marcia",
        "sonia",
        "rita",
        "fatima",
        "denise",
        "john",
        "james",
        "robert",
        "michael",
        "william",
        "richard",
        "joseph",
        "thomas",
        "charles",
        "christopher",
        "matthew",
        "anthony",
        "mark",
        "donald",
        "steven",
        "paul",
        "andrew",
        "joshua",
        "kenneth",
        "kevin",
        "brian",
        "george",
        "edward",
        "ronald",
        "timothy",
        "jason",
        "jeffrey",
        "ryan",
        "jacob",
        "gary",
        "eric",
        "jonathan",
        "stephen",
        "peter",
        "mary",
        "jennifer",
        "linda",
        "elizabeth",
        "barbara",
        "susan",
        "jessica",
        "sarah",
        "karen",
        "lisa",
        "nancy",
        "margaret",
        "emily",
        "michelle",
        "kimberly",
        "amy",
        "angela",
        "melissa",
        "deborah",
        "stephanie",
        "rebecca",
        "sharon",
        "kathleen",
        "anna",
        "emma",
        "olivia",
        "alice",
        "lucy",
        "grace",
        "rachel",
        "kate",
    ]
)


def name_beside(message: Message) -> str | None:
    """A name that stands between commas, stops or lines beside an e-mail: "book it. John Smith, john@mail.com"."""
    parts = (part.strip() for part in _PARTS.split(message.text))
    alone = next((part for part in parts if _is_name(part)), None)
    return find_name(alone, message.language) if alone else None


def _is_name(part: str) -> bool:
    """Whether words are written like a name, or begin with a given one."""
    words = part.split()
    return bool(
        _CAPITALS.fullmatch(part)
        or (2 <= len(words) <= 4 and fold(words[0]) in GIVEN and part.replace(" ", "").isalpha())
    )


def name_like_a_place(message: Message, context: Context) -> str | None:
    """The name of somebody that a message is, while options or a quote are shown, where a place ends it."""
    shown = context.slots.get("offered") or context.slots.get("pending") == "book"
    if (
        context.form is not None
        or not shown
        or message.entities.keys() & {"product", "dates", "party", "place"}
    ):
        return None
    names = [fold(name) for code, name in context.places if code == message.first("destination")]
    beside = name_beside(message) if "email" in message.entities else None
    words = (beside or message.answer.strip(" .,!")).split()
    if not names or not 2 <= len(words) <= 4 or not (beside or fold(words[0]) in GIVEN):
        return None
    said = " ".join(words)
    ends_so = fold(said).endswith(f" {names[0]}")
    return find_name(said, message.language) if ends_so else None
