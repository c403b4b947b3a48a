"""What Messenger's phones show of the messages that we send, and the files that people send from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, Literal

from channels.multipart import Upload
from channels.phones import File, Shown, Slide, Tap
from channels.samples import PHOTO, VOICE
from conversations.schemas import leads_out

FileKind = Literal["photo", "voice"]

KINDS: Final[Mapping[FileKind, tuple[str, str]]] = {
    "photo": ("image", "image/jpeg"),
    "voice": ("audio", "audio/ogg"),
}
"""What Meta calls them, and their media type."""
FILES: Final[Mapping[FileKind, bytes]] = {"photo": PHOTO, "voice": VOICE}
SYMBOLS: Final[Mapping[FileKind, str]] = {"photo": "📷", "voice": "🎤"}


def bubble_of(message: Mapping[str, Any], file: Upload | None = None, address: str = "") -> Shown:
    """A message of ours, with its quick replies, and its file where the phone finds it at ``address``."""
    attachment = message.get("attachment") or {}
    payload = attachment.get("payload") or {}
    picture = attachment.get("type") == "image"
    return Shown(
        sender="us",
        text=message.get("text") or payload.get("text") or "",
        image=address if file and picture else None,
        file=File(file.name, file.mime, len(file.content), address) if file and not picture else None,
        buttons=(*_opening(payload), *_replies(message)),
        carousel=tuple(_slide(element) for element in payload.get("elements") or ()),
    )


def visible(bubbles: list[Shown]) -> list[Shown]:
    """Quick replies are gone as soon as something is said after them."""
    kept = (
        replace(bubble, buttons=tuple(tap for tap in bubble.buttons if leads_out(tap.data)))
        for bubble in bubbles[:-1]
    )
    return [*kept, *bubbles[-1:]]


def _replies(message: Mapping[str, Any]) -> Iterator[Tap]:
    for reply in message.get("quick_replies") or ():
        yield Tap(reply["title"], reply["payload"])


def _opening(payload: Mapping[str, Any]) -> Iterator[Tap]:
    """Of a button template: what opens a page."""
    for button in payload.get("buttons") or ():
        yield Tap(button["title"], button["url"])


def _slide(element: Mapping[str, Any]) -> Slide:
    return Slide(
        title=element["title"],
        text=element.get("subtitle") or "",
        image=element.get("image_url"),
        buttons=tuple(Tap(button["title"], button["payload"]) for button in element.get("buttons") or ()),
    )
