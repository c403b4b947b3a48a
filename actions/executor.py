"""Every action of the domain, put together with what it works with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Action
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions import (
    asking,
    booking,
    cancelling,
    choosing,
    comparing,
    erasure,
    going_back,
    handing_back,
    handoff,
    lead,
    lookup,
    payment,
    recommending,
    services,
    status,
    talk,
    trip,
)
from actions.besides import AnswersBesides
from actions.codes import Codes
from actions.person_rules import NO_RULES, PersonRules
from actions.turn import AttachDocument, Desk, DeskAction, TellTrip, tell_nobody
from actions.understand_turn import UnderstandTurn
from backend.payments.ports import NoJobs, PaymentPorts
from backend.terms import DEFAULT_TERMS, Terms

ACTIONS: tuple[Callable[[Desk], Action], ...] = (
    UnderstandTurn,
    asking.TripForm,
    asking.AskDestination,
    asking.AskTravelDates,
    asking.AskParty,
    asking.AskChildAges,
    asking.AskStars,
    trip.PresentTrip,
    trip.OfferTransport,
    choosing.ShowOptions,
    choosing.ChooseOption,
    trip.ChangeTrip,
    recommending.Recommend,
    comparing.CompareOptions,
    services.AddService,
    services.RemoveService,
    booking.PlaceHold,
    lead.BookingForm,
    lead.AskLeadName,
    lead.AskLeadEmail,
    lead.AskLeadPhone,
    lead.AskBookingConfirmed,
    booking.CreateBooking,
    payment.ExplainPayment,
    lookup.StatusForm,
    lookup.AskBookingReference,
    lookup.AskBookingEmail,
    lookup.AskCancelledBookingEmail,
    lookup.AskEmailCode,
    status.TellStatus,
    status.OfferChange,
    cancelling.CancelForm,
    cancelling.AskCancelConfirmed,
    cancelling.CancelBooking,
    talk.Answer,
    talk.Affirm,
    talk.Deny,
    talk.Repeat,
    going_back.GoBack,
    talk.StartOver,
    talk.Stop,
    talk.ChangeLanguage,
    erasure.OfferErasure,
    erasure.EraseData,
    handoff.RequestHandoff,
    handing_back.AgentHandedBack,
)


def build_executor(
    sessions: async_sessionmaker[AsyncSession],
    *,
    clock: Callable[[], datetime],
    operator_name: str,
    terms: Terms = DEFAULT_TERMS,
    codes: Codes | None = None,
    tell: TellTrip = tell_nobody,
    numbers: Callable[[UUID], Awaitable[str | None]] | None = None,
    person_rules: PersonRules = NO_RULES,
    payments: PaymentPorts | None = None,
    attach: AttachDocument | None = None,
    quote_page: Callable[[UUID], str] | None = None,
) -> ActionExecutor:
    """An executor of all actions; ``clock`` gives aware UTC, each action opens its own session and commits it.

    Without ``payments`` nobody takes money.
    """
    desk = Desk(
        sessions=sessions,
        clock=clock,
        operator=operator_name,
        terms=terms,
        codes=codes,
        tell=tell,
        numbers=numbers,
        person_rules=person_rules,
        attach=attach,
        quote_page=quote_page,
        payments=payments or PaymentPorts(sessions=sessions, queue=NoJobs(), providers={}, address=""),
    )
    executor = ActionExecutor()
    for action in ACTIONS:
        made = action(desk)
        executor.register_action(AnswersBesides(desk, made) if isinstance(made, DeskAction) else made)
    return executor
