"""The canned answers that every operator begins with: in `canned.yml`, put in once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.console.models import CannedAnswer
from conversations.team.models import TeamSetting

PATH = Path(__file__).with_name("canned.yml")
MARK = "canned"
"""The team's setting that says that it was done: whoever deletes them all does not get them back."""


@cache
def first_set() -> Sequence[Mapping[str, str]]:
    """Shortcut, language and text of each."""
    told = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return [
        {"shortcut": shortcut, "language": language, "text": text}
        for shortcut, languages in told.items()
        for language, text in languages.items()
    ]


async def seed(session: AsyncSession) -> bool:
    """Puts them in, and says so, unless that was ever done before, by whichever process."""
    mark = insert(TeamSetting).values(key=MARK, value={"done": True}).on_conflict_do_nothing()
    if await session.scalar(mark.returning(TeamSetting.key)) is None:
        return False
    await session.execute(insert(CannedAnswer).on_conflict_do_nothing(), list(first_set()))
    return True
