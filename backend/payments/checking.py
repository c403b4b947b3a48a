"""What the checks of all providers have in common: `make pay-check`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import httpx

PATIENCE: Final = 10.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about our connection to a provider, and whether it is as it should be."""

    right: bool
    text: str


async def reach(webhook: str) -> Finding:
    """Whether our own webhook answers at its public address: to a request without a signature, with 401."""
    if "://" not in webhook:
        return Finding(False, "PUBLIC_URL is not set: the provider cannot find us")
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            status = (await http.post(webhook, content=b"{}")).status_code
    except httpx.HTTPError as error:
        return Finding(False, f"nobody answers at {webhook} ({type(error).__name__})")
    if status == 401:
        return Finding(True, f"the webhook answers at {webhook}")
    return Finding(False, f"something else answers at {webhook} (status {status})")
