"""What goes wrong on the way to any provider has the same names."""

from __future__ import annotations

import httpx
import pytest

from backend.payments.ports import ProviderDown
from backend.payments.providers.failing import MOST_PATIENCE, check_up, reached, refusal


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (httpx.ReadTimeout("slow"), "timeout"),
        (httpx.RemoteProtocolError("cut off"), "unreadable"),
        (httpx.DecodingError("no gzip"), "unreadable"),
        (httpx.ConnectError("nobody there"), "unreachable"),
        (httpx.InvalidURL("no address"), "unreachable"),
    ],
)
def test_no_answer_has_a_reason(error: Exception, reason: str) -> None:
    with pytest.raises(ProviderDown) as down, reached():
        raise error
    assert down.value.reason == reason


@pytest.mark.parametrize(
    ("status", "header", "reason", "after"),
    [
        (429, "7", "too_many", 7.0),
        (429, "Wed, 21 Oct 2026 07:28:00 GMT", "too_many", None),
        (401, None, "credentials", None),
        (503, "999999", "status_503", MOST_PATIENCE),
        (409, None, "status_409", None),
    ],
)
def test_what_may_be_answered_later_is_no_refusal(
    status: int, header: str | None, reason: str, after: float | None
) -> None:
    with pytest.raises(ProviderDown) as down:
        check_up(status, header, later=(409,))
    assert (down.value.reason, down.value.after) == (reason, after)


def test_everything_else_below_500_is_an_answer() -> None:
    for status in (200, 302, 400, 404, 409):
        check_up(status, None, later=())
    assert refusal(404, "resource_missing").reason == "unknown"
    assert refusal(402, "card_declined").reason == "card_declined"
    assert refusal(422).reason == "status_422"
