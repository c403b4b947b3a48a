"""Whether PayU answers and knows our keys."""

from __future__ import annotations

from uuid import uuid4

from backend.payments.checking import Finding
from backend.payments.ports import ProviderDown, ProviderRefused
from backend.payments.providers.payu.asking import Asking
from backend.payments.providers.payu.settings import CURRENCIES, PayUSettings


async def findings(access: PayUSettings, webhook: str) -> list[Finding]:
    """See `registry.ProviderFolder`; every form names its webhook, so that there is nothing to register."""
    asking = Asking(access)
    try:
        await asking.ping()
        # A ping is answered whoever asks; a query is not.
        await asking.query("ORDER_DETAIL_BY_REFERENCE_CODE", {"referenceCode": str(uuid4())})
    except ProviderDown as down:
        if down.reason == "credentials":
            return [Finding(False, "the keys are wrong (PAYU_API_KEY, PAYU_API_LOGIN)")]
        return [Finding(False, f"PayU does not answer ({down.reason})")]
    except ProviderRefused as refusal:
        return [Finding(False, f"PayU refuses ({refusal.reason})")]
    finally:
        await asking.aclose()
    mode = "sandbox, no money moves" if access.sandbox else "real money moves"
    found = [Finding(True, f"PayU knows the keys: {mode}; confirmations are asked for at {webhook}")]
    if access.country.upper() not in CURRENCIES:
        found.append(Finding(False, "PAYU_COUNTRY is not set: travellers of all countries are offered PayU"))
    return found
