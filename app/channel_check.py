"""`make channel-check`: whether the providers know us, one line for each thing that has to be right."""

from __future__ import annotations

from app.composition import channel_accesses
from app.settings import Settings
from channels.checking import Finding
from channels.registry import PUSHED, PushedChannel, webhook_of


async def check_channels(settings: Settings, *, set_webhooks: bool = False) -> list[tuple[str, Finding]]:
    """What was found, by channel. Webhooks are only changed where that was asked for."""
    real = channel_accesses(settings.model_copy(update={"simulator": False}))
    found: list[tuple[str, Finding]] = []
    for channel in PUSHED:
        if channel.NAME in real:
            access = real[channel.NAME]
            lines = await _findings(channel, access, settings.public_url, set_webhooks=set_webhooks)
        else:
            lines = [Finding(True, f"not set up: {'simulated' if settings.simulator else 'closed'}")]
        found.extend((channel.NAME, finding) for finding in lines)
    return found


async def _findings(
    channel: PushedChannel, access: object, public_url: str | None, *, set_webhooks: bool
) -> list[Finding]:
    address = (public_url or "").rstrip("/")
    findings = await channel.findings(
        access, webhook_of(channel, address), set_webhook=set_webhooks and bool(address)
    )
    if not address:
        findings = [*findings, Finding(False, "PUBLIC_URL is not set: the provider cannot find us")]
    return findings
