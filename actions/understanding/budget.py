"""What the trip may cost."""

from __future__ import annotations

from actions.understanding.message import Context, Message, Understanding

# What a corrected amount ("better up to 800") leaves as it was said before.
KEPT = ("currency", "per")


def understand_budget(message: Message, context: Context, understood: Understanding) -> None:
    """Fills ``budget``; another budget than before makes the options shown so far old."""
    said = message.first("budget")
    if not isinstance(said, dict) or not said.get("amount"):
        return
    before = context.slots.get("budget") or {}
    budget = said | {part: said.get(part) or before.get(part) for part in KEPT}
    understood.changes["budget"] = budget
    if before and budget != before:
        understood.changes["offered"] = None
