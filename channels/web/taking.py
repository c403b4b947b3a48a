"""Taking in what travellers write in widgets: who writes at the same time shares a transaction (`backend.intake`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from channels.ports import ChannelPorts
from channels.web.schemas import Send, provider_id
from conversations.receiving import Received, receive_messages
from conversations.schemas import Receipt


@dataclass(slots=True)
class _Sent:
    received: Received
    receipt: Receipt | None = None


async def take(ports: ChannelPorts, conversation_id: UUID, send: Send) -> Receipt:
    """Stores a message and the job that answers it; see `conversations.service.receive_message`."""
    sent = _Sent(
        Received(
            conversation_id=conversation_id,
            provider_message_id=provider_id(conversation_id, send.client_id),
            text=send.text,
            payload=send.payload,
        )
    )
    await ports.widgets.put([sent], partial(_store, ports))
    assert sent.receipt is not None
    return sent.receipt


async def _store(ports: ChannelPorts, sent: Sequence[_Sent]) -> None:
    async with ports.sessions.begin() as session:
        receipts = await receive_messages(session, ports.queue, [one.received for one in sent])
    for one, receipt in zip(sent, receipts, strict=True):
        one.receipt = receipt
