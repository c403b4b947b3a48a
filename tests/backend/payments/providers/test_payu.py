"""What is peculiar to PayU's client: `test_contract.py` has what all promise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from backend.money import Money
from backend.payments.ports import (
    ProviderDown,
    ProviderRefused,
    TheirCapture,
    TheirState,
)
from backend.payments.providers.emulating import Trouble
from backend.payments.providers.payu import parse
from backend.payments.providers.payu.answers import Order
from backend.payments.providers.payu.client import PayUProvider
from tests.backend.payments.providers.cases import PAYU, payu_access
from tests.backend.payments.providers.conftest import Stage, documented, follow, last_part


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with PAYU.staged() as stage:
        yield stage


async def test_two_tries_are_two_confirmations(stage: Stage) -> None:
    await stage.does("decline", "pay")
    await stage.emulator.courier.settled()
    assert len({notice.event_id for notice in stage.door.notices}) == 2


async def test_who_visits_twice_may_pay_twice(stage: Stage) -> None:
    link = await stage.provider.create_link(stage.wish())
    for page in [await follow(link.url) for _ in range(2)]:
        stage.emulator.do(last_part(str(page.url)), "pay")
    assert len((await stage.provider.fetch(link.reference)).captures) == 2


async def taken(stage: Stage) -> TheirCapture:
    """Money that PayU took."""
    return (await stage.provider.fetch(await stage.does("pay"))).captures[0]


async def test_money_goes_back_later(stage: Stage, key: UUID) -> None:
    capture = await taken(stage)
    refund = await stage.provider.refund(key, capture.payment_id, Money(50_000_000, "COP"))
    assert refund.state == "pending"
    with pytest.raises(ProviderRefused, match="more_than_was_taken"):
        await stage.provider.refund(uuid4(), capture.payment_id, Money(25_000_100, "COP"))


async def test_a_refund_without_an_answer_is_not_asked_for_again_at_once(stage: Stage, key: UUID) -> None:
    """PayU knows no idempotency keys."""
    capture = await taken(stage)
    # The order is looked at first.
    stage.emulator.troubles.add(None, Trouble("status", 500, done=True))
    with pytest.raises(ProviderDown, match="status_500"):
        await stage.provider.refund(key, capture.payment_id, stage.price)
    with pytest.raises(ProviderDown, match="unsure") as unsure:
        await stage.provider.refund(key, capture.payment_id, stage.price)
    assert unsure.value.after and unsure.value.after > 60
    # Another process: the queries do not show it yet.
    other = PAYU.client(stage.address)
    [order] = stage.emulator.shop.orders.values()
    made = order["transactions"].pop()
    with pytest.raises(ProviderDown, match="unsure"):
        await other.refund(key, capture.payment_id, stage.price, again=True)
    assert len(order["transactions"]) == 1
    await other.aclose()
    # And another one, later: they show it by then.
    order["transactions"].append(made)
    other = PAYU.client(stage.address)
    assert (await other.refund(key, capture.payment_id, stage.price, again=True)).key == key
    assert len(order["transactions"]) == 2
    await other.aclose()


async def test_a_refund_of_ours_keeps_its_name_when_another_is_made_in_payus_panel(
    stage: Stage, key: UUID
) -> None:
    capture = await taken(stage)
    ours = await stage.provider.refund(key, capture.payment_id, Money(10_000_000, "COP"))
    [order] = stage.emulator.shop.orders.values()
    panels = order["transactions"][0] | {"id": str(uuid4()), "type": "PARTIAL_REFUND", "reason": None}
    order["transactions"].append(panels | {"parentTransactionId": order["transactions"][0]["id"]})
    found = (await stage.provider.fetch(order["referenceCode"])).refunds
    assert {one.refund_id: one.key for one in found} == {ours.refund_id: key, f"{order['id']}/refund-1": None}


async def test_a_refund_that_may_be_this_one_is_a_persons_matter(stage: Stage, key: UUID) -> None:
    capture = await taken(stage)
    await stage.provider.refund(key, capture.payment_id, Money(10_000_000, "COP"))
    for order in stage.emulator.shop.orders.values():
        order["transactions"][-1]["reason"] = None
    with pytest.raises(ProviderRefused, match="perhaps_refunded_already"):
        await stage.provider.refund(uuid4(), capture.payment_id, Money(10_000_000, "COP"))


async def test_a_wrong_key_is_told(stage: Stage) -> None:
    with pytest.raises(ProviderDown, match="credentials"):
        await PayUProvider(payu_access(stage.address, api_key="wrong")).fetch(str(uuid4()))


async def test_what_nobody_paid_cannot_go_back(stage: Stage) -> None:
    for capture in ("1/x", "x/1", ""):
        with pytest.raises(ProviderRefused, match="unknown"):
            await stage.provider.refund(uuid4(), capture, stage.price)


async def test_an_amount_with_cents_of_a_peso_is_refused(stage: Stage) -> None:
    with pytest.raises(ProviderRefused, match="amount_too_fine"):
        await stage.provider.create_link(stage.wish(Money(150, "COP")))


def of(state: str, **change: Any) -> Any:
    order = documented("payu_order.json")["result"]["payload"][0]
    order["transactions"][0]["transactionResponse"]["state"] = state
    order["transactions"][0].update(change)
    return parse.of_orders("PRODUCT_TEST", [Order.model_validate(order)])


def test_the_documented_order() -> None:
    [capture] = of("APPROVED").captures
    assert capture.payment_id == "857695047/5fde3c2c-540d-4579-96f7-2a4b8c65a951"
    assert capture.amount == Money(15_026, "USD")
    assert capture.paid_at == datetime(2021, 5, 3, 18, 1, 18, tzinfo=UTC)
    in_bogota = {"state": "APPROVED", "operationDate": "2021-05-03T13:01:18"}
    assert of("", transactionResponse=in_bogota).captures[0].paid_at == capture.paid_at


@pytest.mark.parametrize(
    ("state", "came_to", "captures"),
    [
        ("APPROVED", TheirState.PAID, 1),
        ("PENDING", TheirState.PROCESSING, 0),
        ("SUBMITTED", TheirState.PROCESSING, 0),
        ("DECLINED", TheirState.OPEN, 0),
        ("ERROR", TheirState.OPEN, 0),
        ("EXPIRED", TheirState.OPEN, 0),
        ("SOMETHING_NEW", TheirState.OPEN, 0),
    ],
)
def test_every_documented_state(state: str, came_to: TheirState, captures: int) -> None:
    theirs = of(state)
    assert (theirs.state, len(theirs.captures)) == (came_to, captures)
    assert of(state, type="AUTHORIZATION").captures == ()
