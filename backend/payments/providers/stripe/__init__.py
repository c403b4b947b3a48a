"""Stripe: `docs/payments.md`."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI

from backend.payments.ports import PaymentProvider
from backend.payments.providers.emulating import PayEmulator, Place, Wishes
from backend.payments.providers.stripe.check import findings
from backend.payments.providers.stripe.client import StripeProvider
from backend.payments.providers.stripe.emulator import StripeEmulator
from backend.payments.providers.stripe.parse import NAME
from backend.payments.providers.stripe.settings import StripeSettings

SIMULATED: Final = "sk_test_simulated"

__all__ = ["NAME", "access", "emulator", "findings", "install", "provider"]


def access(*, place: Place | None, secret: str) -> StripeSettings | None:
    """See `registry.ProviderFolder`."""
    if place is None:
        given = StripeSettings()
        return given if given.complete else None
    return StripeSettings(secret_key=SIMULATED, webhook_secret=secret, api=f"{place.api}/{NAME}")


def provider(access: StripeSettings) -> PaymentProvider:
    """See `registry.ProviderFolder`."""
    return StripeProvider(access)


def install(app: FastAPI, access: StripeSettings, wishes: Wishes) -> None:
    """See `registry.ProviderFolder`: nothing of ours is shown."""


def emulator(access: StripeSettings, place: Place) -> PayEmulator:
    """See `registry.ProviderFolder`."""
    return StripeEmulator(access, place)
