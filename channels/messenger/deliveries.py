"""What people do on their phones, as Meta delivers it to a webhook: events, and genuinely signed requests of them."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from channels.messenger.signature import HEADER, signature_of

Json = dict[str, Any]
PAGE_INBOX = 263902037430900
"""The app as which agents write who answer in the page's inbox."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A request to a webhook."""

    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What Meta tells an app about a page; ids and times of events are new with every call."""

    app_secret: str
    app_id: str
    page: str = "108462151234567"

    def signed(self, *events: Json) -> Delivery:
        """A batch, written as Meta does: everything beyond ASCII is escaped, and the signature is over that."""
        entry = {"id": self.page, "time": _now(), "messaging": list(events)}
        return self.sign(json.dumps({"object": "page", "entry": [entry]}).encode())

    def sign(self, body: bytes) -> Delivery:
        """Any bytes with their signature."""
        headers = {HEADER: signature_of(body, self.app_secret), "Content-Type": "application/json"}
        return Delivery(body, headers)

    def text(self, person: str, text: str) -> Json:
        """They wrote."""
        return self._message(person, text=text)

    def quick_reply(self, person: str, title: str, payload: str) -> Json:
        """They pressed what stands above the text field."""
        return self._message(person, text=title, quick_reply={"payload": payload})

    def postback(self, person: str, title: str, payload: str) -> Json:
        """They pressed a button of a card, of the menu, or the one that begins a conversation."""
        return self._event(person, postback={"mid": _mid(), "title": title, "payload": payload})

    def location(self, person: str, latitude: float, longitude: float) -> Json:
        """They shared a place."""
        coordinates = {"lat": latitude, "long": longitude}
        return self._message(
            person, attachments=[{"type": "location", "payload": {"coordinates": coordinates}}]
        )

    def attachment(self, person: str, kind: str, url: str, text: str | None = None) -> Json:
        """They sent a file: an `image`, a `video`, an `audio` or any `file`."""
        words = {"text": text} if text else {}
        return self._message(person, attachments=[{"type": kind, "payload": {"url": url}}], **words)

    def sticker(self, person: str, sticker: int) -> Json:
        """They sent a sticker."""
        payload = {"url": f"https://scontent.example/{sticker}.png", "sticker_id": sticker}
        return self._message(person, attachments=[{"type": "sticker", "payload": payload}])

    def reaction(self, person: str, mid: str, emoji: str) -> Json:
        """They reacted to a message."""
        told = {"reaction": "other", "emoji": emoji, "action": "react", "mid": mid}
        return self._event(person, reaction=told)

    def edit(self, person: str, mid: str, text: str, times: int = 1) -> Json:
        """They changed what they had written."""
        return self._event(person, message_edit={"mid": mid, "text": text, "num_edit": times})

    def delivered(self, person: str, *mids: str, until: int | None = None) -> Json:
        """Messages have come; ``until`` in milliseconds."""
        told: Json = {"watermark": until or _now()}
        return self._event(person, delivery={**told, "mids": list(mids)} if mids else told)

    def read(self, person: str, until: int | None = None) -> Json:
        """They have read everything; ``until`` in milliseconds."""
        return self._event(person, read={"watermark": until or _now()})

    def referral(self, person: str, ref: str | None, source: str = "SHORTLINK") -> Json:
        """Somebody with a thread came by a link, or by an advertisement (`ADS`)."""
        told = {"source": source, "type": "OPEN_THREAD"}
        return self._event(person, referral={**told, "ref": ref} if ref else told)

    def echo(
        self,
        person: str,
        text: str,
        app_id: int | None = PAGE_INBOX,
        *,
        mid: str | None = None,
        metadata: str | None = None,
    ) -> Json:
        """The page wrote: an agent in its inbox, or an app, which may have given its message ``metadata``."""
        message: Json = {"mid": mid or _mid(), "is_echo": True, "text": text}
        if app_id is not None:
            message["app_id"] = app_id
        if metadata is not None:
            message["metadata"] = metadata
        return {
            "sender": {"id": self.page},
            "recipient": {"id": person},
            "timestamp": _now(),
            "message": message,
        }

    def _message(self, person: str, **content: Any) -> Json:
        return self._event(person, message={"mid": _mid(), **content})

    def _event(self, person: str, **content: Any) -> Json:
        return {"sender": {"id": person}, "recipient": {"id": self.page}, "timestamp": _now(), **content}


def _now() -> int:
    return int(time.time() * 1000)


def _mid() -> str:
    return f"m_{uuid4().hex}"
