"""How a payment stands at its provider at this moment, for who asks and will not wait for a notice."""

from __future__ import annotations

from uuid import UUID

from backend.payments import repository
from backend.payments.ports import PaymentPorts
from backend.payments.settling import settle


async def look(ports: PaymentPorts, *, payment_id: UUID) -> None:
    """Asks the provider and settles what it says, in no transaction of the caller's; nothing to ask without a link.

    Raises ProviderDown, ProviderRefused.
    """
    async with ports.sessions() as session:
        payment = await repository.get_payment_or_none(session, payment_id)
    if payment is None or payment.reference is None:
        return
    theirs = await ports.provider(payment.provider).fetch(payment.reference)
    await settle(ports, theirs)
