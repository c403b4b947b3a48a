"""What people call the parts of paying."""

from __future__ import annotations

import texts


def provider_name(voice: str, provider: str) -> str:
    """A provider as people call it; its own name where we have no word for it."""
    try:
        return texts.say(voice, f"payment.providers.{provider}")
    except texts.TextMissing:
        return provider
