"""`make pay-check`: whether the payment providers know us, one line for each thing that has to be right."""

from __future__ import annotations

from app.paying import simulated_place
from app.settings import Settings
from backend.payments.checking import Finding, reach
from backend.payments.registry import FOLDERS, accesses_of


async def check_payments(settings: Settings) -> list[tuple[str, Finding]]:
    """What was found, by provider; nothing is changed there."""
    real = accesses_of(place=None, secret="")
    instead = "simulated" if not real and simulated_place(settings) else "closed"
    address = (settings.public_url or "").rstrip("/")
    found: list[tuple[str, Finding]] = []
    for folder in FOLDERS:
        if folder.NAME in real:
            webhook = f"{address}/payments/{folder.NAME}/webhook"
            lines = [*await folder.findings(real[folder.NAME], webhook), await reach(webhook)]
        else:
            lines = [Finding(True, f"not set up: {instead}")]
        found.extend((folder.NAME, finding) for finding in lines)
    return found
