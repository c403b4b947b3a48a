"""Whatever was said, in whatever order, is never asked for again: dialogues of our own, played and judged as in the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.dialogues.dialogue import Dialogue
from app.dialogues.ours import read_ours
from app.dialogues.replay import OnTheWeb
from app.dialogues.report import place_names, replay
from tests.assistant import Assistant

pytestmark = pytest.mark.bot

DIALOGUES = read_ours(Path(__file__).with_name("dialogues"))


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue.id)
def test_nothing_said_is_asked_for_again_or_lost(assistant: Assistant, dialogue: Dialogue) -> None:
    names = place_names(assistant.settings.catalogue_dir)
    [verdict] = replay([dialogue], lambda: OnTheWeb(assistant.settings), names, dialogue.id)

    assert [(one.slot, verdict.turns[one.turn].said.text) for one in verdict.asked_again] == []
    assert [
        (one.statement.kind, one.statement.accepted) for one in verdict.measurable if one.turn is None
    ] == []
