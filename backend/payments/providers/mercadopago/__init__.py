"""Mercado Pago: `docs/payments.md`."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI

from backend.payments.ports import PaymentProvider
from backend.payments.providers.emulating import PayEmulator, Place, Wishes
from backend.payments.providers.mercadopago.check import findings
from backend.payments.providers.mercadopago.client import MercadoPagoProvider
from backend.payments.providers.mercadopago.emulator import MercadoPagoEmulator
from backend.payments.providers.mercadopago.parse import NAME
from backend.payments.providers.mercadopago.settings import MercadoPagoSettings

SIMULATED: Final = "TEST-simulated"

__all__ = ["NAME", "access", "emulator", "findings", "install", "provider"]


def access(*, place: Place | None, secret: str) -> MercadoPagoSettings | None:
    """See `registry.ProviderFolder`."""
    if place is None:
        given = MercadoPagoSettings()
        return given if given.complete else None
    return MercadoPagoSettings(
        access_token=SIMULATED, webhook_secret=secret, country="", api=f"{place.api}/{NAME}"
    )


def provider(access: MercadoPagoSettings) -> PaymentProvider:
    """See `registry.ProviderFolder`."""
    return MercadoPagoProvider(access)


def install(app: FastAPI, access: MercadoPagoSettings, wishes: Wishes) -> None:
    """See `registry.ProviderFolder`: nothing of ours is shown."""


def emulator(access: MercadoPagoSettings, place: Place) -> PayEmulator:
    """See `registry.ProviderFolder`."""
    return MercadoPagoEmulator(access, place)
