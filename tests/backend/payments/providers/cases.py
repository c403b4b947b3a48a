"""The three providers as tests know them: how each is set up, and what each calls the same things."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import FastAPI

from backend.money import Money
from backend.payments.ports import LinkWish, PaymentProvider, TheirCapture
from backend.payments.providers.emulating import Place
from backend.payments.providers.mercadopago.client import MercadoPagoProvider
from backend.payments.providers.mercadopago.emulator import MercadoPagoEmulator
from backend.payments.providers.mercadopago.settings import MercadoPagoSettings
from backend.payments.providers.payu.client import PayUProvider
from backend.payments.providers.payu.emulator import PayUEmulator
from backend.payments.providers.payu.pages import pages_router
from backend.payments.providers.payu.settings import PayUSettings
from backend.payments.providers.stripe.client import StripeProvider
from backend.payments.providers.stripe.emulator import StripeEmulator
from backend.payments.providers.stripe.settings import StripeSettings
from tests.backend.payments.providers.conftest import Clock, Make, Stage, Wishes, staged

SECRET = "whsec_test"
"""Of the webhooks of Stripe and Mercado Pago."""


@dataclass(frozen=True)
class Case:
    """A provider; ``client`` takes an address and the client's own options, ``told_by`` a link's reference and the
    capture.
    """

    name: str
    price: Money
    written: str
    """How the price stands on the page, whatever points and commas mean in the payer's country."""
    fee: Money | None
    make: Make
    client: Callable[..., PaymentProvider]
    told_by: Callable[[str, TheirCapture], set[str]]
    declined: str
    credentials: int
    """The status that says that ours are wrong."""
    stranger: str
    """A reference that nobody has."""
    unknown: tuple[str, ...]
    """References of others, and what is none."""
    tells_keys: bool = True
    """Whether a refund that is read again says which key it was asked for with."""
    links_by_http: bool = True

    def staged(self) -> AbstractAsyncContextManager[Stage]:
        """Its client and its emulator, joined by HTTP."""
        return staged(self.name, self.make, self.price)


def stripe_access(address: str) -> StripeSettings:
    """Our account with Stripe."""
    api = f"{address}/simulator/pay/stripe"
    return StripeSettings(secret_key="sk_test_1", webhook_secret=SECRET, api=api)


def _stripe(
    place: Place, clock: Clock, app: FastAPI, wishes: Wishes
) -> tuple[StripeProvider, StripeEmulator]:
    access = stripe_access(place.gateway)
    return StripeProvider(access, clock), StripeEmulator(access, place, clock)


STRIPE = Case(
    name="stripe",
    price=Money(37_000, "USD"),
    written="USD 370[.,]00",
    fee=Money(1_103, "USD"),
    make=_stripe,
    client=lambda address, **options: StripeProvider(stripe_access(address), **options),
    told_by=lambda reference, capture: {capture.payment_id},
    declined="insufficient_funds",
    credentials=401,
    stranger="cs_test_1",
    unknown=("cs_test_other", "pi_other", "something"),
)


def mercadopago_access(address: str, **other: str) -> MercadoPagoSettings:
    """Our account with Mercado Pago."""
    api = f"{address}/simulator/pay/mercadopago"
    return MercadoPagoSettings(access_token="TEST-1", webhook_secret=SECRET, api=api, **other)


def _mercadopago(
    place: Place, clock: Clock, app: FastAPI, wishes: Wishes
) -> tuple[MercadoPagoProvider, MercadoPagoEmulator]:
    access = mercadopago_access(place.gateway)
    return MercadoPagoProvider(access, clock), MercadoPagoEmulator(access, place, clock)


MERCADO_PAGO = Case(
    name="mercadopago",
    price=Money(141_050, "PEN"),
    written="PEN 1[.,]410[.,]50",
    fee=Money(5_628, "PEN"),
    make=_mercadopago,
    client=lambda address, **options: MercadoPagoProvider(mercadopago_access(address), **options),
    told_by=lambda reference, capture: {f"payment/{capture.payment_id}"},
    declined="cc_rejected_insufficient_amount",
    credentials=401,
    stranger="1",
    unknown=("payment/1", "chargeback/1", "a-preference", "else/1"),
    tells_keys=False,
)


def payu_access(address: str, **other: Any) -> PayUSettings:
    """Our account with PayU."""
    fixed = {
        "merchant_id": "508029",
        "account_id": "512321",
        "api_key": "4Vj8eK4rloUd272L48hsrarnUA",
        "api_login": "pRRXKOl8ikMmt9u",
        "api": f"{address}/simulator/pay/payu",
        "checkout": f"{address}/simulator/pay/payu/checkout",
        "public_url": address,
    }
    return PayUSettings(**{**fixed, **other})


def _payu(place: Place, clock: Clock, app: FastAPI, wishes: Wishes) -> tuple[PayUProvider, PayUEmulator]:
    async def wish(payment_id: UUID) -> LinkWish | None:
        return wishes.get(payment_id)

    access = payu_access(place.gateway)
    app.include_router(pages_router(access, wish))
    return PayUProvider(access), PayUEmulator(access, place, clock)


PAYU = Case(
    name="payu",
    price=Money(75_000_000, "COP"),
    written="COP 750[.,]000(?![.,])",
    fee=None,
    make=_payu,
    client=lambda address, **options: PayUProvider(payu_access(address), **options),
    told_by=lambda reference, capture: {reference},
    declined="INSUFFICIENT_FUNDS",
    credentials=403,
    stranger="0b8e4b9e-9b8e-4d26-8f3e-0f0f6d4b7a55",
    unknown=("TestPayU04", "857695047/5fde3c2c-540d-4579-96f7-2a4b8c65a951"),
    links_by_http=False,
)
CASES = (STRIPE, MERCADO_PAGO, PAYU)
