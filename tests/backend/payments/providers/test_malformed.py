"""Whatever a provider answers, it is either understood or counts as no answer."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from backend.payments.ports import ProviderDown, TheirPayment
from backend.payments.providers.mercadopago import parse as mercadopago
from backend.payments.providers.mercadopago.answers import Payment
from backend.payments.providers.payu import parse as payu
from backend.payments.providers.payu.answers import Order
from backend.payments.providers.reading import readable
from backend.payments.providers.stripe import parse as stripe
from backend.payments.providers.stripe.answers import Dispute, Refund, Session
from tests.backend.payments.providers.conftest import documented

STRANGE: tuple[Any, ...] = (
    None,
    [],
    {},
    [None],
    "",
    "x",
    "9" * 60,
    -1,
    10**40,
    1e308,
    0.1 + 0.2,
    True,
    "1E+999999",
)


def session(answer: Any) -> TheirPayment:
    made = Session.model_validate(answer["session"])
    refunds = [Refund.model_validate(one) for one in answer["refunds"]]
    disputes = [Dispute.model_validate(one) for one in answer["disputes"]]
    return stripe.of_session(made, refunds, disputes)


SESSION = {
    "session": {
        "id": "cs_test_a11YYufWQzNY63zpQ6QSNRQhkUpVph4WRmzW0zWJO2znZKdVujZ0N0S22u",
        "status": "complete",
        "payment_status": "paid",
        "client_reference_id": "0b8e4b9e-9b8e-4d26-8f3e-0f0f6d4b7a55",
        "expires_at": 1679687122,
        "payment_intent": {
            "id": "pi_1GszsK2eZvKYlo2CfhZyoZLp",
            "status": "succeeded",
            "last_payment_error": {"code": "card_declined"},
            "latest_charge": {
                "id": "ch_3MmlLrLkdIwHu7ix0snN0B15",
                "amount": 1099,
                "amount_captured": 1099,
                "currency": "usd",
                "paid": True,
                "captured": True,
                "created": 1679090539,
                "payment_intent": "pi_1GszsK2eZvKYlo2CfhZyoZLp",
                "balance_transaction": {"amount": 1000, "currency": "eur", "fee": 62},
            },
        },
    },
    "refunds": [
        {"id": "re_1", "amount": 99, "currency": "usd", "status": "succeeded", "created": 1692942318}
    ],
    "disputes": [{"id": "du_1", "amount": 1000, "currency": "usd", "status": "lost", "created": 1680651737}],
}


def payment(answer: Any) -> TheirPayment:
    return mercadopago.of_payments("payment/1", None, [Payment.model_validate(answer)])


def order(answer: Any) -> TheirPayment:
    return payu.of_orders("r", [Order.model_validate(one) for one in answer["result"]["payload"]])


def with_refund() -> Any:
    made = documented("payu_order.json")
    transactions = made["result"]["payload"][0]["transactions"]
    transactions.append(
        {**copy.deepcopy(transactions[0]), "id": "2", "type": "REFUND", "parentTransactionId": "1"}
    )
    return made


def charged_back() -> Any:
    refund = {"id": 1, "amount": 50, "status": "approved", "date_created": "2018-03-05T10:07:16.000-04:00"}
    return documented("mercadopago_payment.json") | {"status": "charged_back", "refunds": [refund]}


def spoiled(tree: Any) -> Iterator[Any]:
    """The answer with one part of it, whichever, missing or replaced by something strange."""

    def places(node: Any, way: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        for key in keys:
            yield (*way, key)
            yield from places(node[key], (*way, key))

    for way in list(places(tree, ())):
        for strange in (*STRANGE, "missing"):
            made = copy.deepcopy(tree)
            node = made
            for key in way[:-1]:
                node = node[key]
            if strange == "missing":
                del node[way[-1]]
            else:
                node[way[-1]] = strange
            yield made


@pytest.mark.parametrize(
    ("read", "answer"),
    [(session, SESSION), (payment, charged_back()), (order, with_refund())],
    ids=["stripe", "mercadopago", "payu"],
)
def test_every_part_of_an_answer_may_be_anything(read: Callable[[Any], TheirPayment], answer: Any) -> None:
    assert read(answer).captures and read(answer).refunds
    outcomes = {"read": 0, "unreadable": 0}
    for made in spoiled(json.loads(json.dumps(answer))):
        try:
            with readable():
                read(made)
            outcomes["read"] += 1
        except ProviderDown as down:
            assert down.reason == "unreadable"
            outcomes["unreadable"] += 1
    assert min(outcomes.values()) > 50, outcomes
