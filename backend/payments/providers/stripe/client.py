"""Stripe as a `PaymentProvider`: Checkout Sessions, the payment intents behind them, refunds and disputes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from backend.money import Money
from backend.payments.ports import (
    Link,
    LinkWish,
    Notice,
    ProviderRefused,
    TheirPayment,
    TheirRefund,
)
from backend.payments.providers.failing import TIMEOUT
from backend.payments.providers.reading import at_second, readable
from backend.payments.providers.stripe import parse
from backend.payments.providers.stripe.amounts import CURRENCIES, to_stripe
from backend.payments.providers.stripe.answers import Charge, Dispute, PaymentIntent, Refund, Session
from backend.payments.providers.stripe.asking import PAGE, asked, client_of, listed
from backend.payments.providers.stripe.notices import read_notice
from backend.payments.providers.stripe.settings import StripeSettings

SHORTEST: Final = 30 * 60.0
LONGEST: Final = 24 * 3_600.0
"""Seconds that a session lives (`expires_at` of Checkout Sessions); what it lives unless it is told."""
_SPARE: Final = 60.0
_CHARGES_MONEY: Final = ["balance_transaction", "refunds"]
_WITH_MONEY: Final = [f"latest_charge.{path}" for path in _CHARGES_MONEY]


class StripeProvider:
    """See `PaymentProvider`."""

    name = parse.NAME
    currencies = CURRENCIES
    countries: frozenset[str] = frozenset()
    shortest_link = SHORTEST
    lists = True

    def __init__(
        self,
        access: StripeSettings,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        timeout: float = TIMEOUT,
        page_of: int = PAGE,
    ) -> None:
        self._access = access
        self._clock = clock
        self._page_of = page_of
        self._stripe, self._transport = client_of(access, timeout)

    async def create_link(self, wish: LinkWish) -> Link:
        """See `PaymentProvider`. Where the end is nearer or further than Stripe allows, the session lives a day: under a
        key of its own, since a key goes with the same words only.
        """
        left = (wish.expires_at - self._clock()).total_seconds()
        dated = SHORTEST + _SPARE <= left <= LONGEST - _SPARE
        note = {parse.PAYMENT_ID: str(wish.payment_id)}
        params: dict[str, Any] = {
            "mode": "payment",
            "client_reference_id": str(wish.payment_id),
            "customer_email": wish.email,
            "locale": wish.language[:2],
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": wish.amount.currency.lower(),
                        "unit_amount": to_stripe(wish.amount),
                        "product_data": {"name": wish.title[:250]},
                    },
                }
            ],
            "metadata": note,
            "payment_intent_data": {"metadata": note, "description": wish.title[:1_000]},
            "success_url": wish.return_url,
            "cancel_url": wish.return_url,
        }
        if dated:
            params["expires_at"] = int(wish.expires_at.timestamp())
        key = str(wish.key) if dated else f"{wish.key}-day"
        call = self._stripe.v1.checkout.sessions.create_async(params, {"idempotency_key": key})  # type: ignore[arg-type]
        answer = await asked(call)
        with readable():
            session = Session.model_validate(answer)
            if not session.url:
                raise ValueError("a session without an address")
            return Link(session.id, session.url, at_second(session.expires_at))

    async def fetch(self, reference: str) -> TheirPayment:
        """See `PaymentProvider`; by a session, a payment intent, or a charge that was made without one."""
        if reference.startswith("cs_"):
            expand = ["payment_intent", *(f"payment_intent.{path}" for path in _WITH_MONEY)]
            answer = await asked(
                self._stripe.v1.checkout.sessions.retrieve_async(reference, {"expand": expand})
            )
            with readable():
                session = Session.model_validate(answer)
            intent = session.payment_intent if isinstance(session.payment_intent, PaymentIntent) else None
            refunds, disputes = await self._after(intent)
            with readable():
                return parse.of_session(session, refunds, disputes)
        if reference.startswith("pi_"):
            answer = await asked(
                self._stripe.v1.payment_intents.retrieve_async(reference, {"expand": _WITH_MONEY})
            )
            with readable():
                intent = PaymentIntent.model_validate(answer)
            if intent.status != "succeeded" and (session_id := await self._session_of(intent)):
                # Whether it can be tried again is the session's to say.
                return await self.fetch(session_id)
            refunds, disputes = await self._after(intent)
            with readable():
                return parse.of_intent(intent, refunds, disputes)
        if reference.startswith("ch_"):
            answer = await asked(
                self._stripe.v1.charges.retrieve_async(reference, {"expand": _CHARGES_MONEY})
            )
            with readable():
                charge = Charge.model_validate(answer)
            refunds, disputes = await self._after_charge(charge)
            with readable():
                return parse.of_charge(charge, refunds, disputes)
        raise ProviderRefused("unknown")

    async def expire(self, reference: str) -> None:
        """See `PaymentProvider`: Stripe refuses it for a session that has ended, which is what was wanted."""
        try:
            await asked(self._stripe.v1.checkout.sessions.expire_async(reference))
        except ProviderRefused as refusal:
            if refusal.reason == "unknown":
                raise
            answer = await asked(self._stripe.v1.checkout.sessions.retrieve_async(reference))
            if answer.get("status") == "open":
                raise

    async def refund(self, key: UUID, capture_id: str, amount: Money, *, again: bool = False) -> TheirRefund:
        """See `PaymentProvider`. Stripe forgets keys after a day, so that what stands there is looked through first."""
        of = {("payment_intent" if capture_id.startswith("pi_") else "charge"): capture_id}
        async for made in listed(self._stripe.v1.refunds.list_async, of):
            with readable():
                known = parse.of_refund(Refund.model_validate(made), capture_id)
            if known.key == key:
                return known
        params: dict[str, Any] = {**of, "amount": to_stripe(amount), "metadata": {parse.REFUND_KEY: str(key)}}
        call = self._stripe.v1.refunds.create_async(params, {"idempotency_key": str(key)})  # type: ignore[arg-type]
        answer = await asked(call)
        with readable():
            return parse.of_refund(Refund.model_validate(answer), capture_id)

    def verify(
        self, *, headers: Mapping[str, str], query: Mapping[str, str], body: bytes, now: datetime
    ) -> Notice | None:
        """See `PaymentProvider`."""
        return read_notice(self._access, headers=headers, body=body, now=now)

    async def list_between(self, since: datetime, until: datetime) -> AsyncIterator[TheirPayment]:
        """See `PaymentProvider`: charges of that time, and earlier ones that were refunded or disputed in it."""
        created = {"created": {"gte": int(since.timestamp()), "lt": int(until.timestamp())}}
        seen = set[str]()
        expand = [f"data.{path}" for path in _CHARGES_MONEY]
        async for one in listed(
            self._stripe.v1.charges.list_async, {**created, "expand": expand}, self._page_of
        ):
            with readable():
                charge = Charge.model_validate(one)
            if not parse.captures(charge):
                continue
            seen.add(parse.capture_id(charge))
            refunds, disputes = await self._after_charge(charge)
            with readable():
                yield parse.of_charge(charge, refunds, disputes)
        for later in (self._stripe.v1.refunds.list_async, self._stripe.v1.disputes.list_async):
            async for one in listed(later, created, self._page_of):
                intent = one.get("payment_intent")
                if isinstance(intent, str) and intent not in seen:
                    seen.add(intent)
                    yield await self.fetch(intent)

    async def aclose(self) -> None:
        """See `PaymentProvider`."""
        await self._transport.close_async()  # type: ignore[no-untyped-call]

    async def _session_of(self, intent: PaymentIntent) -> str | None:
        """The session that a payment intent is of, if any."""
        async for found in listed(
            self._stripe.v1.checkout.sessions.list_async, {"payment_intent": intent.id}
        ):
            with readable():
                return Session.model_validate(found).id
        return None

    async def _after(self, intent: PaymentIntent | None) -> tuple[list[Refund], list[Dispute]]:
        charge = intent.latest_charge if intent else None
        return await self._after_charge(charge) if isinstance(charge, Charge) else ([], [])

    async def _after_charge(self, charge: Charge) -> tuple[list[Refund], list[Dispute]]:
        """What became of a charge: the ten newest refunds come with it, more are asked for."""
        refunds = list(charge.refunds.data) if charge.refunds else []
        of = {"charge": charge.id}
        if charge.refunds is None or charge.refunds.has_more:
            found = [one async for one in listed(self._stripe.v1.refunds.list_async, of)]
            with readable():
                refunds = [Refund.model_validate(one) for one in found]
        disputes: list[Dispute] = []
        if charge.disputed:
            found = [one async for one in listed(self._stripe.v1.disputes.list_async, of)]
            with readable():
                disputes = [Dispute.model_validate(one) for one in found]
        return refunds, disputes
