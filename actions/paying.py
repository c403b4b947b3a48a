"""Paying from the chat: what can be paid and by whom, a link for it, and whether it came.

Providers are asked outside of any transaction, and no longer than a traveller waits for an answer.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from rasa_sdk.events import EventType, FollowupAction
from sqlalchemy.ext.asyncio import AsyncSession

from actions.pay_replies import PayReplies
from actions.places import get_place
from actions.refund import refund_text
from actions.replies import human_buttons, page_button
from actions.turn import Desk, Turn, slots
from actions.understanding.paying import PayWish
from backend.bookings.schemas import BookingState, BookingView
from backend.bookings.service import get_by_id
from backend.errors import BackendError
from backend.payments.calling import link_soon
from backend.payments.looking import look
from backend.payments.ports import ProviderDown, ProviderRefused
from backend.payments.schemas import COUNTING, Payable, PaymentKind, PaymentState, PaymentView
from backend.payments.service import list_payments, payable, request_payment
from backend.payments.statements import CaptureView, Statement, read_statements
from backend.quotes.planned import planned_of

LOOK_SECONDS: Final = 5.0
BY_CARD: Final = "stripe"
"""Whose button says "card"."""
OVER: Final = (BookingState.EXPIRED, BookingState.CANCELLED)
OPEN: Final = (PaymentState.OPEN, PaymentState.PROCESSING)
NOT_PENDING: Final = {"pending": None}


class Paying:
    """One turn about paying one booking."""

    def __init__(self, desk: Desk, turn: Turn, booking: BookingView) -> None:
        self.desk = desk
        self.turn = turn
        self.booking = booking
        self.ports = desk.payments

    async def answer(self, wish: PayWish) -> list[EventType]:
        """Whether it came, a link, or what there is to choose from; then what changes in the conversation."""
        if wish.twice:
            return await self.tell_twice()
        if wish.arrived:
            return await self.tell_truth()
        if self.booking.state is BookingState.CANCELLED:
            return await self._tell_cancelled()
        if wish.unpaid:
            return await self.tell_deadline(unpaid=True)
        if wish.typed:
            self.turn.tell(self.turn.words("pay.typed"))
            wish = replace(wish, again=True)
        async with self.desk.sessions() as session:
            replies = await self._replies(session)
            before = await list_payments(session, booking_id=self.booking.id)
            due = await self._payable(session)
        if wish.card and BY_CARD in due.providers:
            wish = replace(wish, provider=BY_CARD)
        newest = before[0] if before else None
        kind = self._kind(wish, due, newest)
        if not due.choices:
            return self._nothing_to_pay(replies)
        if not due.providers:
            if replies.by_the_team(due, human_buttons(self.turn)):
                return slots(pending="human")
        elif kind is None or wish.otherwise:
            if wish.otherwise:
                replies.only_by_link(due)
            replies.offer(due, wish.provider)
        elif (provider := _provider(wish, due, newest)) is None:
            replies.ask_provider(due, kind, wish.provider)
            return slots(**NOT_PENDING, hints=self._hints(kind))
        else:
            await self._give_link(replies, due, kind, provider)
            return slots(**NOT_PENDING, hints=self._hints(None))
        return slots(**NOT_PENDING)

    async def offer(self) -> bool:
        """What can be paid of a booking that was just made; False where nobody can be paid in the chat."""
        async with self.desk.sessions() as session:
            replies, due = await self._replies(session), await self._payable(session)
        if due.choices and due.providers:
            replies.offer(due, just_booked=True)
        return bool(due.choices and due.providers)

    async def tell_truth(self) -> list[EventType]:
        """Whether a payment came, asked of the provider at this moment where that is not known yet, and whether it goes
        back.
        """
        await self._look_at_open(most=1)
        async with self.desk.sessions() as session:
            replies, money = await self._anew(session)
            due = await self._payable(session)
            came = next(iter(money.captures), None)
            waiting = next((one for one in money.payments if one.state in OPEN), None)
            if came is not None and (waiting is None or waiting.requested_at <= came.paid_at):
                offers = await self._tell_what_came(session, replies, due, came)
                return slots(pending="human" if offers else None)
        if waiting is not None:
            replies.on_its_way(waiting)
        elif not due.choices:
            return self._nothing_to_pay(replies)
        else:
            replies.unpaid(money.payments[0] if money.payments else None)
            if due.providers:
                replies.offer(due)
        return slots(**NOT_PENDING)

    async def _tell_what_came(
        self, session: AsyncSession, replies: PayReplies, due: Payable, came: CaptureView
    ) -> bool:
        """That it came, and what is left; or that it goes back, and whether a person was offered with that."""
        if came.rule in COUNTING and self.booking.state not in OVER:
            replies.came(came, due)
            return False
        goes_back, offers = await self._refund(session, replies)
        replies.came_in_vain(came, goes_back, human_buttons(self.turn) if offers else ())
        return offers

    async def tell_twice(self) -> list[EventType]:
        """What came in all and what goes back of it, asked of the providers where a link is open; a person may look at it."""
        await self._look_at_open()
        async with self.desk.sessions() as session:
            replies, money = await self._anew(session)
            if money.refunds:
                text, _ = await self._refund(session, replies)
                self.turn.tell(text, human_buttons(self.turn))
            else:
                replies.all_that_came(money.captures[::-1], human_buttons(self.turn))
        return slots(pending="human")

    async def _tell_cancelled(self) -> list[EventType]:
        """What becomes of the money of a booking that was called off, or that nothing is to be paid."""
        async with self.desk.sessions() as session:
            replies = await self._replies(session)
            if self.booking.confirmed_at is None:
                return self._nothing_to_pay(replies)
            text, offers = await self._refund(session, replies)
        self.turn.tell(text, human_buttons(self.turn) if offers else ())
        return slots(pending="human" if offers else None)

    def _nothing_to_pay(self, replies: PayReplies) -> list[EventType]:
        """Says why; a trip whose places were released is quoted anew at once."""
        replies.nothing_to_pay()
        lost = self.booking.state in (BookingState.ON_HOLD, BookingState.EXPIRED)
        if not lost or self.booking.quote.request.start_on <= self.desk.clock().date():
            return slots(**NOT_PENDING)
        self.turn.tell(self.turn.words("pay.again"))
        planned = planned_of(self.booking.quote)
        return [
            *slots(**NOT_PENDING, **planned),
            *self.turn.with_paying_answered(),
            FollowupAction("trip_form"),
        ]

    async def tell_deadline(self, *, unpaid: bool = False) -> list[EventType]:
        """Until when it is to be paid, with the link that is open or what there is to choose from; ``unpaid``: and what
        happens otherwise."""
        async with self.desk.sessions() as session:
            replies, due = await self._replies(session), await self._payable(session)
            before = await list_payments(session, booking_id=self.booking.id)
        now = self.desk.clock()
        waiting = next((one for one in before if one.state in OPEN and one.expires_at > now), None)
        if waiting is not None and waiting.state is PaymentState.PROCESSING:
            replies.on_its_way(waiting)
        elif not due.choices:
            return self._nothing_to_pay(replies)
        else:
            replies.deadline(due, waiting, unpaid=unpaid)
        return slots(**NOT_PENDING)

    async def _replies(self, session: AsyncSession) -> PayReplies:
        place = await get_place(session, self.booking.quote.request.destination)
        return PayReplies(
            self.turn, self.booking, place, page_button(self.turn, self.desk, self.booking.quote.id)
        )

    async def _payable(self, session: AsyncSession) -> Payable:
        return await payable(
            session,
            booking_id=self.booking.id,
            now=self.desk.clock(),
            providers=self.ports.providers,
            terms=self.ports.terms,
        )

    async def _look_at_open(self, *, most: int | None = None) -> None:
        """Asks the providers of what is open, the newest first; what cannot be asked now is told as it is known."""
        async with self.desk.sessions() as session:
            before = await list_payments(session, booking_id=self.booking.id)
        for payment in [one for one in before if one.state in OPEN][:most]:
            with suppress(ProviderDown, ProviderRefused, TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await look(self.ports, payment_id=payment.id)

    async def _anew(self, session: AsyncSession) -> tuple[PayReplies, Statement]:
        """The booking as it is now, and its money."""
        self.booking = await get_by_id(session, booking_id=self.booking.id)
        money = await read_statements(session, booking_ids=[self.booking.id])
        return await self._replies(session), money[self.booking.id]

    async def _refund(self, session: AsyncSession, replies: PayReplies) -> tuple[str, bool]:
        """What goes back, in words, and whether a person is offered with it."""
        return await refund_text(session, self.turn, self.booking, replies.place, self.desk.clock())

    def _kind(self, wish: PayWish, due: Payable, newest: PaymentView | None) -> PaymentKind | None:
        """The part they want: what they say, the only one there is, or that of the link they ask for again.

        "Can I pay a part?" is answered with the amounts first.
        """
        offered = [kind for kind, _ in due.choices]
        if wish.kind in offered:
            return PaymentKind(wish.kind)
        if wish.kind is None and self.turn.intent == "pay_part":
            return None
        chosen = (self.turn.slots.get("hints") or {}).get("pay")
        if wish.provider and chosen in offered:
            return PaymentKind(chosen)
        asks = wish.again or wish.provider or wish.which
        if asks and newest is not None and newest.kind in offered:
            return newest.kind
        alone = len(offered) == 1 and (wish.kind or asks)
        return offered[0] if alone else None

    def _hints(self, chosen: PaymentKind | None) -> dict[str, Any] | None:
        """What was said by half, with the part that is to be paid while it is not known by whom."""
        others = {key: value for key, value in (self.turn.slots.get("hints") or {}).items() if key != "pay"}
        return {**others, **({"pay": chosen.value} if chosen else {})} or None

    async def _give_link(self, replies: PayReplies, due: Payable, kind: PaymentKind, provider: str) -> None:
        """The link, now or as soon as it is there."""
        try:
            async with self.desk.sessions.begin() as session:
                asked = await request_payment(
                    session,
                    self.ports.queue,
                    booking_id=self.booking.id,
                    kind=kind,
                    provider=provider,
                    now=self.desk.clock(),
                    providers=self.ports.providers,
                    terms=self.ports.terms,
                )
        except BackendError:
            replies.nothing_to_pay()
            return
        made = await link_soon(self.ports, payment_id=asked.id)
        if made is None:
            replies.link_coming(asked)
            return
        replies.link(made, tuple(name for name in due.providers if name != provider))


def _provider(wish: PayWish, due: Payable, newest: PaymentView | None) -> str | None:
    """Who takes the money: whom they name, the only one there is, or whose link they have or paid by before."""
    if wish.provider is not None:
        return wish.provider if wish.provider in due.providers else None
    if wish.which:
        return None
    if len(due.providers) == 1:
        return due.providers[0]
    if newest is None or newest.state is PaymentState.FAILED or newest.provider not in due.providers:
        return None
    trusted = newest.state in (PaymentState.OPEN, PaymentState.PAID) and not newest.failure
    return newest.provider if wish.again or trusted else None
