"""Whether Stripe knows our key, may take money for us, and delivers what we need to hear."""

from __future__ import annotations

from typing import Any, Final

from backend.payments.checking import Finding
from backend.payments.ports import ProviderDown, ProviderRefused
from backend.payments.providers.stripe.asking import asked, client_of, listed
from backend.payments.providers.stripe.settings import StripeSettings

EVENTS: Final = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.payment_failed",
    "charge.refunded",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.closed",
)
"""What a webhook endpoint has to be set to, at least."""


async def findings(access: StripeSettings, webhook: str) -> list[Finding]:
    """See `registry.ProviderFolder`."""
    client, transport = client_of(access)
    try:
        account = await asked(client.v1.accounts.retrieve_current_async())
        mode = "real money moves" if access.live else "test mode, no money moves"
        taking = bool(account.get("charges_enabled"))
        text = f"the key is the account's {account.get('id')} ({account.get('country')}): {mode}"
        found = [Finding(taking, text if taking else f"{text}; the account may not take payments yet")]
        endpoints = [one async for one in listed(client.v1.webhook_endpoints.list_async, {})]
        return [*found, _endpoint(endpoints, webhook)]
    except ProviderDown as down:
        if down.reason == "credentials":
            return [Finding(False, "the key is wrong, or may not do this (STRIPE_SECRET_KEY)")]
        return [Finding(False, f"Stripe does not answer ({down.reason})")]
    except ProviderRefused as refusal:
        return [Finding(False, f"Stripe refuses ({refusal.reason})")]
    finally:
        await transport.close_async()  # type: ignore[no-untyped-call]


def _endpoint(endpoints: list[dict[str, Any]], webhook: str) -> Finding:
    ours = next((one for one in endpoints if one.get("url") == webhook), None)
    if ours is None:
        return Finding(
            False, f"no webhook endpoint is {webhook}; add it in Stripe's dashboard, under Developers"
        )
    heard = set(ours.get("enabled_events") or ())
    missing = [] if "*" in heard else [event for event in EVENTS if event not in heard]
    if ours.get("status") != "enabled" or missing:
        return Finding(
            False, f"the webhook endpoint is {ours.get('status')} and misses: {', '.join(missing) or '-'}"
        )
    return Finding(True, f"Stripe delivers to {webhook}")
