"""What a phone shows of a message that Twilio took, and what Twilio refuses to take at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote, urlsplit

import httpx

from channels.phones import File, Shown, Spot
from channels.whatsapp.twilio_api import Contents, Refused

LONGEST_BODY: Final = 1600
MOST_BYTES: Final = 16 * 1024 * 1024
MOST_OF_A_PICTURE: Final = 5 * 1024 * 1024
PATIENCE: Final = 5.0
"""Seconds for fetching a file."""
_KEPT: Final = frozenset(
    {"image/jpeg", "image/png", "application/pdf", "audio/ogg", "audio/mpeg", "audio/mp4", "video/mp4"}
)


def shown_of(form: Mapping[str, str], contents: Contents) -> Shown:
    """A message without its file; Refused."""
    if sid := form.get("ContentSid"):
        return contents.shown(sid, form.get("ContentVariables", ""))
    body, media, action = (form.get(name, "") for name in ("Body", "MediaUrl", "PersistentAction"))
    if len(body) > LONGEST_BODY:
        raise Refused(400, 21617, "The concatenated message body exceeds the 1600 character limit")
    if not body and not media:
        raise Refused(400, 21619, "A text message body or media urls must be specified")
    if media and urlsplit(media).scheme not in ("http", "https"):
        raise Refused(400, 21620, "Invalid media URL(s)")
    return Shown(sender="us", text="", spot=_spot(action, body)) if action else Shown(sender="us", text=body)


async def with_file(shown: Shown, address: str) -> Shown | None:
    """The message with its file, as Twilio fetches it: HEAD, then GET; None where it cannot, or WhatsApp shows none such."""
    try:
        async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as http:
            told = await http.head(address)
            found = await http.get(address)
    except httpx.HTTPError:
        return None
    mime, size = found.headers.get("content-type", ""), len(found.content)
    picture = mime.startswith("image/")
    if not (told.is_success and found.is_success and told.headers.get("content-type") == mime):
        return None
    if mime not in _KEPT or not 0 < size <= (MOST_OF_A_PICTURE if picture else MOST_BYTES):
        return None
    # A caption is for pictures and films.
    text = shown.text if mime.startswith(("image/", "video/")) else ""
    if picture:
        return Shown(sender="us", text=text, image=address)
    name = unquote(urlsplit(address).path.rpartition("/")[2])
    return Shown(sender="us", text=text, file=File(name, mime, size, address))


def _spot(action: str, body: str) -> Spot:
    """`geo:<latitude>,<longitude>|<label>`."""
    where, _, label = action.removeprefix("geo:").partition("|")
    try:
        latitude, longitude = (float(degrees) for degrees in where.split(","))
    except ValueError:
        raise Refused(400, 63005, "Channel did not accept given content") from None
    if not (action.startswith("geo:") and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise Refused(400, 63005, "Channel did not accept given content")
    return Spot(latitude, longitude, name=body, address=label)
