"""Asking Stripe through its SDK, with whatever goes wrong told in the port's words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Mapping
from typing import Any, Final, NoReturn

import httpx
import stripe

from backend.payments.ports import ProviderDown, ProviderRefused
from backend.payments.providers.reading import retry_after
from backend.payments.providers.stripe.settings import StripeSettings

TIMEOUT: Final = 5.0
"""Seconds for one answer: less than a whole call may take (`guarded.WITHIN`)."""
PAGE: Final = 100
"""Objects of one page of a list."""


def client_of(access: StripeSettings, timeout: float) -> tuple[stripe.StripeClient, stripe.HTTPXClient]:
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
        slow = isinstance(error.__cause__, httpx.TimeoutException)
        broken = isinstance(error.__cause__, (httpx.RemoteProtocolError, httpx.DecodingError))
        raise ProviderDown("timeout" if slow else "unreadable" if broken else "unreachable") from error
    if not isinstance(error, stripe.StripeError):
        raise ProviderDown("unreachable") from error
    status = error.http_status or 0
    patience = retry_after((error.headers or {}).get("retry-after"))
    if status == 429:
        raise ProviderDown("too_many", patience) from error
    if status in (401, 403):
        raise ProviderDown("credentials") from error
    if status == 409 or status >= 500:
        raise ProviderDown(f"status_{status}", patience) from error
    if status < 400:
        raise ProviderDown("unreadable") from error
    if status == 404:
        raise ProviderRefused("unknown") from error
    raise ProviderRefused(str(error.code or f"status_{status}")) from error
