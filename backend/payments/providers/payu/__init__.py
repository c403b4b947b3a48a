"""PayU Latam: `docs/payments.md`."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI

from backend.payments.ports import PaymentProvider
from backend.payments.providers.emulating import PayEmulator, Place, Wishes
from backend.payments.providers.payu.check import findings
from backend.payments.providers.payu.client import PayUProvider
from backend.payments.providers.payu.emulator import PayUEmulator
from backend.payments.providers.payu.pages import pages_router
from backend.payments.providers.payu.parse import NAME
from backend.payments.providers.payu.settings import PayUSettings

SIMULATED: Final = "508029"

__all__ = ["NAME", "access", "emulator", "findings", "install", "provider"]


def access(*, place: Place | None, secret: str) -> PayUSettings | None:
    """See `registry.ProviderFolder`."""
    if place is None:
        given = PayUSettings()
        return given if given.complete else None
    return PayUSettings(
        merchant_id=SIMULATED,
        account_id="512321",
        api_key=secret,
        api_login="simulated",
        country="",
        sandbox=True,
        api=f"{place.api}/{NAME}",
        checkout=f"{place.pages}/{NAME}/checkout",
        public_url=place.pages.removesuffix("/simulator/pay"),
    )


def provider(access: PayUSettings) -> PaymentProvider:
    """See `registry.ProviderFolder`."""
    return PayUProvider(access)


def install(app: FastAPI, access: PayUSettings, wishes: Wishes) -> None:
    """See `registry.ProviderFolder`: the page that leads to PayU."""
    app.include_router(pages_router(access, wishes))


def emulator(access: PayUSettings, place: Place) -> PayEmulator:
    """See `registry.ProviderFolder`."""
    return PayUEmulator(access, place)
