"""`make channel-check`: whether the providers know us, one line for each thing that has to be right."""

from __future__ import annotations

from app.composition import channel_accesses
from app.settings import Settings
from channels.checking import Finding
from channels.registry import PUSHED, webhook_of


async def check_channels(settings: Settings, *, set_webhooks: bool = False) -> list[tuple[str, Finding]]:
    """What was found, by channel. Webhooks are only changed where that was asked for."""
    real = channel_accesses(settings.model_copy(update={"simulator": False}))
    address = (settings.public_url or "").rstrip("/")
    found: list[tuple[str, Finding]] = []
    for channel in PUSHED:
        if channel.NAME in real:
            webhook = webhook_of(channel, address)
            lines = await channel.findings(
                real[channel.NAME], webhook, set_webhook=set_webhooks and bool(address)
            )
        else:
            lines = [Finding(True, f"not set up: {'simulated' if settings.simulator else 'closed'}")]
        found.extend((channel.NAME, finding) for finding in lines)
    return found
