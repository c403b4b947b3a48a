"""What is peculiar to Stripe's client: `test_contract.py` has what all promise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.money import Money
from backend.payments.ports import ProviderDown, ProviderRefused, TheirState
from backend.payments.providers.emulating import Trouble
from backend.payments.providers.stripe.amounts import from_stripe, to_stripe
from backend.payments.providers.stripe.check import EVENTS
from tests.backend.payments.providers.cases import STRIPE
from tests.backend.payments.providers.conftest import Stage, last_part


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with STRIPE.staged() as stage:
        yield stage


async def test_a_link_is_known_before_it_is_paid_and_ends_when_it_shall(stage: Stage) -> None:
    wish = stage.wish()
    link = await stage.provider.create_link(wish)
    assert abs(link.expires_at - wish.expires_at) < timedelta(seconds=2)
    assert (await stage.provider.fetch(link.reference)).our_id == wish.payment_id


@pytest.mark.parametrize("hours", [0.2, 23.999, 30])
async def test_a_link_that_stripe_would_not_end_then_lives_a_day_and_is_ended_by_us(
    stage: Stage, hours: float
) -> None:
    wish = stage.wish(expires_at=stage.clock() + timedelta(hours=hours))
    link = await stage.provider.create_link(wish)
    assert abs(link.expires_at - stage.clock() - timedelta(days=1)) < timedelta(seconds=5)
    await stage.provider.expire(link.reference)
    await stage.provider.expire(link.reference)
    assert (await stage.provider.fetch(link.reference)).state is TheirState.EXPIRED


async def test_what_becomes_of_a_payment_is_among_the_events_that_the_webhook_is_checked_for(
    stage: Stage,
) -> None:
    await stage.does("decline", "pay", "dispute", "dispute_lost")
    await stage.emulator.courier.settled()
    assert {notice.kind for notice in stage.door.notices} - {"payment_intent.succeeded"} == {
        "payment_intent.payment_failed",
        "checkout.session.completed",
        "charge.dispute.created",
        "charge.dispute.closed",
    } & set(EVENTS)


async def test_a_payment_that_failed_is_over_where_its_session_is(stage: Stage) -> None:
    """A voucher that nobody paid, told by its payment intent before its session."""
    reference = await stage.does("decline")
    session = stage.emulator.ledger.sessions[reference]
    tried = await stage.provider.fetch(session["payment_intent"])
    assert (tried.reference, tried.state) == (reference, TheirState.OPEN)
    session["status"] = "complete"
    over = await stage.provider.fetch(session["payment_intent"])
    assert (over.reference, over.state, over.failure) == (
        reference,
        TheirState.FAILED,
        "insufficient_funds",
    )


async def test_a_charge_that_was_made_without_a_payment_intent_is_found_by_its_own_id(stage: Stage) -> None:
    theirs = await stage.provider.fetch(await stage.does("pay"))
    [charge] = stage.emulator.ledger.charges
    assert (await stage.provider.fetch(charge)).captures == theirs.captures
    with pytest.raises(ProviderRefused, match="unknown"):
        await stage.provider.fetch("ch_other")


async def test_a_paid_link_is_not_ended(stage: Stage) -> None:
    reference = await stage.does("pay")
    await stage.provider.expire(reference)
    assert (await stage.provider.fetch(reference)).state is TheirState.PAID


async def test_a_link_ends_by_itself(stage: Stage) -> None:
    reference = await stage.does()
    stage.clock.ahead = timedelta(hours=21)
    assert (await stage.provider.fetch(reference)).state is TheirState.EXPIRED


async def test_a_key_that_stripe_has_forgotten_gives_the_same_refund(stage: Stage, key: UUID) -> None:
    reference = await stage.does("pay")
    [capture] = (await stage.provider.fetch(reference)).captures
    first = await stage.provider.refund(key, capture.payment_id, Money(20_000, "USD"))
    # Keys are forgotten after a day; the metadata stay.
    stage.emulator.keys.forget()
    assert await stage.provider.refund(key, capture.payment_id, Money(20_000, "USD")) == first
    with pytest.raises(ProviderRefused, match="amount_too_large"):
        await stage.provider.refund(uuid4(), capture.payment_id, Money(17_001, "USD"))


async def test_a_conflict_is_a_matter_of_time(stage: Stage) -> None:
    stage.emulator.troubles.add(Trouble("status", 409))
    with pytest.raises(ProviderDown, match="status_409"):
        await stage.provider.create_link(stage.wish())


async def test_a_dispute_is_opened_and_decided(stage: Stage) -> None:
    reference = await stage.does("pay", "dispute")
    [opened] = (await stage.provider.fetch(reference)).disputes
    assert (opened.state, opened.amount, opened.reason) == ("open", Money(37_000, "USD"), "fraudulent")
    stage.emulator.do(reference, "dispute_lost")
    [closed] = (await stage.provider.fetch(reference)).disputes
    assert (closed.dispute_id, closed.state) == (opened.dispute_id, "lost")


async def test_everything_of_a_day_is_listed_page_by_page(stage: Stage) -> None:
    paging = STRIPE.client(stage.address, clock=stage.clock, page_of=2)
    since = stage.clock() - timedelta(seconds=2)
    wishes = [stage.wish(Money(10_000 + n, "USD")) for n in range(5)]
    links = [await stage.provider.create_link(wish) for wish in wishes]
    for link in links[:4]:
        stage.emulator.do(last_part(link.url), "pay")
    stage.emulator.do(last_part(links[4].url), "decline")
    listed = [theirs async for theirs in paging.list_between(since, stage.clock() + timedelta(seconds=2))]
    assert {theirs.our_id for theirs in listed} == {wish.payment_id for wish in wishes[:4]}
    assert sum(theirs.captures[0].amount.amount for theirs in listed) == 40_006

    stage.clock.ahead = timedelta(days=2)
    await stage.provider.refund(uuid4(), listed[0].captures[0].payment_id, Money(500, "USD"))
    later = [
        theirs
        async for theirs in stage.provider.list_between(
            stage.clock() - timedelta(hours=1), stage.clock() + timedelta(hours=1)
        )
    ]
    assert [(theirs.our_id, len(theirs.refunds)) for theirs in later] == [(listed[0].our_id, 1)]


async def test_what_was_done_before_the_answer_was_lost_is_done_once(stage: Stage) -> None:
    wish = stage.wish()
    stage.emulator.troubles.add(Trouble("half", done=True))
    with pytest.raises(ProviderDown):
        await stage.provider.create_link(wish)
    await stage.provider.create_link(wish)
    assert len(stage.emulator.ledger.sessions) == 1


@pytest.mark.parametrize(
    ("money", "written"),
    [
        (Money(1_234, "USD"), 1_234),
        (Money(1_234, "CLP"), 1_234),
        (Money(1_234, "JPY"), 1_234),
        (Money(5_124, "ISK"), 512_400),
        (Money(5_120, "KWD"), 5_120),
        (Money(100, "COP"), 100),
    ],
)
def test_amounts_are_written_by_stripes_own_lists(money: Money, written: int) -> None:
    assert to_stripe(money) == written
    assert from_stripe(written, money.currency.lower()) == money


def test_an_amount_finer_than_stripe_takes_is_refused() -> None:
    with pytest.raises(ProviderRefused):
        to_stripe(Money(5_124, "KWD"))
    with pytest.raises(ValueError):
        from_stripe(512_450, "ISK")
