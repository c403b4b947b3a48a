"""Texts that agents write often. They are the operator's: a first set is put in once, and then they change what they like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.console.canned_first import seed
from conversations.console.models import CannedAnswer
from conversations.rules import clean
from conversations.schemas import Frozen
from conversations.team.auditing import record
from conversations.team.errors import Invalid, NothingThere, ShortcutTaken

VARIABLES = frozenset({"name", "agent", "reference", "operator"})
_NAMED = re.compile(r"\{([^{}]*)\}")

Shortcut = Annotated[str, StringConstraints(pattern=r"^[a-z0-9ñ][a-z0-9ñ_-]{0,29}$")]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_500), AfterValidator(clean)
]


class Answer(Frozen):
    """One of them, in one language; ``{name}`` and the like are filled in by the page."""

    id: UUID
    shortcut: str
    language: str
    text: str


class NewAnswer(BaseModel):
    """What an answer is made of."""

    model_config = ConfigDict(extra="forbid")
    shortcut: Shortcut
    language: Literal["es", "en", "pt"]
    text: Text


class OfAnswer(BaseModel):
    """What changes of one."""

    model_config = ConfigDict(extra="forbid")
    shortcut: Shortcut | None = None
    language: Literal["es", "en", "pt"] | None = None
    text: Text | None = None


async def list_answers(session: AsyncSession, *, language: str | None = None) -> list[Answer]:
    """By shortcut; at the very first time the first set is put in."""
    rows = await _rows(session, language)
    if not rows and await seed(session):
        rows = await _rows(session, language)
    return [Answer.model_validate(row) for row in rows]


async def add(session: AsyncSession, *, by: UUID, fields: Mapping[str, Any]) -> Answer:
    """A new one; Invalid for a variable that nobody knows, ShortcutTaken."""
    _check(fields["text"])
    row = CannedAnswer(**fields, updated_by=by)
    return await _keep(session, row, by=by, action="canned.added")


async def change(session: AsyncSession, *, by: UUID, answer_id: UUID, fields: Mapping[str, Any]) -> Answer:
    """As it is then; NothingThere, Invalid, ShortcutTaken."""
    row = await session.get(CannedAnswer, answer_id, with_for_update=True)
    if row is None:
        raise NothingThere
    _check(fields.get("text", ""))
    for name, value in fields.items():
        setattr(row, name, value)
    row.updated_by, row.updated_at = by, func.now()
    return await _keep(session, row, by=by, action="canned.changed")


async def remove(session: AsyncSession, *, by: UUID, answer_id: UUID) -> None:
    """NothingThere."""
    gone = delete(CannedAnswer).where(CannedAnswer.id == answer_id)
    row = (await session.execute(gone.returning(CannedAnswer.shortcut, CannedAnswer.language))).one_or_none()
    if row is None:
        raise NothingThere
    await record(session, agent_id=by, action="canned.removed", subject=f"{row.language}/{row.shortcut}")


def unknown_variable(text: str) -> str | None:
    """The first one in a text that nobody would fill in."""
    return next((name for name in _NAMED.findall(text) if name not in VARIABLES), None)


async def _rows(session: AsyncSession, language: str | None) -> Sequence[CannedAnswer]:
    query = select(CannedAnswer).order_by(CannedAnswer.shortcut, CannedAnswer.language)
    return (await session.scalars(query if language is None else query.filter_by(language=language))).all()


async def _keep(session: AsyncSession, row: CannedAnswer, *, by: UUID, action: str) -> Answer:
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise ShortcutTaken from None
    await record(session, agent_id=by, action=action, subject=f"{row.language}/{row.shortcut}")
    return Answer.model_validate(row)


def _check(text: str) -> None:
    if (unknown := unknown_variable(text)) is not None:
        raise Invalid("variable", variable=f"{{{unknown}}}")
