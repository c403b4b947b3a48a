"""A dialogue as a reader sees it: both sides, what the slots held after each turn, and what went wrong."""

from __future__ import annotations

from datetime import date
from html import escape

from app.dialogues.dialogue import Kind
from app.dialogues.state import State
from app.dialogues.verdict import Asked, Kept, Turn, Verdict


def conversation(verdict: Verdict) -> str:
    """One foldable dialogue."""
    dialogue, before, lines = verdict.played.dialogue, State(), []
    for place, turn in enumerate(verdict.turns):
        said = [one for one in verdict.kept if one.statement.turn == place]
        asked = [one for one in verdict.asked if one.turn == place]
        lines.append(_turn(turn, before, said, asked))
        before = turn.state
    return (
        f'<details class=dialogue id="{escape(dialogue.id)}"><summary><b>{escape(dialogue.id)}</b>'
        f"<span class=services>{escape(', '.join(dialogue.services))}</span>{_badges(verdict)}</summary>"
        f"<div class=chat>{''.join(lines)}</div></details>"
    )


def _badges(verdict: Verdict) -> str:
    missing = sum(one.turn is None for one in verdict.measurable)
    fell_back = sum(turn.fell_back for turn in verdict.turns)
    badges = []
    if verdict.asked_again:
        badges.append(_badge("bad", f"asked again {len(verdict.asked_again)}"))
    if missing:
        badges.append(_badge("bad", f"not kept {missing}"))
    elif verdict.measurable:
        badges.append(_badge("good", "all kept"))
    if fell_back:
        badges.append(_badge("warn", f"fell back {fell_back}"))
    return "".join(badges)


def _turn(turn: Turn, before: State, said: list[Kept], asked: list[Asked]) -> str:
    again = any(one.reason is None for one in asked)
    marks = [_said(one) for one in said]
    if turn.fell_back:
        marks.append(_badge("warn", f"fell back: {turn.intent}"))
    after = [_badge("bad" if one.reason is None else "", _asked(one)) for one in asked]
    if turn.handed_over:
        after.append(_badge("warn", "handed over to a person"))
    replies = "".join(_reply(reply, again=again) for reply in turn.replies) or "<div class=reply>…</div>"
    theirs = (
        f"<details class=theirs><summary>their assistant said</summary>{escape(turn.said.their_reply)}</details>"
        if turn.said.their_reply
        else ""
    )
    return (
        f"<div class=said>{escape(turn.said.text)}</div><div class='marks right'>{''.join(marks)}</div>{replies}"
        f"<div class=marks>{''.join(after)}{_chips(before, turn.state)}</div>{theirs}"
    )


def _said(kept: Kept) -> str:
    statement = kept.statement
    words = f"{statement.kind}: {statement.accepted[0]}" if statement.accepted else f"{statement.kind}"
    if kept.reason:
        return _badge("", f"{words} (cannot be taken: {kept.reason})")
    if kept.turn is None and statement.wanted:
        return _badge("bad", f"{words} not kept")
    return _badge("good" if kept.turn is not None else "", words)


def _asked(asked: Asked) -> str:
    return f"asks for the {asked.slot} again" + (f": {asked.reason}" if asked.reason else "")


def _reply(reply: dict[str, object], *, again: bool) -> str:
    buttons, cards = reply.get("buttons"), reply.get("cards")
    extra = [f"[{button['title']}]" for button in buttons] if isinstance(buttons, list) else []
    extra += [f"▢ {card['title']}" for card in cards] if isinstance(cards, list) else []
    shown = f"<div class=extra>{escape('  '.join(extra))}</div>" if extra else ""
    return (
        f"<div class='reply{' again' if again else ''}'>{escape(str(reply.get('text') or ''))}{shown}</div>"
    )


def _chips(before: State, state: State) -> str:
    was, chips = dict(_shown(before)), []
    for name, value in _shown(state):
        new = " new" if was.get(name) != value else ""
        chips.append(f"<span class='chip{new}'>{name} {escape(value)}</span>")
    return "".join(chips)


def _shown(state: State) -> list[tuple[str, str]]:
    """What the state holds, in words."""
    values: list[tuple[str, object]] = [
        ("place", state.place),
        ("from", _day(state.start)),
        ("to", _day(state.end)),
        ("nights", state.nights if state.end is None else None),
        ("adults", state.adults),
        ("children", state.children),
        ("stars", state.stars if state.has(Kind.STARS) else None),
    ]
    return [(name, str(value)) for name, value in values if value not in (None, "")]


def _day(day: date | None) -> str:
    return f"{day:%-d %b %Y}" if day else ""


def _badge(colour: str, text: str) -> str:
    return f"<span class='badge {colour}'>{escape(text)}</span>"
