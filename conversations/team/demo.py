"""Accounts of the demo, whose password everybody knows: they exist, and let anybody in, in demo mode only."""

from __future__ import annotations

from conversations.team.models import Role

DOMAIN = "demo.invalid"
"""No mail ever arrives there, and nobody else's address can end with it."""

PASSWORD = "only-for-the-demo"
PEOPLE = {Role.AGENT: "Rosa Quispe", Role.SUPERVISOR: "João Prado", Role.ADMINISTRATOR: "Ana Ríos"}


def is_demo(email: str) -> bool:
    """Whether this is an account of the demo."""
    return email.endswith(f"@{DOMAIN}")
