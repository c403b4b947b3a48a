"""How many people travel, and how old the children are."""

from __future__ import annotations

import re
from typing import Any

from actions.understanding.message import Context, Message, Problem, Understanding
from backend import wording
from language.numbers import read_number
from language.party import find_ages, read_party_answer
from texts import say

LARGEST_PARTY = 40
# A change of these is no change of the party, whatever numbers stand beside them.
ELSEWHERE = {"dates", "destination", "product", "stars", "fix", "party", "ages"}
OLDEST_CHILD = 17
# How old the children are, told of people who were counted before.
_AMONG_THEM = re.compile(
    r"^\W*(?:(?:the|our|my|los|las|mis|nuestros|os|as|meus|nossos)\s+)?(?:kids?|children|ni[ñn][oa]s?|hij[oa]s?|chic[oa]s|nen[ae]s|"
    r"crian[çc]as?|filh[oa]s?|menores)\s+(?:are|r|tienen|tiene|son de|t[êe]m|s[ãa]o de|est[áa]o com)\b",
    re.IGNORECASE,
)


def understand_party(message: Message, context: Context, understood: Understanding) -> None:
    """Fills ``party`` and ``child_ages``; what was said before stands where the message does not change it."""
    mentions = [value for value in message.entities.get("party", ()) if isinstance(value, dict)]
    ages = _ages(message)
    moved = "travel_dates" in understood.changes and "dates" not in message.entities  # "no wait 5-9"
    if not mentions and context.requested == "party" and message.answer and not moved:
        answered = read_party_answer(message.answer, message.language)
        nobody = read_number(message.answer, message.language) == 0
        mentions = [answered] if answered else [{"adults": 0}] if nobody else []
    if (
        not mentions
        and not moved
        and message.intent == "change_trip"
        and not message.entities.keys() & ELSEWHERE
        and message.answer
    ):
        answered = read_party_answer(message.answer, message.language)
        mentions = [answered] if answered else []
    if not mentions and not ages and context.requested == "child_ages" and message.answer:
        ages = _answered_ages(message)
    said = _joined(mentions)
    before = context.slots.get("party") or {}
    if _AMONG_THEM.search(message.text) and said["children"] and before.get("children") == 0:
        said["total"] = said["total"] or before["adults"]  # "A family of four", then "the kids are 6 and 9".
    if not any(value is not None for value in said.values()) and not ages:
        return
    _merge(said, ages, message.voice, context, understood)


def _merge(
    said: dict[str, Any], ages: list[int], voice: str, context: Context, understood: Understanding
) -> None:
    known = context.slots.get("party") or {}
    hints = {**(context.slots.get("hints") or {}), **(understood.changes.get("hints") or {})}
    before = known or hints.get("party") or {}
    ages = list(said["child_ages"] or ages)
    children = said["children"] if said["children"] is not None else before.get("children")
    if not children and ages and said["children"] is None:
        children = len(ages)
    adults = said["adults"] if said["adults"] is not None else before.get("adults")
    if adults is None and said["total"] is not None and said["children"] is None and hints.get("party"):
        adults = said["total"]  # The question was how many adults go with the children.
    elif said["total"] is not None:
        adults, children = _within(said, before, children)
    if adults is None:
        understood.changes["hints"] = hints | {"party": {"children": children}, "ages": ages}
        understood.refuse(Problem("party", _ask_adults(children, voice)))
        return
    children = children or 0
    if trouble := _trouble(adults, children, ages, voice):
        understood.refuse(trouble)
        return
    if adults + children > LARGEST_PARTY:
        understood.refuse(_crowd(adults + children, voice))
        understood.changes["pending"] = "human"
        return
    party = {"adults": adults, "children": children}
    understood.changes["party"] = party
    if party != known:
        understood.changes["offered"] = None
    ages = ages or list(hints.get("ages") or [])
    _fill_ages(children, ages, voice, context, understood)


def _within(said: dict[str, Any], before: dict[str, Any], children: int | None) -> tuple[int, int | None]:
    """Adults and children of a total: what was said of either stands, adults take the rest."""
    total = said["total"]
    if said["adults"] is not None and said["children"] is None and total >= said["adults"]:
        return said["adults"], total - said["adults"]
    children = children if children is not None and children < total else 0
    return total - children, children


def _fill_ages(
    children: int, ages: list[int], voice: str, context: Context, understood: Understanding
) -> None:
    known = context.slots.get("child_ages")
    if not children:
        understood.changes["child_ages"] = []
    elif ages and len(ages) == children:
        understood.changes["child_ages"] = ages
    elif ages:
        text = say(
            voice,
            "problem.ages_count",
            children=wording.counted(voice, "party.children", children),
            ages=wording.listed(voice, [str(age) for age in ages]),
        )
        understood.refuse(Problem("child_ages", text))
    elif known is None or len(known) != children:
        understood.changes["child_ages"] = None


def _trouble(adults: int, children: int, ages: list[int], voice: str) -> Problem | None:
    if adults < 1:
        return Problem("party", say(voice, "problem.party_zero"))
    if any(age > OLDEST_CHILD for age in ages):
        return Problem("child_ages", say(voice, "problem.ages_adult"))
    return None


def _crowd(count: int, voice: str) -> Problem:
    text = say(voice, "problem.party_too_many", count=count, limit=LARGEST_PARTY)
    yes, no = (say(voice, f"button.human_{answer}") for answer in ("yes", "no"))
    return Problem("party", text, ((yes, "/request_human"), (no, "/deny")))


def _ask_adults(children: int | None, voice: str) -> str:
    if not children:
        return say(voice, "problem.party_family")
    return say(voice, "problem.party_adults", children=wording.counted(voice, "party.children", children))


def _joined(mentions: list[dict[str, Any]]) -> dict[str, Any]:
    """Several mentions as one ("2 adultos", "y un niño de 8")."""
    joined: dict[str, Any] = {"adults": None, "children": None, "child_ages": None, "total": None}
    for mention in mentions:
        joined |= {key: value for key, value in mention.items() if key in joined and value not in (None, [])}
    return joined


def _answered_ages(message: Message) -> list[int]:
    if found := find_ages(message.answer, message.language):
        return _numbers(found.value)
    if digits := re.findall(r"\b\d{1,2}\b", message.answer):
        return [int(age) for age in digits]
    only = read_number(message.answer.strip(" .!"), message.language)
    return [only] if only is not None else []


def _ages(message: Message) -> list[int]:
    return _numbers([age for value in message.entities.get("ages", ()) for age in _numbers(value)])


def _numbers(value: object) -> list[int]:
    values = value if isinstance(value, list | tuple) else [value]
    return [int(age) for age in values if isinstance(age, int) or (isinstance(age, str) and age.isdecimal())]
