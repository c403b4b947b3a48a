"""Twilio's forms as events. Fields follow "Twilio's request to your incoming message webhook URL"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from channels.inbound import Arrived, Event, Ignored, PartTaken, StatusChanged
from channels.webhooks import id_of
from channels.whatsapp.errors import reason_of
from conversations.models import Delivery, Kind
from conversations.reporting import PartKey
from conversations.rules import MAX_TEXT, clean
from conversations.schemas import Attachment

PREFIX: Final = "whatsapp:"
MOST_MEDIA: Final = 10
LONGEST_NAME: Final = 200
_KINDS: Final = {
    "reaction": Kind.REACTION,
    "sticker": Kind.STICKER,
    "location": Kind.LOCATION,
    "contacts": Kind.CONTACT,
}
_MEDIA: Final = {
    "image": Kind.IMAGE,
    "audio": Kind.AUDIO,
    "video": Kind.VIDEO,
}
_DELIVERIES: Final = {
    "accepted": Delivery.QUEUED,
    "scheduled": Delivery.QUEUED,
    "queued": Delivery.QUEUED,
    "sending": Delivery.SENDING,
    "sent": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.READ,
    "failed": Delivery.FAILED,
    "undelivered": Delivery.FAILED,
    "canceled": Delivery.FAILED,
}
# A guess at who has not said a word yet; whoever is not named here is guessed to read Spanish.
_LANGUAGES: Final = (("+55", "pt"), ("+351", "pt"), ("+44", "en"), ("+1", "en"))


def read_message(form: Mapping[str, str]) -> Event:
    """The one event of a message's webhook; raises KeyError or ValueError where it is none."""
    sender, sid = id_of(form["From"]), id_of(form["MessageSid"])
    if not sender.startswith(PREFIX):
        return Ignored("not_whatsapp")
    address = id_of(sender.removeprefix(PREFIX))
    attachments = _attachments(form)
    return Arrived(
        address=address,
        provider_message_id=sid,
        text=_text(form)[:MAX_TEXT],
        choice=form.get("ButtonPayload") or form.get("ListId") or None,
        kind=_kind(form, attachments),
        attachments=attachments,
        name=clean(form.get("ProfileName", ""))[:LONGEST_NAME] or None,
        language=next((language for code, language in _LANGUAGES if address.startswith(code)), None),
    )


def read_status(form: Mapping[str, str]) -> Event:
    """The one event of a status callback; raises KeyError where it is none."""
    sid, status = id_of(form["MessageSid"]), form["MessageStatus"]
    delivery = _DELIVERIES.get(status)
    if delivery is None:
        return Ignored("unknown_status")
    return StatusChanged(
        sid, delivery, reason_of(form.get("ErrorCode")) if delivery is Delivery.FAILED else None
    )


def read_statuses(form: Mapping[str, str], key: str = "") -> list[Event]:
    """The events of a status callback of the part with this ``key``: that it was taken, and how far it has come."""
    event, part = read_status(form), PartKey.read(key)
    return [PartTaken(part, id_of(form["MessageSid"])), event] if part else [event]


def _attachments(form: Mapping[str, str]) -> tuple[Attachment, ...]:
    count = min(int(form.get("NumMedia") or 0), MOST_MEDIA)
    return tuple(
        Attachment(handle=form[f"MediaUrl{place}"], mime=form.get(f"MediaContentType{place}"))
        for place in range(count)
    )


def _kind(form: Mapping[str, str], attachments: tuple[Attachment, ...]) -> Kind:
    if named := _KINDS.get(form.get("MessageType", "")):
        return named
    if form.get("Latitude") and form.get("Longitude"):
        return Kind.LOCATION
    if not attachments:
        return Kind.TEXT
    mime = attachments[0].mime or ""
    if mime in ("text/vcard", "text/x-vcard"):
        return Kind.CONTACT
    return _MEDIA.get(mime.partition("/")[0], Kind.DOCUMENT)


def _text(form: Mapping[str, str]) -> str:
    return form.get("Body") or form.get("ButtonText") or form.get("ListTitle") or _place(form)


def _place(form: Mapping[str, str]) -> str:
    """A place that was shared, as people write it, its coordinates last."""
    if not (form.get("Latitude") and form.get("Longitude")):
        return ""
    said = (form.get("Label"), form.get("Address"), f"{form['Latitude']}, {form['Longitude']}")
    return " · ".join(part for part in said if part)
