"""What Mercado Pago needs to be set."""

from __future__ import annotations

from typing import Final

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from backend.payments.providers.settings import CountrySettings

CURRENCIES: Final = {
    "AR": frozenset({"ARS"}),
    "BR": frozenset({"BRL"}),
    "CL": frozenset({"CLP"}),
    "CO": frozenset({"COP"}),
    "MX": frozenset({"MXN"}),
    "PE": frozenset({"PEN"}),
    "UY": frozenset({"UYU", "USD"}),
}
"""What an account of each country may charge in."""


class MercadoPagoSettings(CountrySettings):
    """Without token and webhook secret there is no Mercado Pago, or a simulated one where the simulator runs."""

    model_config = SettingsConfigDict(env_prefix="MERCADOPAGO_")
    charging = CURRENCIES

    access_token: str = Field("", description="Access token of the application: APP_USR-..., or TEST-...")
    webhook_secret: str = Field("", description="Secret signature of the application's webhooks")
    country: str = Field(
        "",
        description="Country of the account, which says what it charges in: AR, BR, CL, CO, MX, PE or UY; empty: any",
    )
    api: str = Field("", description="Address of Mercado Pago's API; empty: Mercado Pago's own")

    @property
    def complete(self) -> bool:
        """Whether it can be asked, and only Mercado Pago can tell us."""
        return bool(self.access_token and self.webhook_secret)
