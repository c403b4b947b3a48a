"""What a traveller reads about paying a booking, and the buttons below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import texts
from actions.replies import payload
from actions.turn import Button, Turn
from backend import wording
from backend.bookings.schemas import BookingState, BookingView
from backend.catalogue.schemas import DestinationView
from backend.money import Money
from backend.payments.schemas import Payable, PaymentKind, PaymentState, PaymentView
from backend.payments.statements import CaptureView
from backend.payments.wording import provider_name


@dataclass(frozen=True, slots=True)
class PayReplies:
    """Speaks of one booking in one turn; moments are told as in its ``place``."""

    turn: Turn
    booking: BookingView
    place: DestinationView
    page: Sequence[Button] = ()
    """Leads to the page of what is booked."""

    def offer(self, payable: Payable, provider: str | None = None, *, just_booked: bool = False) -> None:
        """Every amount that can be paid now, with a button each; by a ``provider`` where one was named. Code and deadline are
        left out where the booking was ``just_booked``, so that they were just said."""
        turn = self.turn
        money = {kind.value: self._money(amount) for kind, amount in payable.choices}
        values = {"reference": self.booking.reference, **money}
        if "balance" in money:
            text = turn.words(
                "pay.offer_balance", paid=self._money(payable.paid), left=self._money(payable.left), **values
            )
        elif "deposit" not in money:
            text = turn.words("pay.offer_full", **values, **self._until(payable.deadline))
        elif turn.intent == "pay_part":
            amounts = dict(payable.choices)
            values["rest"] = self._money(amounts[PaymentKind.FULL] - amounts[PaymentKind.DEPOSIT])
            text = turn.words("pay.offer_part", **values, **self._until(payable.deadline))
        else:
            key = "pay.offer_now" if just_booked else "pay.offer"
            text = turn.words(key, **values, **self._until(payable.deadline))
        named = {"provider": provider} if provider in payable.providers else {}
        ways = [_choosing(turn, f"pay_{kind}", kind=kind, **named) for kind in money]
        turn.tell(text, [*ways, *self.page])

    def only_by_link(self, payable: Payable) -> None:
        """That what they named is none of the ways there are."""
        ways = wording.listed(self.turn.language, [self.called(name) for name in payable.providers])
        self.turn.tell(self.turn.words("pay.only_by_link", providers=ways))

    def all_that_came(self, paid: Sequence[CaptureView], buttons: Sequence[Button]) -> None:
        """Every payment that was received, oldest first, and that a person can look for another."""
        turn, reference = self.turn, self.booking.reference
        if not paid:
            turn.tell(f"{turn.words('pay.never', reference=reference)} {turn.words('pay.look')}", buttons)
            return
        told = []
        for one in paid:
            when = self._until(one.paid_at)
            told.append(turn.words("pay.came_when", amount=self._money(one.amount), when=when["until"]))
        key = "pay.came_one" if len(paid) == 1 else "pay.came_all"
        listed = wording.listed(turn.language, told)
        text = turn.words(key, reference=reference, payments=listed, place=self.place.name[turn.language])
        turn.tell(f"{text} {turn.words('pay.look')}", buttons)

    def deadline(self, payable: Payable, link: PaymentView | None, *, unpaid: bool = False) -> None:
        """Until when it is to be paid and the link that is open works, with the link or the amounts as buttons; ``unpaid``
        where they ask what happens otherwise."""
        turn, reference = self.turn, self.booking.reference
        if payable.deadline is None:
            text = turn.words("pay.until_balance", reference=reference, left=self._money(payable.left))
        else:
            key = "pay.until_or_else" if unpaid else "pay.until"
            text = turn.words(key, reference=reference, **self._until(payable.deadline))
        if link is not None and link.url:
            amount = self._money(link.amount)
            ends = "pay.until_link_too" if link.expires_at == payable.deadline else "pay.until_link"
            works = turn.words(ends, amount=amount, **self._until(link.expires_at))
            turn.tell(f"{text} {works}", [turn.button("pay_now", link.url)])
            return
        choices = [kind.value for kind, _ in payable.choices] if payable.providers else []
        turn.tell(text, [_choosing(turn, f"pay_{kind}", kind=kind) for kind in choices])

    def ask_provider(self, payable: Payable, kind: PaymentKind, wished: str | None) -> None:
        """Who is to take the money, of several; ``wished`` cannot."""
        amount = self._money(dict(payable.choices)[kind])
        if wished:
            text = self.turn.words("pay.with_instead", provider=self.called(wished), amount=amount)
        else:
            text = self.turn.words("pay.with", amount=amount)
        self.turn.tell(text, self._ways(kind, payable.providers))

    def link(self, made: PaymentView, others: tuple[str, ...]) -> None:
        """Where to pay and until when; or that it could not be made, and who else there is."""
        turn, provider = self.turn, self.called(made.provider)
        if made.url is None:
            ways = [*self._ways(made.kind, others), turn.button("human", "/request_human")]
            turn.tell(turn.words("pay.link_refused", provider=provider), ways)
            return
        said = {"amount": self._money(made.amount), "reference": self.booking.reference, "provider": provider}
        text = turn.words("pay.link", **said, **self._until(made.expires_at))
        otherwise = [_choosing(turn, "pay_otherwise", kind=made.kind.value, ask="provider")] if others else []
        turn.tell(text, [turn.button("pay_now", made.url), *otherwise])

    def link_coming(self, asked: PaymentView) -> None:
        """It is sent as soon as it is there."""
        self.turn.tell(self.turn.words("pay.link_coming", amount=self._money(asked.amount)))

    def came(self, money: CaptureView, payable: Payable) -> None:
        """That it came, when, and what is left."""
        turn, reference = self.turn, self.booking.reference
        if payable.left.amount == 0:
            rest = turn.words("pay.arrived_all", reference=reference)
        elif self.booking.state is BookingState.ON_HOLD and payable.choices:
            rest = turn.words(
                "pay.arrived_short", reference=reference, left=self._money(payable.choices[0][1])
            )
        else:
            rest = turn.words("pay.arrived_left", reference=reference, left=self._money(payable.left))
        turn.tell(f"{self._arrived(money)} {rest}")

    def came_in_vain(self, money: CaptureView, goes_back: str, buttons: Sequence[Button]) -> None:
        """That it came, and what became of it."""
        self.turn.tell(f"{self._arrived(money)} {goes_back}", buttons)

    def on_its_way(self, payment: PaymentView) -> None:
        """That the provider works on it, or that nothing came by the link that is open."""
        turn, amount = self.turn, self._money(payment.amount)
        if payment.state is PaymentState.PROCESSING:
            said = turn.words("pay.processing", provider=self.called(payment.provider), amount=amount)
            turn.tell(said[:1].upper() + said[1:])
            return
        until = self._until(payment.expires_at)
        about = {"amount": amount, "reference": self.booking.reference, **until}
        if payment.failure:
            provider = self.called(payment.provider)
            failed = turn.words("pay.failed", provider=provider)
            text = f"{failed} {turn.words('pay.link', provider=provider, **about)}"
        else:
            text = turn.words("pay.not_yet", **about)
        turn.tell(text, [turn.button("pay_now", payment.url)] if payment.url else [])

    def unpaid(self, newest: PaymentView | None) -> None:
        """Why there is nothing: never begun, not taken, or out of time."""
        turn = self.turn
        if newest is None:
            turn.tell(turn.words("pay.never", reference=self.booking.reference))
        elif newest.state is PaymentState.FAILED:
            turn.tell(turn.words("pay.failed", provider=self.called(newest.provider)))
        else:
            turn.tell(turn.words("pay.expired"))

    def nothing_to_pay(self) -> None:
        """It is paid, it is too late, or it was called off."""
        over = dict.fromkeys((BookingState.ON_HOLD, BookingState.EXPIRED), "pay.over")
        key = {**over, BookingState.CANCELLED: "pay.cancelled"}.get(self.booking.state, "pay.paid")
        self.turn.tell(self.turn.words(key, reference=self.booking.reference))

    def by_the_team(self, due: Payable, buttons: list[Button]) -> bool:
        """Nobody takes this currency from this country in the chat; whether a person is offered with it."""
        turn, reference = self.turn, self.booking.reference
        if due.deadline is None:
            turn.tell(turn.words("pay.balance_by_team", reference=reference, left=self._money(due.left)))
            return False
        said = {"reference": reference, "total": self._money(due.left)}
        if turn.intent == "pay_part":
            turn.tell(turn.words("pay.part_on_hold", **said, **self._until(due.deadline)), buttons)
            return True
        turn.tell(turn.words("pay.on_hold", **said))
        return False

    def called(self, provider: str) -> str:
        """What people call a provider."""
        return provider_name(self.turn.voice, provider)

    def _arrived(self, money: CaptureView) -> str:
        when = self._until(money.paid_at)
        amount = self._money(money.amount)
        return self.turn.words("pay.arrived", amount=amount, when=when["until"], place=when["place"])

    def _ways(self, kind: PaymentKind, providers: tuple[str, ...]) -> list[Button]:
        return [
            {
                "title": _words(self.turn, f"button.pay_{name}", name),
                "payload": payload("pay", choice={"kind": kind.value, "provider": name}),
            }
            for name in providers
        ]

    def _money(self, amount: Money) -> str:
        return wording.money(self.turn.language, amount)

    def _until(self, moment: datetime | None) -> dict[str, str]:
        language = self.turn.language
        told = wording.moment(language, moment, self.place.timezone) if moment else "…"
        return {"until": told, "place": self.place.name[language]}


def _choosing(turn: Turn, title: str, **choice: str) -> Button:
    return turn.button(title, payload("pay", choice=choice))


def _words(turn: Turn, key: str, otherwise: str) -> str:
    """A sentence, or a provider's own name where we have no word for it."""
    try:
        return turn.words(key)
    except texts.TextMissing:
        return otherwise
