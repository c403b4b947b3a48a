"""The test stories of this folder, each played with the whole assistant."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from tests.assistant import Traveller
from tests.bot.stories import Story, StoryUnreadable, matches, read_stories

STORIES = tuple(read_stories())
LANGUAGES = ("es", "en", "pt")


@pytest.mark.parametrize("story", STORIES, ids=[f"{story.place}: {story.name}" for story in STORIES])
def test_the_story_goes_as_it_is_written(story: Story, traveller: Traveller) -> None:
    for step in story.steps:
        turn = traveller.says(step.text)
        told = f"{step.text!r} -> {turn.intent}, {turn.actions}, {turn.slots}\n{turn.text}"
        assert step.intent in (None, turn.intent), told
        assert [action for action in turn.actions if action in step.actions] == step.actions, told
        for slot, expected in step.slots:
            assert matches(expected, turn.slots.get(slot)), f"{slot} should be {expected}: {told}"


def test_every_behaviour_has_stories_in_every_language() -> None:
    """A file is a behaviour; its stories end with the language they are in."""
    told = Counter((story.place, story.name.rpartition(" ")[2]) for story in STORIES)
    files = {story.place for story in STORIES}
    assert [pair for pair in product(sorted(files), LANGUAGES) if not told[pair]] == []


def test_a_step_that_cannot_be_played_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "test_odd.yml").write_text(
        "stories:\n- story: odd en\n  steps:\n  - says: hi\n", encoding="utf-8"
    )
    with pytest.raises(StoryUnreadable, match=r"test_odd.yml, 'odd en'"):
        list(read_stories(tmp_path))


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ({"start": "????-05-10"}, {"start": "2031-05-10", "end": "2031-05-14"}, True),
        ({"adults": 2}, {"adults": 3, "children": 0}, False),
        ({"adults": 2}, None, False),
        (None, None, True),
        ("cusco", "lima", False),
        ([8, 5], [8, 5], True),
    ],
)
def test_slots_are_compared_by_what_the_story_says_of_them(
    expected: object, found: object, same: bool
) -> None:
    assert matches(expected, found) is same
