"""What agents read."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from backend.bookings.schemas import BookingView
from conversations.schemas import Attachment, Button, Card, ConversationView, MessageView


class ConsoleAttachment(BaseModel):
    """A file: read under its ``media_id`` once it is kept; ``refused`` says why it is not, neither that it is on its way."""

    media_id: UUID | None
    name: str | None
    type: str | None
    size: int | None
    refused: str | None

    @classmethod
    def of(cls, attachment: Attachment) -> ConsoleAttachment:
        """What is known of it; its address at the provider may be a key to it."""
        return cls(**attachment.model_dump(exclude={"handle", "mime"}))


class ConsoleMessage(BaseModel):
    """A message with what the bot made of it; ``turn`` and ``understanding`` on inbound ones only."""

    offset: int
    id: UUID
    direction: str
    sender: str
    text: str
    payload: str | None
    buttons: list[Button]
    cards: list[Card]
    kind: str
    attachments: list[ConsoleAttachment]
    at: datetime
    answered_at: datetime | None
    turn: str | None
    understanding: dict[str, Any] | None

    @classmethod
    def of(cls, message: MessageView) -> ConsoleMessage:
        """All of a stored message."""
        fields = message.model_dump(exclude={"provider_message_id", "created_at", "attachments"})
        attachments = [ConsoleAttachment.of(attachment) for attachment in message.attachments]
        return cls(**fields, attachments=attachments, at=message.created_at)


class ConsolePage(BaseModel):
    """Messages of one conversation after an offset, those up to ``erased_to`` blank, and who owns its next turn."""

    conversation_id: UUID
    owner: str
    language: str
    messages: list[ConsoleMessage]
    offset: int
    erased_to: int
    recovered: bool


class ConsoleConversation(BaseModel):
    """Who owns the conversation's next turn."""

    conversation_id: UUID
    owner: str
    language: str

    @classmethod
    def of(cls, conversation: ConversationView) -> ConsoleConversation:
        """From the conversation itself."""
        return cls(conversation_id=conversation.id, owner=conversation.owner, language=conversation.language)


class Amount(BaseModel):
    """Minor units of a currency (ISO 4217)."""

    amount: int
    currency: str


class ConsoleLead(BaseModel):
    """The traveller we write to."""

    name: str
    email: str
    phone: str


class ConsoleBooking(BaseModel):
    """A booking as agents see it; times are UTC."""

    id: UUID
    reference: str
    state: str
    quote_reference: str
    total: Amount
    lead: ConsoleLead
    language: str
    conversation_id: UUID | None
    expires_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, booking: BookingView) -> ConsoleBooking:
        """From the backend's view."""
        return cls(
            id=booking.id,
            reference=booking.reference,
            state=booking.state,
            quote_reference=booking.quote.reference,
            total=Amount(amount=booking.total.amount, currency=booking.total.currency),
            lead=ConsoleLead(name=booking.lead.name, email=booking.lead.email, phone=booking.lead.phone),
            language=booking.language,
            conversation_id=booking.conversation_id,
            expires_at=booking.expires_at,
            created_at=booking.created_at,
        )
