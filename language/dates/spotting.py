"""Where a text speaks of travel dates."""

from __future__ import annotations

import re

from language.mention import Mention

_ISO = re.compile(r"\b20\d\d-\d\d-\d\d\b")


def find_dates(text: str, language: str) -> list[Mention]:
    """The date expressions of a text, as written, in order."""
    return [Mention(m.start(), m.end(), m.group(), m.group()) for m in _ISO.finditer(text)]
