"""What PayU's transactions mean to us."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from backend.money import Money
from backend.payments.ports import TheirCapture, TheirPayment, TheirRefund, TheirState
from backend.payments.providers.amounts import fee_money, to_money
from backend.payments.providers.payu.answers import BOGOTA, Order, Transaction
from backend.payments.providers.reading import at_second, our_id

NAME: Final = "payu"
BACK: Final = frozenset({"REFUND", "PARTIAL_REFUND", "VOID"})
_TAKING: Final = frozenset({"AUTHORIZATION_AND_CAPTURE", "CAPTURE", None})
_UNDER_WAY: Final = frozenset({"PENDING", "SUBMITTED"})
_REFUNDS: Final = {"APPROVED": "done", "DECLINED": "failed", "ERROR": "failed", "EXPIRED": "failed"}
UUIDS: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_UUID: Final = re.compile(UUIDS)
_NEVER: Final = at_second(0).astimezone(BOGOTA)


def of_orders(reference: str, orders: Sequence[Order]) -> TheirPayment:
    """A link with every order that was made by it: a payer who goes back and comes again makes another."""
    tries = [(order, one) for order in orders for one in order.transactions if one.type in _TAKING]
    taken = [(order, one) for order, one in tries if _state(one) == "APPROVED"]
    under_way = any(_state(one) in _UNDER_WAY for _, one in tries)
    failure = None
    if not taken and not under_way and tries:
        last = max((one for _, one in tries), key=lambda one: _at(one) or _NEVER)
        failure = last.response.response_code or last.response.state if last.response else None
    return TheirPayment(
        provider=NAME,
        reference=reference,
        our_id=our_id(reference),
        state=TheirState.PAID if taken else TheirState.PROCESSING if under_way else TheirState.OPEN,
        captures=tuple(_capture(order, one) for order, one in taken),
        refunds=tuple(refund for order in orders for refund in refunds_of(order)),
        failure=failure,
    )


def capture_id(order: Order, transaction: Transaction) -> str:
    """What a refund needs to know: the order and the transaction in it."""
    return f"{order.id}/{transaction.id}"


def refunds_of(order: Order) -> list[TheirRefund]:
    """Money that goes back. PayU may answer a request with no id of its own: ours are named by their key, those of PayU's
    panel by their order in time.
    """
    back = sorted(
        (one for one in order.transactions if one.type in BACK),
        key=lambda one: (_at(one) is None, _at(one) or _NEVER),
    )
    places = itertools.count(1)
    return [_refund(order, one, refund_id(order, _key(one.reason) or next(places))) for one in back]


def refund_id(order: Order, which: UUID | int) -> str:
    """The name of an order's refund, by our key or as the n-th without one."""
    return f"{order.id}/{which}" if isinstance(which, UUID) else f"{order.id}/refund-{which}"


def amount_of(order: Order, transaction: Transaction) -> Money:
    """What a transaction is about; of the whole order where it does not say. ValueError where neither says."""
    value = transaction.values.get("TX_VALUE") or order.values.get("TX_VALUE")
    if value is None:
        raise ValueError("no amount")
    return to_money(value.value, value.currency)


def _capture(order: Order, transaction: Transaction) -> TheirCapture:
    amount, paid_at = amount_of(order, transaction), _at(transaction)
    if paid_at is None:
        raise ValueError("approved, but not said when")
    kept = transaction.values.get("COMMISSION_VALUE")
    fee = fee_money(kept.value, amount.currency) if kept and kept.currency == amount.currency else None
    return TheirCapture(capture_id(order, transaction), amount, fee, paid_at)


def _refund(order: Order, transaction: Transaction, name: str) -> TheirRefund:
    parent = next((one for one in order.transactions if one.id == transaction.parent), None)
    if parent is None:
        taken = [one for one in order.transactions if one.type in _TAKING and _state(one) == "APPROVED"]
        parent = taken[0]
    return TheirRefund(
        refund_id=name,
        payment_id=capture_id(order, parent),
        amount=amount_of(order, transaction),
        state=_REFUNDS.get(_state(transaction) or "", "pending"),
        at=_at(transaction) or _at(parent) or _NEVER,
        key=_key(transaction.reason),
    )


def _key(reason: str | None) -> UUID | None:
    named = _UUID.search(reason or "")
    return UUID(named.group()) if named else None


def _state(transaction: Transaction) -> str | None:
    return transaction.response.state if transaction.response else None


def _at(transaction: Transaction) -> datetime | None:
    return transaction.response.at if transaction.response else None
