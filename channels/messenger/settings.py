"""What Messenger needs to be set."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class MessengerSettings(BaseSettings):
    """Without token and secrets the channel is closed, or simulated where the simulator runs."""

    model_config = SettingsConfigDict(env_file=".env", env_prefix="MESSENGER_", extra="ignore")

    page_token: str = Field("", description="Access token of the page, from the app's Messenger settings")
    app_secret: str = Field("", description="Secret of the Meta app: Meta signs with it what it delivers")
    verify_token: str = Field(
        "", description="Any long word; typed in again at Meta where the webhook is registered"
    )
    app_id: str = Field(
        "",
        description="Number of the Meta app, which tells its messages from an agent's in the page inbox; "
        "empty: nobody steps in there",
    )
    api: str = Field("https://graph.facebook.com", description="Address of the Graph API")
    version: str = Field("v25.0", description="Version of the Graph API")

    @property
    def complete(self) -> bool:
        """Whether it can be talked to, and only by Meta."""
        return bool(self.page_token and self.app_secret and self.verify_token)
