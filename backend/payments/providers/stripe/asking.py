"""Asking Stripe through its SDK, with whatever goes wrong told in the port's words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Mapping
from typing import Any, Final, NoReturn

import httpx
import stripe

from backend.payments.ports import ProviderDown
from backend.payments.providers.failing import TIMEOUT, check_up, down_by, refusal
from backend.payments.providers.stripe.settings import StripeSettings

PAGE: Final = 100
"""Objects of one page of a list."""


def client_of(
    access: StripeSettings, timeout: float = TIMEOUT
) -> tuple[stripe.StripeClient, stripe.HTTPXClient]:
    """The SDK on its asynchronous transport, which never tries again by itself: that is done where the call is written down."""
    transport = stripe.HTTPXClient(timeout=timeout)
    if access.api:
        own = stripe.StripeClient(
            access.secret_key,
            http_client=transport,
            base_addresses={"api": access.api.rstrip("/")},
            max_network_retries=0,
        )
        return own, transport
    return stripe.StripeClient(access.secret_key, http_client=transport, max_network_retries=0), transport


async def asked(call: Awaitable[stripe.StripeObject]) -> dict[str, Any]:
    """The object that Stripe answers."""
    try:
        return dict((await call).to_dict())
    except (stripe.StripeError, httpx.HTTPError) as error:
        _complain(error)
    except (AttributeError, TypeError, ValueError, KeyError) as error:
        # An answer of another shape than the SDK expects.
        raise ProviderDown("unreadable") from error


async def listed(
    list_page: Any, params: Mapping[str, Any], page_of: int = PAGE
) -> AsyncIterator[dict[str, Any]]:
    """Every object of a list, page by page."""
    after: dict[str, str] = {}
    while True:
        page = await asked(list_page({**params, **after, "limit": page_of}))
        found = page.get("data")
        if not isinstance(found, list):
            raise ProviderDown("unreadable")
        for one in found:
            yield one
        if not found or not page.get("has_more"):
            return
        after = {"starting_after": str(found[-1].get("id"))}


def _complain(error: Exception) -> NoReturn:
    if isinstance(error, stripe.APIConnectionError):
        raise down_by(error.__cause__) from error
    if not isinstance(error, stripe.StripeError):
        raise down_by(error) from error
    status = error.http_status or 0
    check_up(status, (error.headers or {}).get("retry-after"), later=(409,))
    if status < 400:
        raise ProviderDown("unreadable") from error
    raise refusal(status, error.code) from error
