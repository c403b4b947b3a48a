"""What a person on a simulated phone can send: a small picture, and two seconds of silence."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_HERE = Path(__file__).parent

PHOTO: Final = (_HERE / "photo.jpg").read_bytes()
"""JPEG, 320 by 240."""
VOICE: Final = (_HERE / "voice.ogg").read_bytes()
"""Ogg with Opus, as phones record voice notes."""
VOICE_SECONDS: Final = 2
