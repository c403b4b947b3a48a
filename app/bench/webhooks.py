"""Genuinely signed webhooks of people who write to us, by channel, without end; every message is a new one."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import count, cycle

from app.bench.load import Call
from channels.messenger.deliveries import Deliveries
from channels.messenger.settings import MessengerSettings
from channels.registry import Accesses
from channels.telegram.settings import TelegramSettings
from channels.telegram.signature import HEADER
from channels.whatsapp.forms import Forms
from channels.whatsapp.settings import WhatsAppSettings
from channels.whatsapp.webhook import MESSAGES

PEOPLE = 200
"""On each channel, in turn; each of them writes to one conversation."""
TEXT = "Hola, quiero ir a Cusco con mi familia en julio, somos 2 adultos y 2 niños"
JSON = {"Content-Type": "application/json"}


def webhooks(accesses: Accesses) -> dict[str, Iterator[Call]]:
    """By channel."""
    return {
        "telegram": telegram(accesses["telegram"]),
        "whatsapp": whatsapp(accesses["whatsapp"]),
        "messenger": messenger(accesses["messenger"]),
    }


def bare() -> Iterator[Call]:
    """Of the size of Telegram's, for the bare route."""
    for call in telegram(TelegramSettings(webhook_secret="none")):
        yield Call("/webhook", call.headers, call.body)


def telegram(access: TelegramSettings) -> Iterator[Call]:
    """Updates with the secret header."""
    first = time.time_ns() // 1_000
    for number, person in zip(count(first), cycle(range(10**8, 10**8 + PEOPLE))):
        sender = {"id": person, "is_bot": False, "first_name": "Lucía", "language_code": "es"}
        chat = {"id": person, "type": "private", "first_name": "Lucía"}
        message = {"message_id": number, "from": sender, "chat": chat, "date": int(time.time()), "text": TEXT}
        body = json.dumps({"update_id": number, "message": message}).encode()
        yield Call("/channels/telegram/webhook", {**JSON, HEADER: access.webhook_secret}, body)


def whatsapp(access: WhatsAppSettings) -> Iterator[Call]:
    """Twilio's forms."""
    forms = Forms(access)
    for person in cycle(range(PEOPLE)):
        body, headers = forms.signed(MESSAGES, forms.text(f"+1555{person:07}", TEXT))
        yield Call(MESSAGES, headers, body)


def messenger(access: MessengerSettings) -> Iterator[Call]:
    """Meta's events, one a delivery."""
    deliveries = Deliveries(access.app_secret, access.app_id)
    for person in cycle(range(10**15, 10**15 + PEOPLE)):
        delivery = deliveries.signed(deliveries.text(str(person), TEXT))
        yield Call("/channels/messenger/webhook", delivery.headers, delivery.body)
