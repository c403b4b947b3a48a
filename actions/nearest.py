"""What is offered where nothing fits: another category, other days, or a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rasa_sdk.events import EventType

from actions.replies import human_buttons, payload
from actions.turn import slots
from backend import wording
from backend.quotes.schemas import TripRequest

if TYPE_CHECKING:
    from actions.quoting import Quoting

NEIGHBOURING_DAYS = (1, -1, 2, -2, 7, -7)


async def offer_nearest(quoting: Quoting, request: TripRequest, trip: str) -> list[EventType]:
    """Other categories on the same days, else the nearest days, else a person."""
    turn = quoting.turn
    if request.stars is not None:
        wider = replace(request, stars=None)
        if proposals := await quoting.search(wider):
            preface = turn.words("trip.none_stars", stars=request.stars, trip=trip)
            return quoting.show_options(proposals, request.interest, trip, preface)
    if near := await _other_dates(quoting, request):
        dates = wording.days(turn.language, near.start_on, near.end_on)
        proposed = {"start": near.start_on.isoformat(), "end": near.end_on.isoformat()}
        days = f"{proposed['start']}/{proposed['end']}"
        button = {"title": dates[:1].upper() + dates[1:], "payload": payload("change_trip", dates=days)}
        turn.tell(
            turn.words("trip.none_dates", trip=trip, dates=dates),
            [button, turn.button("human", "/request_human")],
        )
        return slots(offered=None, pending="dates", hints={"proposed": proposed})
    text = f"{turn.words('trip.none', trip=trip)} {turn.words('trip.none_ask')}"
    turn.tell(
        text,
        [
            turn.button("change_dates", payload("change_trip", fix="travel_dates")),
            *human_buttons(turn)[:1],
        ],
    )
    return slots(offered=None, pending="human")


async def _other_dates(quoting: Quoting, request: TripRequest) -> TripRequest | None:
    today = quoting.desk.clock().date()
    for shift in NEIGHBOURING_DAYS:
        start_on = request.start_on + timedelta(days=shift)
        if start_on <= today:
            continue
        near = _moved(request, start_on)
        if await quoting.search(near):
            return near
    return None


def _moved(request: TripRequest, start_on: date) -> TripRequest:
    return replace(request, start_on=start_on, end_on=start_on + (request.end_on - request.start_on))
