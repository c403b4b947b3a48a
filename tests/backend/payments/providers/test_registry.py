"""Which providers there are: those with credentials, or else all of them simulated, and never both."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI

from app.pay_check import check_payments
from app.paying import payment_accesses, simulated_place
from app.settings import ROOT, Settings
from backend.payments.providers.emulating import Place
from backend.payments.providers.mercadopago import check as mercadopago
from backend.payments.providers.mercadopago.settings import MercadoPagoSettings
from backend.payments.providers.payu import check as payu
from backend.payments.providers.payu.settings import PayUSettings
from backend.payments.providers.stripe import check as stripe
from backend.payments.providers.stripe.settings import StripeSettings
from backend.payments.registry import FOLDERS, accesses_of, install_providers, providers_of
from tests.backend.payments.providers.cases import payu_access
from tests.serving import serving

NAMES = {"stripe", "mercadopago", "payu"}
PLACE = Place("http://127.0.0.1:1/simulator/pay", "http://127.0.0.1:1/simulator/pay", "http://127.0.0.1:1")


async def nothing(payment_id: object) -> None:
    """Nothing can be paid."""


def test_without_credentials_everybody_is_simulated(tmp_path: Path) -> None:
    accesses = payment_accesses(Settings(data_dir=tmp_path))
    assert set(accesses) == NAMES
    assert all("USD" in provider.currencies for provider in providers_of(accesses).values())


@pytest.mark.parametrize(
    ("settings", "simulated"),
    [
        ({}, True),
        ({"simulator": False}, False),
        # Others reach the app: anybody could pay there for nothing.
        ({"public_url": "https://viajes.example"}, False),
        ({"public_url": "https://viajes.example", "demo": True}, True),
    ],
)
def test_where_others_reach_the_app_nothing_is_simulated(
    tmp_path: Path, settings: dict[str, object], simulated: bool
) -> None:
    made = Settings(data_dir=tmp_path, **settings)  # type: ignore[arg-type]
    assert (simulated_place(made) is not None) is simulated
    assert set(payment_accesses(made)) == (NAMES if simulated else set())


def test_beside_a_real_provider_nobody_is_simulated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_live_1")
    monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", "whsec_1")
    accesses = accesses_of(place=PLACE, secret="s")
    assert set(accesses) == {"stripe"} and accesses["stripe"].live
    app = FastAPI()
    install_providers(app, accesses, place=PLACE, wishes=nothing)
    assert app.state.pay_emulators == {}


@pytest.mark.parametrize(
    "name",
    [
        f"{prefix}_{field.upper()}"
        for prefix, settings in (
            ("STRIPE", StripeSettings),
            ("MERCADOPAGO", MercadoPagoSettings),
            ("PAYU", PayUSettings),
        )
        for field in settings.model_fields
    ],
)
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


async def test_the_check_names_what_is_not_set_up(tmp_path: Path) -> None:
    found = await check_payments(Settings(data_dir=tmp_path))
    assert [(name, finding.text) for name, finding in found] == [
        (folder.NAME, "not set up: simulated") for folder in FOLDERS
    ]
    closed = await check_payments(Settings(data_dir=tmp_path, simulator=False))
    assert {finding.text for _, finding in closed} == {"not set up: closed"}


async def test_the_checks_ask_and_say_what_is_wrong(tmp_path: Path) -> None:
    app = FastAPI()
    async with serving(app) as host:
        address = f"http://{host}"
        place = Place(f"{address}/simulator/pay", f"{address}/simulator/pay", address)
        accesses = accesses_of(place=place, secret="s")
        install_providers(app, accesses, place=place, wishes=nothing)
        webhook = f"{address}/payments/stripe/webhook"
        right = await stripe.findings(accesses["stripe"], webhook)
        assert [one.right for one in right] == [True, True], right
        [_, elsewhere] = await stripe.findings(accesses["stripe"], f"{address}/other")
        assert not elsewhere.right and "add it in Stripe's dashboard" in elsewhere.text
        app.state.pay_emulators["stripe"].endpoints["we_1"]["enabled_events"] = ["charge.refunded"]
        [_, deaf] = await stripe.findings(accesses["stripe"], webhook)
        assert "checkout.session.completed" in deaf.text
        [wrong] = await stripe.findings(
            accesses["stripe"].model_copy(update={"secret_key": "sk_test_no"}), webhook
        )
        assert "STRIPE_SECRET_KEY" in wrong.text

        found = await mercadopago.findings(accesses["mercadopago"], webhook)
        assert "MERCADOPAGO_COUNTRY=PE" in found[1].text
        [wrong] = await mercadopago.findings(
            accesses["mercadopago"].model_copy(update={"access_token": "no"}), webhook
        )
        assert "MERCADOPAGO_ACCESS_TOKEN" in wrong.text

        found = await payu.findings(accesses["payu"].model_copy(update={"country": "PE"}), webhook)
        assert [one.right for one in found] == [True]
        [wrong] = await payu.findings(accesses["payu"].model_copy(update={"api_key": "no"}), webhook)
        assert "PAYU_API_KEY" in wrong.text
        [absent] = await payu.findings(payu_access("http://127.0.0.1:9"), webhook)
        assert "unreachable" in absent.text
