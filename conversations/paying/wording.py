"""What a traveller reads of money, with what can be pressed below it."""

from __future__ import annotations

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

import texts
from backend import wording
from backend.catalogue.service import list_destinations
from backend.money import Money
from backend.payments.schemas import BY_HAND, Outcome, OutcomeKind, PaymentState, PaymentView
from backend.payments.wording import provider_name
from backend.quotes.schemas import QuoteView
from backend.quotes.service import get_issued
from conversations.schemas import Button

K = OutcomeKind
UNTOLD: Final = frozenset({K.UNCLAIMED, K.DISPUTE_OPENED, K.DISPUTE_WON, K.DISPUTE_LOST})
"""What is between the house, the provider and the bank."""
KEPT: Final = frozenset({K.SETTLED, K.BALANCE, K.RETAKEN, K.OVER})
"""Money that counts for a booking that stands: how much is left is said with it."""
CONFIRMING: Final = frozenset({K.SETTLED, K.RETAKEN, K.OVER})
PAY: Final = "/pay"
VOUCHER: Final = "/resend_voucher"

Said = tuple[str, list[Button]]


async def words_of(session: AsyncSession, outcome: Outcome, *, voice: str) -> Said | None:
    """What is said of an outcome; None where it is not for the traveller."""
    if outcome.kind in UNTOLD or outcome.booking is None:
        return None
    values = {"reference": outcome.booking.reference, "amount": wording.money(voice, outcome.amount)}
    for name, money in (("refund", outcome.refund), ("left", outcome.left)):
        values[name] = wording.money(voice, money or Money(0, outcome.amount.currency))
    if outcome.payment is not None:
        values["provider"] = provider_name(voice, outcome.payment.provider)
    if outcome.kind is K.LINK_READY and outcome.payment is not None:
        until, place = await moment_at(session, outcome.booking.quote, outcome.payment, voice)
        values |= {"until": until, "place": place}
    what = "refunded_by_hand" if (outcome.kind, outcome.reason) == (K.REFUNDED, BY_HAND) else outcome.kind
    said = texts.say(voice, f"payment.{what}", **values)
    if outcome.kind in KEPT:
        rest = "left" if outcome.left and outcome.left.amount else "all_paid"
        said = f"{said} {texts.say(voice, f'payment.{rest}', **values)}"
    return said, _buttons(outcome, voice)


async def moment_at(
    session: AsyncSession, quote: QuoteView, payment: PaymentView, voice: str
) -> tuple[str, str]:
    """When a link ends, as it is called where the trip goes, and the place's name."""
    language, code = voice.partition("-")[0], quote.request.destination
    issued = await get_issued(session, quote_id=quote.id)
    names = {place.code: place.name[language] for place in await list_destinations(session)}
    return wording.moment(voice, payment.expires_at, issued.itinerary.timezone), names.get(code, code)


def _buttons(outcome: Outcome, voice: str) -> list[Button]:
    kind, url = outcome.kind, outcome.payment.url if outcome.payment else None
    if kind is K.LINK_READY and url:
        return [Button(title=texts.say(voice, "button.pay_now"), payload=url)]
    if kind is K.FAILED and url and outcome.payment and outcome.payment.state is PaymentState.OPEN:
        return [
            Button(title=texts.say(voice, "button.pay_now"), payload=url),
            Button(title=texts.say(voice, "button.pay_otherwise"), payload=PAY),
        ]
    if kind in (K.FAILED, K.LINK_FAILED):
        return [Button(title=texts.say(voice, "button.pay_otherwise"), payload=PAY)]
    if kind is K.SHORT:
        return [Button(title=texts.say(voice, "button.pay_now"), payload=PAY)]
    if kind in CONFIRMING:
        return [Button(title=texts.say(voice, "button.voucher"), payload=VOUCHER)]
    return []
