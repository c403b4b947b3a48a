"""Things that come together are stored together, and one that cannot be stored fails alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import chain

import pytest

from backend.intake import MOST, Intake


class Store:
    """Refuses what is in ``bad``, and everything while ``down``."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.bad: set[int] = set()
        self.down = False
        self.calls = 0

    async def __call__(self, things: Sequence[int]) -> None:
        self.calls += 1
        await asyncio.sleep(0)
        if self.down:
            raise OSError("down")
        if self.bad & set(things):
            raise ValueError("bad")
        self.batches.append(list(things))


async def test_whoever_comes_while_one_transaction_is_at_work_shares_the_next() -> None:
    intake, store = Intake[int](), Store()
    await asyncio.gather(*(intake.put([number], store) for number in range(5)))
    assert [*chain.from_iterable(store.batches)] == [0, 1, 2, 3, 4]
    assert len(store.batches) <= 2


async def test_one_that_cannot_be_stored_fails_alone() -> None:
    intake, store = Intake[int](), Store()
    store.bad = {1}
    outcomes = await asyncio.gather(
        *(intake.put([number], store) for number in range(3)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), ValueError, type(None)]
    assert [*chain.from_iterable(store.batches)] == [0, 2]


async def test_of_one_delivery_the_rest_is_stored_and_the_provider_told_to_come_again() -> None:
    intake, store = Intake[int](), Store()
    store.bad = {1}
    with pytest.raises(ValueError, match="bad"):
        await intake.put([0, 1, 2], store)
    assert [*chain.from_iterable(store.batches)] == [0, 2]


async def test_while_the_database_is_down_nobody_waits_for_every_other_to_fail() -> None:
    intake, store = Intake[int](), Store()
    store.down = True
    outcomes = await asyncio.gather(
        *(intake.put([number], store) for number in range(9)), return_exceptions=True
    )
    assert all(isinstance(outcome, OSError) for outcome in outcomes)
    assert store.calls <= 2
    store.down = False
    await intake.put([9], store)
    assert store.batches == [[9]]


async def test_a_long_delivery_is_stored_in_order_in_several_transactions() -> None:
    intake, store = Intake[int](), Store()
    await intake.put(range(MOST + 1), store)
    assert store.batches == [list(range(MOST)), [MOST]]
