"""Meta's deliveries as events. Fields follow the Messenger Platform ("Webhook Events Reference")."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from channels.inbound import AgentSpoke, Arrived, Event, Ignored, PartTaken, StatusChanged, Watermark
from channels.messenger.content import content_of
from channels.messenger.entrances import brought_back, brought_by, meaning_of
from channels.webhooks import id_of
from conversations.models import Delivery, Kind
from conversations.reporting import PartKey
from conversations.rules import MAX_TEXT

Item = Mapping[str, Any]


def read_events(body: Any, *, app_id: str) -> list[Event]:
    """Everything in a delivery, in its order. What cannot be read takes nothing else with it."""
    if not isinstance(body, dict) or body.get("object") != "page":
        return [Ignored("no_page")]
    return [event for entry in _list(body.get("entry")) for event in _entry(entry, app_id)]


def _entry(entry: Any, app_id: str) -> Iterator[Event]:
    if not isinstance(entry, dict):
        yield Ignored("unreadable")
        return
    for item in _list(entry.get("messaging")):
        try:
            yield from _item(item, app_id)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
            yield Ignored("unreadable")
    for field in ("standby", "changes"):
        yield from (Ignored(field) for _ in _list(entry.get(field)))


def _item(item: Item, app_id: str) -> list[Event]:
    if "message" in item:
        message = item["message"]
        if message.get("is_echo"):
            return [_echo(item, message, app_id)]
        brought = brought_by(_sender(item), id_of(message["mid"]), message.get("referral"))
        return [*brought, _message(item, message)]
    for field, read in _READERS.items():
        if field in item:
            return read(item, item[field])
    return [Ignored("unknown_event")]


def _message(item: Item, message: Item) -> Event:
    mid = id_of(message["mid"])
    if message.get("is_deleted"):
        return Arrived(address=_sender(item), provider_message_id=f"deleted:{mid}", kind=Kind.DELETED)
    text, kind, attachments = content_of(message)
    chosen = (message.get("quick_reply") or {}).get("payload")
    return Arrived(
        address=_sender(item),
        provider_message_id=mid,
        text=text[:MAX_TEXT],
        choice=str(chosen) if chosen else None,
        kind=kind,
        attachments=attachments,
    )


def _echo(item: Item, message: Item, app_id: str) -> Event:
    """A message of the page: ours, which says that it was taken, or somebody's who writes in its inbox or with another app."""
    wrote = str(message.get("app_id") or "")
    if not app_id or wrote == app_id:
        key = PartKey.read(str(message.get("metadata") or ""))
        return PartTaken(key, id_of(message["mid"])) if key else Ignored("echo")
    text, _, attachments = content_of(message)
    links = "\n".join(attachment.handle for attachment in attachments)
    return AgentSpoke(id_of(item["recipient"]["id"]), id_of(message["mid"]), (text or links)[:MAX_TEXT])


def _postback(item: Item, postback: Item) -> list[Event]:
    address = _sender(item)
    mid = postback.get("mid") or f"postback:{address}:{int(item['timestamp'])}"
    payload = str(postback.get("payload") or "")
    command = meaning_of(payload, postback.get("referral"))
    return [
        Arrived(
            address=address,
            provider_message_id=id_of(mid),
            text=str(postback.get("title") or "")[:MAX_TEXT],
            choice=None if command else payload,
            command=command,
        )
    ]


def _referral(item: Item, referral: Item) -> list[Event]:
    address = _sender(item)
    return [brought_back(address, f"{address}:{int(item['timestamp'])}", referral)]


def _reaction(item: Item, reaction: Item) -> list[Event]:
    taken_back = reaction.get("action") == "unreact"
    return [
        Arrived(
            address=_sender(item),
            provider_message_id=f"reaction:{id_of(reaction['mid'])}:{int(item['timestamp'])}",
            text="" if taken_back else str(reaction.get("emoji") or reaction.get("reaction") or ""),
            kind=Kind.REACTION,
        )
    ]


def _edit(item: Item, edit: Item) -> list[Event]:
    return [
        Arrived(
            address=_sender(item),
            provider_message_id=f"edit:{id_of(edit['mid'])}:{int(edit['num_edit'])}",
            text=str(edit["text"])[:MAX_TEXT],
            kind=Kind.EDITED,
        )
    ]


def _delivered(item: Item, delivery: Item) -> list[Event]:
    """Older apps tell no ids, only until when everything has come."""
    if mids := delivery.get("mids"):
        return [StatusChanged(id_of(mid), Delivery.DELIVERED) for mid in mids]
    return [Watermark(_sender(item), Delivery.DELIVERED, _time(delivery["watermark"]))]


def _read(item: Item, read: Item) -> list[Event]:
    return [Watermark(_sender(item), Delivery.READ, _time(read["watermark"]))]


_READERS: Final[Mapping[str, Callable[[Item, Item], list[Event]]]] = {
    "postback": _postback,
    "referral": _referral,
    "reaction": _reaction,
    "message_edit": _edit,
    "delivery": _delivered,
    "read": _read,
}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _sender(item: Item) -> str:
    return id_of(item["sender"]["id"])


def _time(milliseconds: object) -> datetime:
    return datetime.fromtimestamp(int(str(milliseconds)) / 1000, UTC)
