"""What Telegram's refusals mean: `conversations.ports.SendDelayed` in passing, `SendRefused` for ever."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.warnings import PTBDeprecationWarning

from conversations.ports import SendDelayed, SendRefused

BLOCKED = "blocked"
UNKNOWN_ADDRESS = "unknown_address"
WRONG_CREDENTIALS = "wrong_credentials"
REJECTED = "rejected"


@contextmanager
def understood() -> Iterator[None]:
    """Raises the library's errors as ours."""
    try:
        yield
    except RetryAfter as error:
        raise SendDelayed("rate_limited", after=seconds_of(error)) from error
    except Forbidden as error:
        raise SendRefused(BLOCKED) from error
    except InvalidToken as error:
        raise SendDelayed(WRONG_CREDENTIALS) from error
    except BadRequest as error:
        raise SendRefused(UNKNOWN_ADDRESS if is_unknown_chat(error) else REJECTED) from error
    except (NetworkError, TelegramError) as error:
        raise SendDelayed(type(error).__name__) from error


def is_unknown_chat(error: BadRequest) -> bool:
    """Whether nobody is there, which nothing that is sent differently can change."""
    return "chat not found" in str(error).lower()


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone. The library tells seconds today and a timedelta in a later release, and warns of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        after: float | timedelta = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
