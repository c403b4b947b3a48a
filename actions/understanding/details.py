"""Who books, whether they agree, and which booking they mean: the answers of the forms after a quote."""

from __future__ import annotations

import re
from collections.abc import Callable

from actions.intents import ABOUT_BOOKINGS, HEARD_ALONE
from actions.understanding.given_names import name_beside
from actions.understanding.message import Context, Message, Problem, Understanding
from actions.understanding.quoted import named_quote
from language.contact import find_email, find_name, find_phone
from language.normalise import fold
from language.reference import find_reference
from texts import say

_AT = re.compile(r"\s*(?<!\w)(?:arroba|at|@)(?!\w)\s*")
_DOT = re.compile(r"\s+(?:punto|ponto|dot)\s+")
_INTRODUCED = re.compile(
    r"\b(?:me llamo|mi nombre (?:completo )?es|my (?:full )?name(?:'s| is)|the name is|meu nome (?:completo )?[ée]|me chamo)\b|"
    r"\b(?P<booked>(?:a|en) nombre de|(?:em|no) nome d[eao]|(?:in|under) the name(?: of)?)(?!\s+qui[eé]n|\s+quem)\s+",
    re.IGNORECASE,
)
# "I am" says a name only where what follows is written like one, or an address stands beside it.
_PERHAPS_INTRODUCED = re.compile(r"\b(?:soy|sou|i am|i['’]?m|this is|aqui [ée] [ao])\s+", re.IGNORECASE)
_WRITTEN_AS_A_NAME = re.compile(r"[A-ZÀ-Ý][\w'’.-]+(?:\s+(?:d[aeo]s?|del|la|los|y|e))?\s+[A-ZÀ-Ý]")
_AND_WANTS = re.compile(
    r"\s+(?:y|and|e|,)?\s*\b(?:quier|quisier|quer[oia]|necesit|precis|busc|procur|me gustar|gostar|i (?:want|need|would)"
    r"|i['’]d|would|want|looking|vo[uy]\b|vamos|viaj).*",
    re.IGNORECASE | re.DOTALL,
)
_CHANGE = r"\b(?:cambi\w+|corrig\w+|corregir|change|correct|fix|mud\w+|troc\w+|troque)\s+(?:el |mi |la |my |the |o |meu )?"
_RENAMED = {
    "lead_name": re.compile(
        _CHANGE + r"(?:nombre|name|nome)\b(?:\s+(?:por|a|to|para|pra)\b)?", re.IGNORECASE
    ),
    "lead_email": re.compile(_CHANGE + r"(?:correo|mail|e-?mail)\b", re.IGNORECASE),
    "lead_phone": re.compile(_CHANGE + r"(?:tel[eé]fono|celular|n[uú]mero|phone|telefone)\b", re.IGNORECASE),
}
# Said of a question that may stay open: that there is no answer, or none they like to give.
_DECLINED = re.compile(
    r"\bno (?:tengo|uso|quiero|deseo|(?:te |se )?lo doy|hace falta)|prefiero no\b|mejor no\b|sin (?:telefono|numero|celular)"
    r"|(?:don'?t|do not) (?:have|want|use|need)|(?:rather|prefer) not|\bno (?:phone|number)\b|without (?:a )?(?:phone|number)"
    r"|\bnao (?:tenho|uso|quero|precisa)|prefiro nao|melhor nao|sem (?:telefone|numero|celular)"
    r"|(?:solo|only|so|apenas) (?:por |by |via |pelo )?e?-?(?:mail|correo)|e-?mail only|\bskip\b"
)
_NO_PHONE = re.compile(
    r"\b(?:no tengo|no uso|sin|don.?t have an?y?|do not have an?y?|no|nao tenho|sem) (?:un |um )?(?:telefono|celular|cel|movil|phone|mobile|telefone)\b"
)
_HAS_NONE = re.compile(
    r"\bno (?:l[oa] |me l[oa] |me )?(?:tengo|se|acuerdo|encuentro|recuerdo)|\b(?:l[oa] )?perdi\b|\blost (?:it|them)\b"
    r"|(?:don'?t|do not|can'?t|cannot) (?:have|know|remember|find)|\bnao (?:[oa] )?(?:tenho|sei|lembro|acho|encontro)"
)
FEWEST_DIGITS = 5
_PHONE_NAMED = re.compile(
    r"\b(?:cel|celu|celular|tel|telf|telefono|fono|movil|whats?app|wsp|wpp|zap|zapzap|numero es|phone|cell|mobile"
    r"|number is|telefone|fone|numero e)\b"
)
_ONLY_A_PHONE = re.compile(r"\W*(?:\d[\s().-]*){9,15}")
_WANTS_TO_PAY = re.compile(
    r"(?!.*\b(?:como|cuanto|cuando|puedo|podria|how|when|can|could|quanto|quando|posso)\b).*\b(?:quier\w+|quisier\w+|queremos|quer[oia]\w*"
    r"|want|i.ll|let.?s|pag(?:o|ar|uemos|amos)|pay|link|enlace|mand[ae]\w*|pas[ae]me|envi[ae]\w*|send)\b"
)
CORRECTABLE = ("lead_name", "lead_email", "lead_phone")
# What they want to know of a booking, by intent.
SUBJECTS = {
    "booking_status": "status",
    "ask_refund": "refund",
    "resend_voucher": "voucher",
    "request_invoice": "invoice",
}


def understand_contact(message: Message, context: Context, understood: Understanding) -> None:
    """Takes e-mail and telephone wherever they stand, and a name where it is asked for or announced with them."""
    email = message.first("email") or _value(find_email, message)
    booking = context.form == "booking_form"
    phone = (
        (message.first("phone") or _value(find_phone, message)) if booking or _gives_phone(message) else None
    )
    if email:
        understood.changes["lead_email"] = email
    if phone:
        understood.changes["lead_phone"] = phone
    if message.text.startswith("/") or message.intent in ("affirm", "deny"):
        return
    if _introduces(message):
        _understand_name(message, context, understood)
    elif email and (name := name_beside(message)):
        understood.changes["lead_name"] = name
    if context.form != "booking_form" or not message.answer:
        return
    if context.requested == "lead_name" and "lead_name" not in understood.changes:
        _understand_name(message, context, understood)
    if context.requested == "lead_email" and "lead_email" not in understood.changes:
        spelt = _spelt_out(message.answer)
        if "@" in spelt:
            understood.changes["lead_email"] = spelt
    if (
        context.requested == "lead_phone"
        and "lead_phone" not in understood.changes
        and _digits(message.answer) >= FEWEST_DIGITS
    ):
        understood.changes["lead_phone"] = message.answer


def understand_declined(message: Message, context: Context, understood: Understanding) -> bool:
    """Whether they would rather not give a telephone number, which then stays empty, or an e-mail, without which nothing
    can be sent to them."""
    slot = context.requested
    early = slot in ("lead_name", "lead_email") and not message.entities.keys() & {"email", "phone"}
    if context.form == "booking_form" and early and _NO_PHONE.search(fold(message.answer)):
        understood.changes["lead_phone"] = ""
        return True
    if slot not in ("lead_phone", "lead_email") or context.form != "booking_form":
        return False
    holds_one = message.entities.keys() & {"email", "phone"} or _digits(message.answer) >= FEWEST_DIGITS
    if holds_one or not _DECLINED.search(fold(message.answer)):
        return False
    if slot == "lead_phone":
        understood.changes["lead_phone"] = ""
        return True
    if message.intent in HEARD_ALONE:
        return False
    buttons = ((say(message.voice, "button.human"), "/request_human"),)
    understood.refuse(Problem("lead_email", say(message.voice, "problem.email_needed"), buttons))
    return True


def _gives_phone(message: Message) -> bool:
    """Whether a number is told as a telephone before it is asked for: called one, beside an e-mail, or all there is."""
    if message.intent in ABOUT_BOOKINGS or message.entities.keys() & {
        "reference",
        "budget",
        "dates",
        "party",
    }:
        return False
    return bool(
        _PHONE_NAMED.search(fold(message.text))
        or find_email(message.text)
        or _ONLY_A_PHONE.fullmatch(message.answer)
    )


def _introduces(message: Message) -> bool:
    if _INTRODUCED.search(message.text):
        return True
    perhaps = _PERHAPS_INTRODUCED.search(message.text)
    if perhaps is None:
        return False
    return bool(message.first("email") or _WRITTEN_AS_A_NAME.match(message.text, perhaps.end()))


def _understand_name(message: Message, context: Context, understood: Understanding) -> None:
    said = _INTRODUCED.search(message.text)
    words = message.text[said.end() if said["booked"] else said.start() :] if said else message.text
    name = find_name(_AND_WANTS.sub("", words), message.language)
    if name is None:
        return
    hints = context.slots.get("hints") or {}
    first = hints.get("first_name")
    if first and " " not in name and fold(name) != fold(first):
        name = f"{first} {name}"
    if " " in name:
        understood.changes["lead_name"] = name
        if first:
            understood.changes["hints"] = {key: value for key, value in hints.items() if key != "first_name"}
    elif context.requested == "lead_name":
        understood.changes["hints"] = hints | {"first_name": name}
        understood.refuse(Problem("lead_name", say(message.voice, "problem.name_surname", name=name)))


def understand_corrections(message: Message, context: Context, understood: Understanding) -> None:
    """A button below the summary names the slot to correct, or lets go of the booking."""
    fix = message.first("fix")
    if fix in CORRECTABLE:
        understood.changes[str(fix)] = None
    elif fix == "let_go" and context.form == "booking_form":
        understood.changes["booking_confirmed"] = False


def understand_renaming(message: Message, context: Context, understood: Understanding) -> None:
    """ "Change the name", with the new one behind it or to be asked for; e-mail and telephone alike."""
    if context.form != "booking_form" or not message.answer:
        return
    for slot, wish in _RENAMED.items():
        said = wish.search(message.answer)
        if said is None or slot in understood.changes:
            continue
        name = find_name(message.answer[said.end() :], message.language) if slot == "lead_name" else None
        understood.changes[slot] = name


def understand_agreement(message: Message, context: Context, understood: Understanding) -> None:
    """Yes or no to the open summary, or to the question whether to cancel."""
    if context.requested == "booking_confirmed" and not understood.changes:
        if message.intent in ("affirm", "book"):
            understood.changes["booking_confirmed"] = True
        elif message.intent in ("deny", "change_trip", "change_booking"):
            understood.refuse(_what_to_correct(message.voice))
    if (
        context.form == "booking_form"
        and message.intent == "cancel_booking"
        and "booking_reference" not in understood.changes
    ):
        understood.changes["booking_confirmed"] = False
    if context.requested == "cancel_confirmed" and message.intent in ("affirm", "cancel_booking", "deny"):
        understood.changes["cancel_confirmed"] = message.intent != "deny"


def understand_agreement_to_pay(message: Message, context: Context, understood: Understanding) -> None:
    """Who wants to pay what is summed up agrees to it; who asks about paying does not yet."""
    wants = message.intent in ("pay", "pay_part") and not message.asks
    if context.requested == "booking_confirmed" and wants and _WANTS_TO_PAY.match(fold(message.text)):
        understood.changes["booking_confirmed"] = True


def understand_reference(message: Message, context: Context, understood: Understanding) -> None:
    """The booking they mean; a wish to cancel is asked about anew each time."""
    reference = message.first("reference")
    if reference is None and (found := find_reference(message.text)):
        reference = found.value
    if reference and not named_quote(message.text):
        understood.changes["booking_reference"] = str(reference).upper()
    if subject := SUBJECTS.get(message.intent):
        understood.changes["about"] = subject
    if message.intent == "cancel_booking" and context.requested not in (
        "cancel_confirmed",
        "booking_confirmed",
    ):
        understood.changes["cancel_confirmed"] = None


def has_none(text: str) -> bool:
    """Whether a text says that they do not have what was asked for."""
    return bool(_HAS_NONE.search(fold(text)))


def _spelt_out(text: str) -> str:
    """An address as people dictate it ("ana arroba correo punto com") with its signs."""
    return _DOT.sub(".", _AT.sub("@", text.strip().lower()))


def _what_to_correct(voice: str) -> Problem:
    buttons = [(f"fix_{name.removeprefix('lead_')}", name) for name in CORRECTABLE] + [("let_go", "let_go")]
    return Problem(
        "booking_confirmed",
        say(voice, "book.correct_what"),
        tuple((say(voice, f"button.{key}"), f'/inform{{"fix": "{value}"}}') for key, value in buttons),
    )


def _value(find: Callable[..., object], message: Message) -> str | None:
    found = find(message.text, message.language)
    return str(getattr(found, "value", "")) or None if found else None


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
