"""What goes wrong over HTTP, in the port's words: the same for every provider."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Final

import httpx

from backend.payments.ports import ProviderDown, ProviderRefused

TIMEOUT: Final = 5.0
"""Seconds for one answer: less than a whole call may take (`guarded.WITHIN`)."""
MOST_PATIENCE: Final = 3_600.0
"""Seconds that we leave a provider alone for at most, whatever it asks for."""


@contextmanager
def reached() -> Iterator[None]:
    """Whatever keeps HTTP from an answer is ProviderDown."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise down_by(error) from error


def down_by(error: BaseException | None) -> ProviderDown:
    """What an error on the way to an answer is called."""
    if isinstance(error, httpx.TimeoutException):
        return ProviderDown("timeout")
    broken = isinstance(error, (httpx.RemoteProtocolError, httpx.DecodingError))
    return ProviderDown("unreadable" if broken else "unreachable")


def check_up(status: int, retry_after: str | None, *, later: Collection[int]) -> None:
    """ProviderDown where the same question may be answered another time: also with one of ``later``."""
    if status == 429:
        raise ProviderDown("too_many", _seconds(retry_after))
    if status in (401, 403):
        raise ProviderDown("credentials")
    if status >= 500 or status in later:
        raise ProviderDown(f"status_{status}", _seconds(retry_after))


def refusal(status: int, code: object = None) -> ProviderRefused:
    """What a 4xx says, with the provider's own ``code`` where it tells one."""
    return ProviderRefused("unknown" if status == 404 else str(code or f"status_{status}")[:200])


def _seconds(retry_after: str | None) -> float | None:
    """What a `Retry-After` header asks to wait; dates, nonsense and no time at all count as not said."""
    try:
        return min(max(0.0, float(retry_after or "")), MOST_PATIENCE) or None
    except ValueError:
        return None
