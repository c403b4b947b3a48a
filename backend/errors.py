"""Every error of the backend states a fact, carries its object and knows its HTTP status."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID


class BackendError(Exception):
    """The root of what the backend can refuse."""

    status = 400
    code = "backend_error"


class NotFound(BackendError):
    """There is nothing under ``subject``: the code, reference or id that was asked for."""

    status = 404

    def __init__(self, subject: UUID | str) -> None:
        super().__init__(f"no {self.code.removesuffix('_not_found')} {subject}")
        self.subject = subject


class CurrencyMismatch(BackendError):
    """Two amounts of different currencies met."""

    code = "currency_mismatch"

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right} cannot be added")


class PriceMismatch(BackendError):
    """Net rate, markup and tax do not add up to the sell rate, or one of them is negative."""

    status = 500
    code = "price_mismatch"

    def __init__(self, net: int, markup: int, tax: int, sell: int) -> None:
        super().__init__(f"{net} + {markup} + {tax} is not {sell}")


class InvalidParty(BackendError):
    """Nobody can travel like this: no adult, or a child of an impossible age."""

    status = 422
    code = "invalid_party"

    def __init__(self, adults: int, child_ages: tuple[int, ...]) -> None:
        super().__init__("a party needs an adult, and children are 0 to 17 years old")
        self.adults = adults
        self.child_ages = child_ages


class InvalidTrip(BackendError):
    """The trip ends before it starts."""

    status = 422
    code = "invalid_trip"

    def __init__(self, start_on: date, end_on: date) -> None:
        super().__init__(f"a trip cannot start on {start_on} and end on {end_on}")
        self.start_on = start_on
        self.end_on = end_on


class ProductNotFound(NotFound):
    """The catalogue has no such product."""

    code = "product_not_found"


class ResellerNotFound(NotFound):
    """Nobody sells for us under this code."""

    code = "reseller_not_found"


class CommissionTooHigh(BackendError):
    """A reseller's commission is more than the trip's markup; both in minor units."""

    status = 422
    code = "commission_too_high"

    def __init__(self, reseller: str, commission: int, markup: int) -> None:
        super().__init__(f"{reseller} would get {commission} of a markup of {markup}")
        self.reseller = reseller
        self.commission = commission
        self.markup = markup


class ProductUnavailable(BackendError):
    """The product exists, but does not fit the request now: dates, places, party or cut-off."""

    status = 409
    code = "product_unavailable"

    def __init__(self, product: str, start_on: date, end_on: date) -> None:
        super().__init__(f"{product} cannot be had from {start_on} to {end_on}")
        self.product = product
        self.start_on = start_on
        self.end_on = end_on


class AvailabilityExhausted(BackendError):
    """Fewer places are free than asked for; ``option`` and ``product`` are codes, ``on`` is the local day."""

    status = 409
    code = "availability_exhausted"

    def __init__(self, product: str, option: str, on: date, *, wanted: int, free: int) -> None:
        super().__init__(f"{wanted} places of {product}/{option} wanted on {on}, {free} free")
        self.product = product
        self.option = option
        self.on = on
        self.wanted = wanted
        self.free = free


class HoldNotFound(NotFound):
    """There is no such hold."""

    code = "hold_not_found"


class HoldExpired(BackendError):
    """The hold keeps no places any more."""

    status = 410
    code = "hold_expired"

    def __init__(self, hold_id: UUID) -> None:
        super().__init__(f"hold {hold_id} has expired")
        self.hold_id = hold_id


class QuoteNotFound(NotFound):
    """There is no such quote."""

    code = "quote_not_found"


class QuoteExpired(BackendError):
    """The quote's price holds no longer."""

    status = 410
    code = "quote_expired"

    def __init__(self, reference: str, valid_until: datetime) -> None:
        super().__init__(f"quote {reference} was valid until {valid_until}")
        self.reference = reference
        self.valid_until = valid_until


class BookingNotFound(NotFound):
    """No such booking, or not theirs: who asks cannot tell which."""

    code = "booking_not_found"


class TooManyTries(BackendError):
    """Whose bookings they are was tried to be proved too often; after a while it may be tried again."""

    status = 429
    code = "too_many_tries"

    def __init__(self, conversation_id: UUID) -> None:
        super().__init__(f"too many tries in conversation {conversation_id}")
        self.conversation_id = conversation_id


class BookingExpired(BackendError):
    """The deposit's deadline has passed and the places were given back."""

    status = 410
    code = "booking_expired"

    def __init__(self, reference: str) -> None:
        super().__init__(f"booking {reference} has expired")
        self.reference = reference


class NotPayable(BackendError):
    """There is nothing of this kind to pay for the booking now, or not through this provider."""

    status = 409
    code = "not_payable"

    def __init__(self, reference: str, kind: str, provider: str) -> None:
        super().__init__(f"booking {reference} has no {kind} to be paid by {provider}")
        self.reference = reference
        self.kind = kind
        self.provider = provider


class PaymentNotFound(NotFound):
    """There is no such payment, refund or discrepancy."""

    code = "payment_not_found"


class RefundTooHigh(BackendError):
    """More is to go back than is left of what was taken; both in minor units. Disputed money is not left."""

    status = 409
    code = "refund_too_high"

    def __init__(self, wanted: int, left: int) -> None:
        super().__init__(f"{wanted} is to go back of {left}")
        self.wanted = wanted
        self.left = left


class TransitionRefused(BackendError):
    """A booking cannot go from the one state to the other."""

    status = 409
    code = "transition_refused"

    def __init__(self, reference: str, state: str, wanted: str) -> None:
        super().__init__(f"booking {reference} is {state} and cannot become {wanted}")
        self.reference = reference
        self.state = state
        self.wanted = wanted


class LedgerUnbalanced(BackendError):
    """Lines of one transaction that do not add up to zero; ``sums`` by currency, in minor units."""

    status = 500
    code = "ledger_unbalanced"

    def __init__(self, key: str, sums: dict[str, int]) -> None:
        super().__init__(f"{key} does not add up: {sums}")
        self.key = key
        self.sums = sums


class DocumentNotFound(NotFound):
    """There is no such document."""

    code = "document_not_found"


class PayableNotFound(NotFound):
    """There is no such amount that a supplier gets."""

    code = "payable_not_found"


class MoreThanOwed(BackendError):
    """Somebody would be paid more than the books say we owe; both in minor units."""

    status = 409
    code = "more_than_owed"

    def __init__(self, account: str, amount: int, owed: int) -> None:
        super().__init__(f"{amount} for {account}, which is owed {owed}")
        self.account = account
        self.amount = amount
        self.owed = owed
