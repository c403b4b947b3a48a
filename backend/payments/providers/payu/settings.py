"""What PayU Latam needs to be set."""

from __future__ import annotations

from typing import Final

from pydantic import AliasChoices, Field
from pydantic_settings import SettingsConfigDict

from backend.payments.providers.settings import CountrySettings

CURRENCIES: Final = {
    "AR": frozenset({"ARS", "USD"}),
    "BR": frozenset({"BRL", "USD"}),
    "CL": frozenset({"CLP", "USD"}),
    "CO": frozenset({"COP", "USD"}),
    "MX": frozenset({"MXN", "USD"}),
    "PA": frozenset({"USD"}),
    "PE": frozenset({"PEN", "USD"}),
}
"""What an account of each country may charge in ("Accepted currencies")."""


class PayUSettings(CountrySettings):
    """Without keys and numbers there is no PayU, or a simulated one where the simulator runs."""

    model_config = SettingsConfigDict(env_prefix="PAYU_")
    charging = CURRENCIES

    merchant_id: str = Field("", description="Number of the shop, from PayU's technical configuration")
    account_id: str = Field("", description="Number of the shop's account in its country")
    api_key: str = Field("", description="API key: PayU and we sign with it")
    api_login: str = Field("", description="API login")
    country: str = Field(
        "", description="Country of the account: AR, BR, CL, CO, MX, PA or PE; empty: any of their currencies"
    )
    sandbox: bool = Field(False, description="Use PayU's sandbox, where no money moves")
    api: str = Field("", description="Address of PayU's APIs; empty: PayU's own")
    checkout: str = Field("", description="Address of PayU's WebCheckout; empty: PayU's own")
    public_url: str = Field(
        "",
        validation_alias=AliasChoices("PAYU_PUBLIC_URL", "PUBLIC_URL"),
        description="Address people reach the app by, where the page stands that leads to PayU; empty: PUBLIC_URL",
    )

    @property
    def complete(self) -> bool:
        """Whether it can be asked, and only PayU can tell us; its page needs an address that people reach."""
        return bool(
            self.merchant_id and self.account_id and self.api_key and self.api_login and self.public_url
        )

    @property
    def api_address(self) -> str:
        """Where the APIs are."""
        own = "https://sandbox.api.payulatam.com" if self.sandbox else "https://api.payulatam.com"
        return (self.api or own).rstrip("/")

    @property
    def checkout_address(self) -> str:
        """Where the payer's form goes."""
        own = "https://sandbox.checkout.payulatam.com" if self.sandbox else "https://checkout.payulatam.com"
        return self.checkout or f"{own}/ppp-web-gateway-payu/"
