"""What every provider's client promises (`backend.payments.ports`), over HTTP, with its emulator on the other side."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.money import Money, smallest
from backend.payments.ports import ProviderDown, ProviderRefused, TheirState
from backend.payments.providers.emulating import Trouble
from tests.backend.payments.providers.cases import CASES, Case
from tests.backend.payments.providers.conftest import Stage, follow

PAYUS_TIME = timedelta(minutes=1)
"""In which its refunds are done; the others' are at once."""


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    """Each provider in its turn."""
    found: Case = request.param
    return found


@pytest.fixture
async def stage(case: Case) -> AsyncIterator[Stage]:
    async with case.staged() as stage:
        yield stage


async def test_a_deposit_is_paid_and_everything_is_known_of_it(stage: Stage, case: Case) -> None:
    wish = stage.wish()
    link = await stage.provider.create_link(wish)
    opened = await stage.provider.fetch(link.reference)
    assert (opened.state, opened.captures) == (TheirState.OPEN, ())
    page = (await follow(link.url)).text
    assert re.search(case.written, page) and "script" not in page
    assert "Pagado" in (await follow(link.url, "pay")).text
    await stage.emulator.courier.settled()

    theirs = await stage.provider.fetch(link.reference)
    [capture] = theirs.captures
    assert (theirs.our_id, theirs.state) == (wish.payment_id, TheirState.PAID)
    assert (capture.amount, capture.fee) == (case.price, case.fee)
    assert stage.door.references == case.told_by(link.reference, capture)
    assert stage.door.refused == []
    for told in (*stage.door.references, capture.payment_id):
        found = await stage.provider.fetch(told)
        assert (found.our_id, found.captures) == (wish.payment_id, theirs.captures)


async def test_the_same_key_gives_the_same_link(stage: Stage) -> None:
    wish = stage.wish()
    assert await stage.provider.create_link(wish) == await stage.provider.create_link(wish)


async def test_a_declined_card_may_be_tried_again(stage: Stage, case: Case) -> None:
    link = await stage.provider.create_link(stage.wish())
    await follow(link.url, "decline")
    declined = await stage.provider.fetch(link.reference)
    assert (declined.state, declined.failure) == (TheirState.OPEN, case.declined)
    await follow(link.url, "pay")
    again = await stage.provider.fetch(link.reference)
    assert (again.state, again.failure, len(again.captures)) == (TheirState.PAID, None, 1)


async def test_money_goes_back_once_for_each_key_and_never_more_than_came(
    stage: Stage, case: Case, key: UUID
) -> None:
    reference = await stage.does("pay")
    [capture] = (await stage.provider.fetch(reference)).captures
    least = smallest(case.price.currency)
    part = Money(case.price.amount // 3 // least * least, case.price.currency)
    rest = case.price - part
    first = await stage.provider.refund(key, capture.payment_id, part)
    assert (first.key, first.amount) == (key, part)
    again = await stage.provider.refund(key, capture.payment_id, part)
    assert (again.refund_id, again.key, again.state) == (first.refund_id, key, first.state)
    with pytest.raises(ProviderRefused):
        await stage.provider.refund(uuid4(), capture.payment_id, rest + Money(least, rest.currency))
    await stage.provider.refund(uuid4(), capture.payment_id, rest)
    stage.clock.ahead += PAYUS_TIME
    theirs = await stage.provider.fetch(reference)
    assert (theirs.state, theirs.captures) == (TheirState.PAID, (capture,))
    assert {refund.state for refund in theirs.refunds} == {"done"}
    assert {refund.payment_id for refund in theirs.refunds} == {capture.payment_id}
    assert sum(refund.amount.amount for refund in theirs.refunds) == case.price.amount
    [mine] = [refund for refund in theirs.refunds if refund.refund_id == first.refund_id]
    assert mine.key == (key if case.tells_keys else None)


@pytest.mark.parametrize(
    ("trouble", "reason", "after"),
    [
        (Trouble("status", 500), "status_500", None),
        (Trouble("status", 503, after=7), "status_503", 7.0),
        (Trouble("status", 429, after=3), "too_many", 3.0),
        (Trouble("status", 429), "too_many", None),
        (Trouble("status", 429, after=0), "too_many", None),
        (Trouble("status", 302), "unreadable", None),
        (None, "credentials", None),
        (Trouble("half"), "unreadable", None),
        (Trouble("garbage"), "unreadable", None),
    ],
)
async def test_an_answer_that_is_none_is_a_provider_that_is_down(
    stage: Stage, case: Case, trouble: Trouble | None, reason: str, after: float | None
) -> None:
    stage.emulator.troubles.add(trouble or Trouble("status", case.credentials))
    with pytest.raises(ProviderDown) as down:
        if case.links_by_http:
            await stage.provider.create_link(stage.wish())
        else:
            await stage.provider.fetch(case.stranger)
    assert (down.value.reason, down.value.after) == (reason, after)


async def test_a_slow_or_absent_provider_is_told(stage: Stage, case: Case) -> None:
    slow, absent = case.client(stage.address, timeout=0.2), case.client("http://127.0.0.1:9")
    stage.emulator.troubles.add(Trouble("hang", seconds=0.5))
    for client, reason in ((slow, "timeout"), (absent, "unreachable")):
        with pytest.raises(ProviderDown, match=reason):
            await client.fetch(case.stranger)
        await client.aclose()


async def test_what_another_account_has_is_unknown(stage: Stage, case: Case) -> None:
    for reference in case.unknown:
        with pytest.raises(ProviderRefused, match="unknown"):
            await stage.provider.fetch(reference)


async def test_a_webhook_comes_again_until_it_is_taken(stage: Stage) -> None:
    stage.door.answer = lambda delivery: 200 if delivery > 2 else 500
    await stage.does("decline")
    await stage.emulator.courier.settled()
    assert list(stage.emulator.courier.answers) == [500, 500, 200]
    assert len({notice.event_id for notice in stage.door.notices if notice}) == 1
