"""PayU Latam as a `PaymentProvider`: WebCheckout through a page of ours, the queries API, and refunds.

PayU knows no idempotency keys and lists nothing by date. Its WebCheckout is a form, so that making a link asks nobody and
ending one is our page's matter (`payu.pages`); what changes something, a refund, is looked for before it is asked for.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from backend.money import Money
from backend.payments.ports import (
    Link,
    LinkWish,
    Notice,
    ProviderDown,
    ProviderRefused,
    TheirPayment,
    TheirRefund,
)
from backend.payments.providers.amounts import to_decimal
from backend.payments.providers.failing import TIMEOUT
from backend.payments.providers.payu import parse, signature
from backend.payments.providers.payu.answers import Order, Transaction
from backend.payments.providers.payu.asking import Asking
from backend.payments.providers.payu.notices import read_notice
from backend.payments.providers.payu.settings import PayUSettings
from backend.payments.providers.reading import our_id, readable

_CAPTURE: Final = re.compile(rf"([0-9]{{1,18}})/{parse.UUIDS}")
UNSURE: Final = 90.0
"""Seconds that a refund without an answer is left alone, until PayU's queries would show it; also by a process that never
heard whether another had one."""


class PayUProvider:
    """See `PaymentProvider`."""

    name = parse.NAME
    shortest_link = 0.0
    lists = False

    def __init__(self, access: PayUSettings, *, timeout: float = TIMEOUT) -> None:
        self._access = access
        self.currencies, self.countries = access.currencies, access.countries
        self._asking = Asking(access, timeout)
        self._unsure: dict[UUID, float] = {}

    async def create_link(self, wish: LinkWish) -> Link:
        """See `PaymentProvider`: the address of our page that leads to PayU."""
        to_decimal(wish.amount)
        token = signature.page_token(self._access, wish.payment_id)
        page = f"{self._access.public_url.rstrip('/')}/payments/payu/{wish.payment_id}?t={token}"
        return Link(str(wish.payment_id), page, wish.expires_at)

    async def fetch(self, reference: str) -> TheirPayment:
        """See `PaymentProvider`; a payer who never came to PayU left nothing there."""
        if capture := _CAPTURE.fullmatch(reference):
            orders = await self._orders("ORDER_DETAIL", {"orderId": int(capture[1])})
            if not orders:
                raise ProviderRefused("unknown")
            reference = orders[0].reference
        orders = await self._orders("ORDER_DETAIL_BY_REFERENCE_CODE", {"referenceCode": reference})
        if not orders and our_id(reference) is None:
            raise ProviderRefused("unknown")
        with readable():
            return parse.of_orders(reference, orders)

    async def expire(self, reference: str) -> None:
        """See `PaymentProvider`: our page leads nobody to PayU any more once the payment is over."""

    async def refund(self, key: UUID, capture_id: str, amount: Money, *, again: bool = False) -> TheirRefund:
        """See `PaymentProvider`. PayU answers that it will see; it takes minutes to days."""
        if (until := self._unsure.get(key, 0.0)) > time.monotonic():
            raise ProviderDown("unsure", until - time.monotonic())
        order, taken = await self._taken(capture_id)
        with readable():
            made = parse.refunds_of(order)
            whole = parse.amount_of(order, taken)
        back = [refund for refund in made if refund.payment_id == capture_id]
        if known := next((refund for refund in back if refund.key == key), None):
            return known
        if again and key not in self._unsure:
            self._unsure[key] = time.monotonic() + UNSURE
            raise ProviderDown("unsure", UNSURE)
        if any(
            refund.key is None and refund.amount == amount and refund.state != "failed" for refund in back
        ):
            # It may be this very one. A person has to look: twice is worse than late.
            raise ProviderRefused("perhaps_refunded_already")
        gone = sum(refund.amount.amount for refund in back if refund.state != "failed")
        if gone + amount.amount > whole.amount:
            raise ProviderRefused("more_than_was_taken")
        asked: dict[str, Any] = {
            "type": "REFUND" if amount == whole else "PARTIAL_REFUND",
            "order": {"id": int(order.id)},
            "parentTransactionId": taken.id,
            "reason": f"Refund {key}",
        }
        if amount != whole:
            value = {"value": str(to_decimal(amount)), "currency": amount.currency}
            asked["additionalValues"] = {"TX_VALUE": value}
        # Without an answer it is not asked for again before PayU's queries would show it.
        self._unsure[key] = time.monotonic() + UNSURE
        try:
            answer = await self._asking.submit(asked)
        except ProviderRefused:
            del self._unsure[key]
            raise
        with readable():
            # PayU names a refund only once it is at work on it.
            response = {"id": answer.get("transactionId") or "pending", "type": asked["type"]}
            transaction = Transaction.model_validate(response | {"transactionResponse": answer})
            state = transaction.response.state if transaction.response else ""
        del self._unsure[key]
        if state in ("DECLINED", "ERROR"):
            raise ProviderRefused(str(answer.get("responseCode") or state))
        return TheirRefund(
            refund_id=parse.refund_id(order, key),
            payment_id=capture_id,
            amount=amount,
            state="done" if state == "APPROVED" else "pending",
            at=(transaction.response.at if transaction.response else None) or self._asking.now(),
            key=key,
        )

    def verify(
        self, *, headers: Mapping[str, str], query: Mapping[str, str], body: bytes, now: datetime
    ) -> Notice | None:
        """See `PaymentProvider`."""
        return read_notice(self._access, body)

    async def list_between(self, since: datetime, until: datetime) -> AsyncIterator[TheirPayment]:
        """See `PaymentProvider`: PayU has no such list."""
        for never in list[TheirPayment]():
            yield never

    async def aclose(self) -> None:
        """See `PaymentProvider`."""
        await self._asking.aclose()

    async def _taken(self, capture_id: str) -> tuple[Order, Transaction]:
        order_id, _, transaction_id = capture_id.partition("/")
        if not (order_id.isascii() and order_id.isdigit()):
            raise ProviderRefused("unknown")
        for order in await self._orders("ORDER_DETAIL", {"orderId": int(order_id)}):
            for transaction in order.transactions:
                if transaction.id == transaction_id:
                    return order, transaction
        raise ProviderRefused("unknown")

    async def _orders(self, command: str, details: dict[str, Any]) -> list[Order]:
        payload = await self._asking.query(command, details)
        with readable():
            found = payload if isinstance(payload, list) else [payload] if payload else []
            return [Order.model_validate(one) for one in found]
