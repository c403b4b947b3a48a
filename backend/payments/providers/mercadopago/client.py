"""Mercado Pago as a `PaymentProvider`: preferences of Checkout Pro, and the payments that come by them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from backend.money import Money
from backend.payments.ports import (
    Link,
    LinkWish,
    Notice,
    ProviderRefused,
    TheirPayment,
    TheirRefund,
)
from backend.payments.providers.amounts import to_decimal
from backend.payments.providers.failing import TIMEOUT
from backend.payments.providers.mercadopago import parse
from backend.payments.providers.mercadopago.answers import Chargeback, Preference, Refund
from backend.payments.providers.mercadopago.asking import PAGE, Asking
from backend.payments.providers.mercadopago.notices import read_notice
from backend.payments.providers.mercadopago.settings import MercadoPagoSettings
from backend.payments.providers.reading import our_id, readable

_VOUCHER: Final = 1_800.0
"""Seconds that a voucher lives at least."""


class MercadoPagoProvider:
    """See `PaymentProvider`."""

    name = parse.NAME
    shortest_link = 0.0
    lists = True

    def __init__(
        self,
        access: MercadoPagoSettings,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        timeout: float = TIMEOUT,
        page_of: int = PAGE,
    ) -> None:
        self._access, self._clock = access, clock
        self.currencies, self.countries = access.currencies, access.countries
        self._asking = Asking(access, timeout, page_of)

    async def create_link(self, wish: LinkWish) -> Link:
        """See `PaymentProvider`. A preference made twice is harmless: nobody has the other one's address.

        Where notices go is set in the application's own settings, where they are signed, and no longer in a preference.
        """
        back = {"success": wish.return_url, "pending": wish.return_url, "failure": wish.return_url}
        ends = _moment(wish.expires_at)
        asked: dict[str, Any] = {
            "items": [
                {
                    "id": str(wish.payment_id),
                    "title": wish.title[:250],
                    "quantity": 1,
                    "currency_id": wish.amount.currency,
                    "unit_price": float(to_decimal(wish.amount)),
                }
            ],
            "payer": {"email": wish.email},
            "external_reference": str(wish.payment_id),
            "back_urls": back,
            "expires": True,
            "expiration_date_to": ends,
        }
        if (wish.expires_at - self._clock()).total_seconds() >= _VOUCHER:
            asked["date_of_expiration"] = ends
        answer = await self._asking.ask(
            lambda: self._asking.sdk.preference().create(asked, self._asking.keyed(wish.key))
        )
        with readable():
            made = Preference.model_validate(answer)
            return Link(made.id, made.init_point, made.expiration_date_to or wish.expires_at)

    async def fetch(self, reference: str) -> TheirPayment:
        """See `PaymentProvider`; by a preference, `payment/<id>` or `chargeback/<id>`. A number alone is a payment's."""
        numbered = reference.isascii() and reference.isdigit()
        kind, _, wanted = (f"payment/{reference}" if numbered else reference).rpartition("/")
        if kind == "chargeback":
            answer = await self._asking.ask(lambda: self._asking.sdk.chargeback().get(wanted))
            with readable():
                wanted = Chargeback.model_validate(answer).payments[0]
        if kind in ("payment", "chargeback"):
            payment = await self._asking.payment(wanted)
            known = our_id(payment.external_reference)
            # What was just paid may not be in the search yet.
            others = await self._asking.by_our_id(known) if known else {}
            with readable():
                return parse.of_payments(reference, known, list({**others, payment.id: payment}.values()))
        if kind:
            raise ProviderRefused("unknown")
        answer = await self._asking.ask(lambda: self._asking.sdk.preference().get(wanted))
        with readable():
            preference = Preference.model_validate(answer)
        known = our_id(preference.external_reference)
        if known is None:
            raise ProviderRefused("unknown")
        tried = await self._asking.by_our_id(known)
        ends = preference.expiration_date_to if preference.expires else None
        with readable():
            ended = ends is not None and ends <= self._clock()
            return parse.of_payments(preference.id, known, list(tried.values()), ended=ended)

    async def expire(self, reference: str) -> None:
        """See `PaymentProvider`."""
        ends = {"expires": True, "expiration_date_to": _moment(self._clock())}
        await self._asking.ask(lambda: self._asking.sdk.preference().update(reference, ends))

    async def refund(self, key: UUID, capture_id: str, amount: Money, *, again: bool = False) -> TheirRefund:
        """See `PaymentProvider`."""
        payment = await self._asking.payment(capture_id)
        asked = {"amount": float(to_decimal(amount))}
        answer = await self._asking.ask(
            lambda: self._asking.sdk.refund().create(capture_id, asked, self._asking.keyed(key))
        )
        with readable():
            return parse.of_refund(Refund.model_validate(answer), payment, key)

    def verify(
        self, *, headers: Mapping[str, str], query: Mapping[str, str], body: bytes, now: datetime
    ) -> Notice | None:
        """See `PaymentProvider`."""
        return read_notice(self._access.webhook_secret, headers=headers, query=query, body=body, now=now)

    async def list_between(self, since: datetime, until: datetime) -> AsyncIterator[TheirPayment]:
        """See `PaymentProvider`: what changed in that time; every payment by itself."""
        span = {"range": "date_last_updated", "begin_date": _moment(since), "end_date": _moment(until)}
        async for payment in self._asking.search({**span, "sort": "date_last_updated", "criteria": "asc"}):
            with readable():
                theirs = parse.of_payments(
                    f"payment/{payment.id}", our_id(payment.external_reference), [payment]
                )
            if theirs.captures:
                yield theirs

    async def aclose(self) -> None:
        """See `PaymentProvider`."""
        self._asking.close()


def _moment(at: datetime) -> str:
    """As Mercado Pago writes them: yyyy-MM-dd'T'HH:mm:ss.SSSZ."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")
