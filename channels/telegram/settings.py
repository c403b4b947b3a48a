"""What Telegram needs to be set."""

from __future__ import annotations

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class TelegramSettings(BaseSettings):
    """Empty: the channel is closed, or simulated where the simulator runs."""

    model_config = SettingsConfigDict(
        env_file=".env", env_prefix="TELEGRAM_", extra="ignore", populate_by_name=True
    )

    token: str = Field("", description="Of the bot, from @BotFather")
    webhook_secret: str = Field(
        "",
        description="What Telegram sends along so that we know it: 1 to 256 of A-Z a-z 0-9 _ -; empty: made from the token",
    )
    polling: bool = Field(
        False,
        description="Fetch messages instead of waiting for the webhook: for a laptop without an address",
    )
    api: str = Field("https://api.telegram.org", description="Address of the Bot API")
    public_url: str = Field(
        "",
        validation_alias=AliasChoices("TELEGRAM_PUBLIC_URL", "PUBLIC_URL"),
        description="Address Telegram fetches pictures of cards from; empty: PUBLIC_URL",
    )
