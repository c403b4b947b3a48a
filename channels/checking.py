"""What the checks of all channels have in common: `make channel-check`."""

from __future__ import annotations

from dataclasses import dataclass

import httpx


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about a channel's connection to its provider, and whether it is as it should be."""

    right: bool
    text: str


PATIENCE = 10.0
"""Seconds."""


async def reach(webhook: str) -> Finding:
    """Whether our own webhook answers at its public address: to a request without a signature, with a refusal of ours."""
    if "://" not in webhook:
        return Finding(False, "PUBLIC_URL is not set: the provider cannot find us")
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            response = await http.post(webhook, content=b"{}")
    except httpx.HTTPError as error:
        return Finding(False, f"nobody answers at {webhook} ({type(error).__name__})")
    if response.status_code == 401 and response.headers.get("content-type", "").startswith(
        "application/json"
    ):
        return Finding(True, f"the webhook answers at {webhook}")
    return Finding(False, f"something else answers at {webhook} (status {response.status_code})")
