"""Whatever happens with money adds up, to the smallest coin of any currency."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.ledger.postings import (
    Lines,
    Sale,
    cancelled,
    captured,
    claimed,
    confirmed,
    dispute_lost,
    dispute_opened,
    dispute_won,
    fee,
    keep,
    refunded,
    reseller_paid,
    supplier_paid,
)
from backend.ledger.service import check_balanced
from backend.money import Money

REFERENCE = "K7PQ2M"
CURRENCIES = ("CLP", "USD", "KWD")
"""Of no, two and three decimals: a minor unit is an integer in each."""


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    currency = draw(st.sampled_from(CURRENCIES))
    nets = draw(
        st.dictionaries(st.sampled_from(("sol", "mar", "inti", "lago")), st.integers(0, 10**9), min_size=1)
    )
    markup, tax = draw(st.integers(1, 10**9)), draw(st.integers(0, 10**8))
    reseller = draw(st.none() | st.just("agencia"))
    return Sale(
        reference=REFERENCE,
        total=Money(sum(nets.values()) + markup + tax, currency),
        tax=Money(tax, currency),
        nets={supplier: Money(net, currency) for supplier, net in nets.items()},
        reseller=reseller,
        commission=Money(draw(st.integers(0, markup)) if reseller else 0, currency),
    )


def on(lines: Lines, account: str) -> int:
    return sum(line.amount.amount for line in lines if line.account == account)


def under(lines: Lines, prefix: str) -> int:
    return sum(line.amount.amount for line in lines if line.account.startswith(prefix))


@given(sales())
def test_a_confirmation_owes_everybody_their_part(sale: Sale) -> None:
    lines = confirmed(sale)
    check_balanced("confirmed", lines)
    assert on(lines, f"booking:{REFERENCE}") == sale.total.amount
    assert on(lines, "sales") + on(lines, "tax") == -sale.total.amount
    assert {supplier: -on(lines, f"supplier:{supplier}") for supplier in sale.nets} == {
        supplier: net.amount for supplier, net in sale.nets.items()
    }
    assert on(lines, "commission") == -under(lines, "reseller:") == sale.commission.amount


@given(sales(), st.data())
def test_a_cancellation_leaves_the_penalty_and_the_same_share_for_everybody(
    sale: Sale, data: st.DataObject
) -> None:
    penalty = Money(data.draw(st.integers(0, sale.total.amount)), sale.total.currency)
    posted = confirmed(sale)
    lines = cancelled(posted, penalty)
    check_balanced("cancelled", lines)
    both = posted + lines
    assert on(both, f"booking:{REFERENCE}") == penalty.amount == -on(both, "penalties")
    assert on(both, "sales") == on(both, "tax") == 0
    whole = sum(net.amount for net in sale.nets.values())
    share = (2 * whole * penalty.amount + sale.total.amount) // (2 * sale.total.amount)
    assert -under(both, "supplier:") == under(both, "cost:") == share
    for supplier, net in sale.nets.items():
        exactly = net.amount * penalty.amount / sale.total.amount
        assert abs(-on(both, f"supplier:{supplier}") - exactly) <= 1 + exactly * 1e-9
        assert 0 <= -on(both, f"supplier:{supplier}") <= net.amount


@given(sales())
def test_without_a_penalty_nothing_is_left_and_with_all_of_it_everything(sale: Sale) -> None:
    posted = confirmed(sale)
    free = posted + cancelled(posted, Money(0, sale.total.currency))
    assert all(on(free, line.account) == 0 for line in free)
    dear = posted + cancelled(posted, sale.total)
    for line in posted:
        if line.account.startswith(("supplier:", "cost:", "reseller:", "commission", "booking:")):
            assert on(dear, line.account) == on(posted, line.account)


@given(st.lists(st.integers(0, 10**12), max_size=6), st.data())
def test_shares_add_up_to_the_share_of_their_sum(amounts: list[int], data: st.DataObject) -> None:
    whole = data.draw(st.integers(1, 10**12))
    part = data.draw(st.integers(0, whole))
    kept = keep(amounts, part, whole)
    assert sum(kept) == (2 * sum(amounts) * part + whole) // (2 * whole)
    assert all(0 <= share <= amount for share, amount in zip(kept, amounts, strict=True))


@given(st.sampled_from(CURRENCIES), st.integers(1, 10**12))
def test_money_that_moves_leaves_one_account_for_another(currency: str, minor: int) -> None:
    amount = Money(minor, currency)
    moves = [
        (captured("stripe", amount, REFERENCE), "provider:stripe", f"booking:{REFERENCE}"),
        (captured("stripe", amount), "provider:stripe", "unclaimed"),
        (claimed(amount, REFERENCE), "unclaimed", f"booking:{REFERENCE}"),
        (reseller_paid("brisa", amount), "reseller:brisa", "bank"),
        (fee("payu", amount), "fees:payu", "provider:payu"),
        (refunded("payu", amount, REFERENCE), f"booking:{REFERENCE}", "provider:payu"),
        (refunded("payu", amount), "unclaimed", "provider:payu"),
        (dispute_opened("stripe", amount), "disputes:stripe", "provider:stripe"),
        (dispute_won("stripe", amount), "provider:stripe", "disputes:stripe"),
        (dispute_lost("stripe", amount, REFERENCE), f"booking:{REFERENCE}", "disputes:stripe"),
        (supplier_paid("sol", amount), "supplier:sol", "bank"),
    ]
    for lines, debit, credit in moves:
        assert [(line.account, line.amount) for line in lines] == [(debit, amount), (credit, amount * -1)]
