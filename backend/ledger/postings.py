"""What happens with money as lines of the books, each of which add up to zero. Pure.

Debit above zero, credit below: `docs/books.md` says in words what stands on each account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.ledger.schemas import Line
from backend.money import Money

Lines = tuple[Line, ...]
SALES, TAX, PENALTIES, COMMISSION = "sales", "tax", "penalties", "commission"
UNCLAIMED = "unclaimed"
BANK = "bank"


@dataclass(frozen=True, slots=True)
class Sale:
    """What a confirmed booking is made of, in one currency: ``tax`` is part of ``total``, ``nets`` what each supplier gets."""

    reference: str
    total: Money
    tax: Money
    nets: dict[str, Money]
    reseller: str | None
    commission: Money


def booking_account(reference: str | None) -> str:
    """What a booking's traveller owes us; money of no booking of ours is unclaimed."""
    return UNCLAIMED if reference is None else f"booking:{reference}"


def confirmed(sale: Sale) -> Lines:
    """The traveller owes the total, we owe suppliers and reseller their parts."""
    lines = [
        Line(booking_account(sale.reference), sale.total),
        Line(SALES, sale.tax - sale.total),
        Line(TAX, sale.tax * -1),
    ]
    for supplier, net in sale.nets.items():
        lines += _moved(f"supplier:{supplier}", f"cost:{supplier}", net)
    if sale.reseller is not None:
        lines += _moved(f"reseller:{sale.reseller}", COMMISSION, sale.commission)
    return tuple(lines)


def cancelled(posted: Sequence[Line], penalty: Money) -> Lines:
    """A confirmation turned round but for the penalty, and for the same share of what suppliers and reseller get.

    ``posted`` is the confirmation as it stands in the books: who was to get what is never worked out anew.
    """
    sold = [line for line in posted if line.account.startswith("booking:") or line.account in (SALES, TAX)]
    total = next(line.amount.amount for line in sold if line.amount.amount > 0)
    traveller = next(line.account for line in sold if line.account.startswith("booking:"))
    lines = [Line(line.account, line.amount * -1) for line in sold]
    lines += _moved(PENALTIES, traveller, penalty)
    for whose, expense in (("supplier:", "cost:"), ("reseller:", "")):
        owed = [line for line in posted if line.account.startswith(whose)]
        amounts = [-line.amount.amount for line in owed]
        for line, amount, kept in zip(owed, amounts, keep(amounts, penalty.amount, total), strict=True):
            account = expense + line.account.removeprefix(whose) if expense else COMMISSION
            lines += _moved(account, line.account, Money(amount - kept, line.amount.currency))
    return tuple(lines)


def keep(amounts: Sequence[int], part: int, whole: int) -> list[int]:
    """``part / whole`` of each amount, so that they add up to that share of their sum, rounded half up.

    Each is rounded down first; the minor units that are missing go to those that lost most, the first among equals.
    """
    wanted = (2 * sum(amounts) * part + whole) // (2 * whole)
    shares = [divmod(amount * part, whole) for amount in amounts]
    missing = wanted - sum(share for share, _ in shares)
    first = sorted(range(len(shares)), key=lambda place: -shares[place][1])[:missing]
    return [share + (place in first) for place, (share, _) in enumerate(shares)]


def captured(provider: str, amount: Money, reference: str | None = None) -> Lines:
    """A provider took money for a booking, or for nobody known."""
    return _moved(booking_account(reference), f"provider:{provider}", amount)


def claimed(amount: Money, reference: str) -> Lines:
    """Money of nobody known turns out to be a booking's."""
    return _moved(booking_account(reference), UNCLAIMED, amount)


def fee(provider: str, amount: Money) -> Lines:
    """A provider keeps a part of what it took."""
    return _moved(f"provider:{provider}", f"fees:{provider}", amount)


def refunded(provider: str, amount: Money, reference: str | None = None) -> Lines:
    """A provider gave money back."""
    return _moved(f"provider:{provider}", booking_account(reference), amount)


def dispute_opened(provider: str, amount: Money) -> Lines:
    """A provider withholds money that the traveller's bank wants back."""
    return _moved(f"provider:{provider}", f"disputes:{provider}", amount)


def dispute_won(provider: str, amount: Money) -> Lines:
    """It stays ours after all."""
    return _moved(f"disputes:{provider}", f"provider:{provider}", amount)


def dispute_lost(provider: str, amount: Money, reference: str | None = None) -> Lines:
    """It is gone, and the traveller owes it again."""
    return _moved(f"disputes:{provider}", booking_account(reference), amount)


def supplier_paid(supplier: str, amount: Money) -> Lines:
    """A supplier got what was owed to it, from our bank."""
    return _moved(BANK, f"supplier:{supplier}", amount)


def reseller_paid(reseller: str, amount: Money) -> Lines:
    """A reseller got a commission, from our bank."""
    return _moved(BANK, f"reseller:{reseller}", amount)


def _moved(source: str, target: str, amount: Money) -> Lines:
    """An amount from one account (credit) to another (debit)."""
    return (Line(target, amount), Line(source, amount * -1))
