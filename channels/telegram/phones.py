"""Telegram's messages as a person's phone shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from channels import samples
from channels.phones import File, Shown, Spot, Tap
from conversations.schemas import leads_out

Json = dict[str, Any]
Uploads = Mapping[str, tuple[str, str, bytes]]
_FILES: Final = ("document", "audio", "voice", "video")


def shown_as(message: Json, uploads: Uploads, address: str) -> Shown:
    """The bubble of a message; files of ours are served below ``address``."""
    ours = message["from"]["is_bot"]
    preview = message.get("link_preview_options") or {}
    return Shown(
        sender="us" if ours else "person",
        text=message.get("text") or message.get("caption") or ("" if ours else _theirs(message)),
        image=(_picture(message, address) if ours else None) or preview.get("url"),
        file=_file(message, uploads, address) if ours else None,
        spot=_spot(message) if ours else None,
        buttons=taps(message),
        at=float(message["date"]),
    )


def offers(message: Json, data: str) -> bool:
    """Whether a button with this data stands below a message; one that opens a page tells nobody."""
    return not leads_out(data) and any(tap.data == data for tap in taps(message))


def taps(message: Json) -> tuple[Tap, ...]:
    """The buttons below a message; of those that open a page the address."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or ()
    return tuple(
        Tap(key["text"], key.get("url") or key["callback_data"], row)
        for row, keys in enumerate(rows)
        for key in keys
    )


def _theirs(message: Json) -> str:
    where = message.get("location")
    seen = {
        "location": f"📍 {where['latitude']}, {where['longitude']}" if where else "",
        "photo": "📷 photo.jpg",
        "voice": f"🎤 0:0{samples.VOICE_SECONDS}",
    }
    return next((text for kind, text in seen.items() if kind in message), "")


def _picture(message: Json, address: str) -> str | None:
    return f"{address}/{message['photo'][0]['file_id']}" if "photo" in message else None


def _file(message: Json, uploads: Uploads, address: str) -> File | None:
    found = next((message[kind] for kind in _FILES if kind in message), None)
    if found is None:
        return None
    name, mime, content = uploads[found["file_id"]]
    return File(name, mime, len(content), f"{address}/{found['file_id']}")


def _spot(message: Json) -> Spot | None:
    where = message.get("location")
    if where is None:
        return None
    venue = message.get("venue") or {}
    return Spot(where["latitude"], where["longitude"], venue.get("title", ""), venue.get("address", ""))
