"""A provider as a process of its own: Stripe's emulator, told by the environment where its webhooks go."""

from __future__ import annotations

import os

from fastapi import FastAPI

from backend.payments.providers.emulating import Place
from backend.payments.providers.pages import install_pages
from backend.payments.providers.stripe import emulator
from backend.payments.providers.stripe.settings import StripeSettings

GATEWAY, ADDRESS = "BENCH_GATEWAY", "BENCH_ADDRESS"


def create_app() -> FastAPI:
    """Serves what `STRIPE_API` is set to, and the page to pay at."""
    address = os.environ[ADDRESS]
    app = FastAPI(openapi_url=None)
    install_pages(app)
    place = Place(address, address, os.environ[GATEWAY])
    app.include_router(emulator(StripeSettings(), place).router(), prefix="/stripe")
    return app
