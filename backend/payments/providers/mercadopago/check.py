"""Whether Mercado Pago knows our token, and of which country the account is."""

from __future__ import annotations

import asyncio

from mercadopago import SDK

from backend.payments.checking import Finding
from backend.payments.ports import ProviderDown
from backend.payments.providers.mercadopago.settings import MercadoPagoSettings
from backend.payments.providers.mercadopago.transport import Transport


async def findings(access: MercadoPagoSettings, webhook: str) -> list[Finding]:
    """See `registry.ProviderFolder`; where webhooks go cannot be looked up."""
    transport = Transport(access.api)
    sdk = SDK(access.access_token, http_client=transport)
    try:
        answer = await asyncio.to_thread(lambda: sdk.user().get())
        told = answer["response"] if isinstance(answer["response"], dict) else {}
    except ProviderDown as down:
        if down.reason == "credentials":
            return [Finding(False, "the token is wrong (MERCADOPAGO_ACCESS_TOKEN)")]
        return [Finding(False, f"Mercado Pago does not answer ({down.reason})")]
    finally:
        transport.close()
    country = str(told.get("country_id") or "")
    found = [
        Finding(
            bool(told.get("id")), f"the token is the account's {told.get('id')} ({country or 'no country'})"
        )
    ]
    if access.country.upper() != country:
        found.append(Finding(False, f"the account is of {country or '?'}: set MERCADOPAGO_COUNTRY={country}"))
    found.append(
        Finding(
            True,
            f"cannot be looked up: in Your integrations, Webhooks, {webhook} for Payments and Chargebacks",
        )
    )
    return found
