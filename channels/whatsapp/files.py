"""Files and places of ours as WhatsApp shows them ("Guidance on WhatsApp media messages", "Accepted content types for media").

Twilio fetches a file from us, one for each message. What WhatsApp does not show goes out as a link; where nobody outside
reaches us only its name does, and the message counts as failed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from conversations.media.names import saved_name
from conversations.schemas import Attachment, Location, MessageView

MEDIA: Final = "media"
PLACE: Final = "place"
REFUSED: Final = "refused"
NO_PUBLIC_ADDRESS: Final = "no_public_address"
CAPTIONED: Final = ("image/", "video/")
"""Twilio gives documents and sounds no text of their own."""
_MOST_BYTES: Final = 16 * 1024 * 1024
_MOST_OF_A_PICTURE: Final = 5 * 1024 * 1024
_SHOWN: Final = frozenset(
    {"image/jpeg", "image/png", "application/pdf", "audio/ogg", "audio/mpeg", "audio/mp4", "video/mp4"}
)

Sending = tuple[str, dict[str, Any]]
"""A part's method and fields."""
Link = Callable[[Attachment], str | None]
"""Where Twilio can fetch a file."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes out beside a text: ``lines`` in it, and ``sendings`` of their own; what must be last is ``final``."""

    lines: list[str] = field(default_factory=list)
    sendings: list[Sending] = field(default_factory=list)
    final: list[Sending] = field(default_factory=list)


def enclosed_in(message: MessageView, link: Link) -> Enclosed:
    """A message's files and its place."""
    enclosed = Enclosed()
    for attachment in message.attachments:
        if attachment.media_id is None:
            continue
        address, name = link(attachment), name_of(attachment)
        if address is None:
            enclosed.lines.append(f"📎 {name}")
            enclosed.final[:] = [(REFUSED, {"reason": NO_PUBLIC_ADDRESS})]
        elif _is_shown(attachment):
            enclosed.sendings.append((MEDIA, {"media": address, "type": attachment.type}))
        else:
            enclosed.lines.append(f"📎 {name}\n{address}")
    if message.location:
        enclosed.sendings.append((PLACE, _place(message.location)))
    return enclosed


def name_of(attachment: Attachment) -> str:
    """What a file is called when it is saved."""
    return saved_name(attachment.name, attachment.type or "", "file")


def _is_shown(attachment: Attachment) -> bool:
    """Whether WhatsApp shows it; a size that nobody told is taken for a small one."""
    picture = (attachment.type or "").startswith("image/")
    size = attachment.size or 0
    return attachment.type in _SHOWN and size <= (_MOST_OF_A_PICTURE if picture else _MOST_BYTES)


def _place(location: Location) -> dict[str, Any]:
    """The body is the place's name, the label its address (`PersistentAction`)."""
    where = f"{location.latitude:.6f},{location.longitude:.6f}"
    label = " ".join((location.address or location.name or "").replace("|", " ").split())
    return {
        "body": location.name or location.address or where.replace(",", ", "),
        "action": f"geo:{where}{'|' if label else ''}{label}",
    }
