"""What agents ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field

from backend.bookings.schemas import LeadTraveller
from backend.quotes.schemas import Interest, Party, TripRequest
from conversations.rules import clean

Name = Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=120)]
Email = Annotated[str, AfterValidator(clean), Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
Phone = Annotated[str, Field(pattern=r"^\+?[\d ().-]{6,25}$")]
Code = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$")]
Codes = Annotated[list[Code], Field(max_length=40)]
Age = Annotated[int, Field(ge=0, le=17)]


class TripBody(BaseModel):
    """A trip to search; local dates, both included. ``extra`` and ``without`` as in `TripRequest`."""

    destination: Code
    start_on: date
    end_on: date
    adults: int = Field(ge=1, le=60)
    child_ages: list[Age] = Field([], max_length=40)
    stars: int | None = Field(None, ge=1, le=5)
    interest: Interest = Interest.PACKAGE
    extra: Codes | None = None
    without: Codes | None = None

    def request(self, before: TripRequest | None = None) -> TripRequest:
        """As the backend takes it; what comes along as ``before`` where nothing is said of it. Raises InvalidTrip."""
        return TripRequest(
            destination=self.destination,
            start_on=self.start_on,
            end_on=self.end_on,
            party=Party(self.adults, tuple(self.child_ages)),
            stars=self.stars,
            interest=self.interest,
            extra=tuple(self.extra) if self.extra is not None else before.extra if before else (),
            without=tuple(self.without) if self.without is not None else before.without if before else (),
        )


class QuoteBody(TripBody):
    """A trip to quote; ``previous`` is the quote that this one revises."""

    product: Code
    reseller: Code | None = None
    previous: UUID | None = None


class BookingBody(BaseModel):
    """Who travels with what is held; the same ``booking_id`` again is the same booking."""

    booking_id: UUID
    hold_id: UUID
    name: Name
    email: Email
    phone: Phone

    @property
    def lead(self) -> LeadTraveller:
        """The person we write to."""
        return LeadTraveller(self.name.strip(), self.email.strip(), self.phone.strip())


class CardBody(BaseModel):
    """A quote or a booking, to be sent as a card; the same ``client_id`` again is the same message."""

    client_id: UUID
    quote_id: UUID | None = None
    reference: str | None = Field(None, max_length=20)
