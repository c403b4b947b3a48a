"""What a message says of paying: which part, by whom, whether it asks for a payment that was made. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.understanding.pay_words import (
    ARRIVED,
    BACK,
    CARD,
    KINDS,
    LINK,
    NO_CARD,
    OTHER_WAY,
    OTHERWISE,
    PROVIDERS,
    TWICE,
    TYPED_CARD,
    UNPAID,
)
from language.normalise import fold

FEW_WORDS = 8
"""A choice is said in few words; in many they may well be about something else."""


@dataclass(frozen=True, slots=True)
class PayWish:
    """``kind`` is `deposit`, `full` or `balance`; ``again`` asks for a link, ``arrived`` whether a payment came, ``twice`` says
    that one came double, ``unpaid`` asks what happens without one; ``which`` asks whom there is to pay by, ``card`` names a card
    and nobody, ``otherwise`` a way that is none of ours; ``typed`` a card's number that was written here."""

    kind: str | None = None
    provider: str | None = None
    arrived: bool = False
    again: bool = False
    which: bool = False
    card: bool = False
    twice: bool = False
    unpaid: bool = False
    otherwise: bool = False
    typed: bool = False


def read_pay_wish(text: str, choice: Any) -> PayWish:
    """From the words, or from a button of ours: ``choice`` is `{"kind": "deposit", "provider": "stripe"}`, `{"kind": "deposit", "ask": "provider"}`."""
    if text.startswith("/"):
        chosen = choice if isinstance(choice, dict) else {}
        return PayWish(
            kind=chosen.get("kind"), provider=chosen.get("provider"), which=chosen.get("ask") == "provider"
        )
    said = fold(text)
    link, provider, twice = bool(LINK.search(said)), named_provider(said), asks_twice(text)
    arrived = bool(ARRIVED.search(said)) and not link and not twice and not BACK.search(said)
    otherwise = provider is None and not arrived and bool(OTHERWISE.search(said))
    return PayWish(
        kind=next((kind for kind, cue in KINDS.items() if cue.search(said)), None),
        provider=provider,
        arrived=arrived,
        again=link and not otherwise,
        which=provider is None and bool(OTHER_WAY.search(said)),
        card=provider is None and bool(CARD.search(said)) and not NO_CARD.search(said),
        twice=twice,
        unpaid=bool(UNPAID.search(said)),
        otherwise=otherwise,
        typed=bool(TYPED_CARD.search(text)),
    )


def speaks_of_paying(text: str) -> bool:
    """Whether a message that was taken for something else names a way to pay or a link, or asks for a payment."""
    if text.startswith("/"):
        return False
    wish = read_pay_wish(text, None)
    return bool(wish.again or wish.arrived or wish.provider or wish.twice or wish.unpaid or wish.typed)


def chooses_how(text: str) -> bool:
    """Whether a message, said while a payment is talked of, chooses its part or a way, or wants another."""
    wish = read_pay_wish(text, None)
    return bool(wish.kind or wish.card or wish.which) and len(text.split()) <= FEW_WORDS


def asks_twice(text: str) -> bool:
    """Whether it says that money was taken double."""
    return not text.startswith("/") and bool(TWICE.search(fold(text)))


def asks_for_payment(text: str) -> bool:
    """Whether a question about a booking is whether its payment came."""
    return not text.startswith("/") and read_pay_wish(text, None).arrived


def named_provider(said: str) -> str | None:
    """Whom a folded text names."""
    return next((name for name, cue in PROVIDERS.items() if cue.search(said)), None)
