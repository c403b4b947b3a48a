"""Children are started, brought back when they die, given up when they keep dying, and stopped."""

import os
import sys
from pathlib import Path

import pytest

from app.processes import MAX_STARTS, Child, ProcessDied, stop_all


def child(tmp_path: Path, program: str) -> Child:
    return Child("child", [sys.executable, "-c", program], dict(os.environ), tmp_path / "child.log")


def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    one = child(tmp_path, "print('hello')")
    one.start()
    assert one.process is not None
    one.process.wait()
    assert one.died()
    assert one.keep_alive()
    assert one.process is not None
    one.process.wait()


def test_a_child_that_keeps_dying_is_given_up_with_the_end_of_its_log(tmp_path: Path) -> None:
    one = child(tmp_path, "print('the reason')")
    one.start()
    with pytest.raises(ProcessDied, match="the reason"):
        for _ in range(MAX_STARTS + 1):
            assert one.process is not None
            one.process.wait()
            one.keep_alive()


def test_a_running_child_is_left_alone_and_stopped_at_the_end(tmp_path: Path) -> None:
    one = child(tmp_path, "import time; time.sleep(60)")
    one.start()
    assert not one.keep_alive()
    stop_all([one])
    assert one.died()
