"""Accounts of the demo, whose password everybody knows: they exist, and let anybody in, in demo mode only."""

from __future__ import annotations

DOMAIN = "demo.invalid"
"""No mail ever arrives there, and nobody else's address can end with it."""


def is_demo(email: str) -> bool:
    """Whether this is an account of the demo."""
    return email.endswith(f"@{DOMAIN}")
