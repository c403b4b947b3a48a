"""What Stripe needs to be set."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from backend.payments.providers.settings import ProviderSettings


class StripeSettings(ProviderSettings):
    """Without key and webhook secret there is no Stripe, or a simulated one where the simulator runs."""

    model_config = SettingsConfigDict(env_prefix="STRIPE_")

    secret_key: str = Field(
        "", description="Secret or restricted key of the account: sk_live_..., rk_live_..., or sk_test_..."
    )
    webhook_secret: str = Field("", description="Signing secret of the webhook endpoint: whsec_...")
    api: str = Field("", description="Address of Stripe's API; empty: Stripe's own")

    @property
    def complete(self) -> bool:
        """Whether it can be asked, and only Stripe can tell us."""
        return bool(self.secret_key and self.webhook_secret)

    @property
    def live(self) -> bool:
        """Whether real money moves."""
        return "_live_" in self.secret_key
