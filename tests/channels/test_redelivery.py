"""Emulators deliver again as providers do: after a failure and after silence, until the webhook has taken it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from channels.phones import Signs
from channels.wire import NO_ANSWER, Redelivery, Wire
from tests.serving import serving

SOON = (0.01, 0.02)
PATIENT, IMPATIENT = 30.0, 2.0
"""Seconds for an answer: a busy machine must not be taken for a silent gateway."""


@dataclass
class Gateway:
    """A webhook that answers with these statuses, one after the other; None is silence."""

    answers: list[int | None]
    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> Response:
        self.bodies.append(await request.body())
        status = self.answers[min(len(self.bodies), len(self.answers)) - 1]
        if status is None:
            await self.over.wait()
        return Response(status_code=status or 200)


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    app, gateway = FastAPI(), Gateway([200])
    app.add_api_route("/webhook", gateway.take, methods=["POST"])
    async with serving(app) as address:
        gateway.url = f"http://{address}"
        yield gateway
        gateway.over.set()


@pytest.mark.parametrize("first", [500, 503, None])
async def test_what_failed_or_took_too_long_comes_again_until_it_is_taken(
    gateway: Gateway, first: int | None
) -> None:
    gateway.answers = [first, 500, 200]
    within = IMPATIENT if first is None else PATIENT
    wire, heeded = Wire(gateway.url, Redelivery(within=within, pauses=SOON)), list[httpx.Response]()
    answer = await wire.deliver("/webhook", b"hola", {}, heeded.append)
    assert answer.status_code == (first or NO_ANSWER)
    await wire.settled()
    assert gateway.bodies == [b"hola"] * 3
    assert [taken.status_code for taken in heeded] == [200]


@pytest.mark.parametrize(("client_errors", "times"), [(False, 1), (True, 2)])
async def test_what_was_refused_comes_again_only_where_the_provider_does_so(
    gateway: Gateway, client_errors: bool, times: int
) -> None:
    gateway.answers = [403, 200]
    wire = Wire(gateway.url, Redelivery(within=PATIENT, pauses=(0.01,), client_errors=client_errors))
    assert (await wire.deliver("/webhook", b"", {})).status_code == 403
    await wire.settled()
    assert len(gateway.bodies) == times


async def test_a_provider_gives_up_after_its_last_pause(gateway: Gateway) -> None:
    gateway.answers = [500]
    wire = Wire(gateway.url, Redelivery(within=PATIENT, pauses=SOON))
    await wire.deliver("/webhook", b"", {})
    await wire.settled()
    assert len(gateway.bodies) == 3


async def test_a_gateway_that_is_away_is_no_error_of_the_phone() -> None:
    answer = await Wire("http://127.0.0.1:9").deliver("/webhook", b"", {})
    assert isinstance(answer, httpx.Response)
    assert answer.status_code == NO_ANSWER


def test_writing_is_over_when_something_was_said_and_reading_holds_for_what_was_sent_before() -> None:
    now = 100.0
    signs = Signs(lambda: now)
    signs.types("7", 5)
    assert signs.typing_until("7") == 105
    signs.spoke("7")
    assert signs.typing_until("7") == 0
    signs.reads("7")
    assert (signs.has_read("7", 99.0), signs.has_read("7", 101.0), signs.has_read("8", 99.0)) == (
        True,
        False,
        False,
    )
