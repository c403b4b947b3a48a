"""What the logs tell of an error, and what they keep to themselves."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator

import pytest
import structlog

from app.logging import QUIET, configure_logging

WRITTEN = "Ana Torres"
"""What a traveller wrote."""


@pytest.fixture(autouse=True)
def settings_of_the_logs() -> Iterator[None]:
    """Gives the other tests their logging back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def read_name(name: str) -> None:
    raise ValueError(f"invalid name: {name}")


@pytest.mark.parametrize(
    "report",
    [
        lambda: logging.getLogger("uvicorn.error").error("Exception in application", exc_info=sys.exc_info()),
        lambda: structlog.get_logger().error("job.failed", exc_info=True),
    ],
    ids=["a library's", "ours"],
)
def test_an_error_is_logged_with_its_kind_and_place_but_never_with_its_text(
    report: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("INFO")
    try:
        read_name(WRITTEN)
    except ValueError:
        report()
    written = capsys.readouterr()
    [line] = (written.err + written.out).splitlines()
    told = json.loads(line)["exception"]
    assert "ValueError" in told and "read_name" in told
    assert WRITTEN not in line


@pytest.mark.parametrize("library", QUIET)
def test_what_libraries_send_and_get_is_not_logged_at_any_level(
    library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("DEBUG")
    logging.getLogger(library).debug("post_data: %s", WRITTEN)
    logging.getLogger(library).info("error_message: %s", WRITTEN)
    assert WRITTEN not in "".join(capsys.readouterr())
