"""What WhatsApp through Twilio needs to be set."""

from __future__ import annotations

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class WhatsAppSettings(BaseSettings):
    """Without account, token and number the channel is closed, or simulated where the simulator runs."""

    model_config = SettingsConfigDict(
        env_file=".env", env_prefix="WHATSAPP_", extra="ignore", populate_by_name=True
    )

    account_sid: str = Field("", description="Of the Twilio account, from its console: AC and 32 digits")
    auth_token: str = Field("", description="Of the Twilio account; Twilio signs with it what it delivers")
    number: str = Field("", description="WhatsApp number that people write to, as +14155238886")
    api: str = Field("", description="Address of Twilio's APIs; empty: Twilio's own")
    templates: dict[str, str] = Field(
        default_factory=dict,
        description='Approved templates for writing after 24 hours, by language: {"es": "HX..."}; '
        "their variable 1 is what is said",
    )
    public_url: str = Field(
        "",
        validation_alias=AliasChoices("WHATSAPP_PUBLIC_URL", "PUBLIC_URL"),
        description="Address Twilio reaches the app by; empty: PUBLIC_URL",
    )

    @property
    def complete(self) -> bool:
        """Whether it can be talked to, and only by Twilio."""
        return bool(self.account_sid and self.auth_token and self.number)
