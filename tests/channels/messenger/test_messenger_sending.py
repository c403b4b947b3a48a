"""When Meta lets us write, and what becomes of messages that it does not take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from channels.messenger.emulator import MessengerEmulator
from channels.messenger.errors import failure_of
from channels.messenger.graph import error
from channels.messenger.send import MessengerSender
from conversations.models import Delivery, Sender
from conversations.ports import Part, SendDelayed, SendRefused
from tests.channels.messenger.conftest import Phone
from tests.files import no_files


@pytest.fixture
async def known(phone: Phone) -> Phone:
    """Somebody who has written and was answered."""
    await phone.sends("hola")
    await phone.waits()
    await phone.until(lambda log: log[-1].delivery == Delivery.SENT)
    return phone


async def fate_of(phone: Phone, text: str, sender: Sender) -> tuple[str | None, str | None]:
    """What became of a message of ours, and why."""
    await phone.is_told(text, sender)
    log = await phone.until(lambda log: log[-1].delivery not in (Delivery.QUEUED, Delivery.SENDING))
    return log[-1].delivery, log[-1].failure


@pytest.mark.parametrize("sender", [Sender.SYSTEM, Sender.AGENT])
async def test_within_a_day_anything_may_be_said(known: Phone, sender: Sender) -> None:
    known.clock.ahead = timedelta(hours=23, minutes=59)
    assert await fate_of(known, "Tu reserva está lista.", sender) == (Delivery.SENT, None)
    assert (known.chat[-1]["type"], known.chat[-1]["tag"]) == ("RESPONSE", None)


async def test_after_a_day_only_people_may_write(known: Phone) -> None:
    known.clock.ahead = timedelta(hours=24)
    known.emulator.closed.add(known.id)
    assert await fate_of(known, "¿Sigues ahí?", Sender.SYSTEM) == (Delivery.FAILED, "outside_window")
    assert await fate_of(known, "Soy Mariana.", Sender.AGENT) == (Delivery.SENT, None)
    assert (known.chat[-1]["type"], known.chat[-1]["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")
    assert known.texts() == ["hola", "Soy Mariana."]


async def test_after_a_week_nobody_may(known: Phone) -> None:
    known.clock.ahead = timedelta(days=7)
    assert await fate_of(known, "Soy Mariana.", Sender.AGENT) == (Delivery.FAILED, "outside_window")


async def test_meta_has_the_last_word_on_the_window(known: Phone) -> None:
    known.emulator.closed.add(known.id)
    assert await fate_of(known, "¿Sigues ahí?", Sender.SYSTEM) == (Delivery.FAILED, "outside_window")


async def test_who_blocked_the_page_or_is_gone_is_told_nothing_more(known: Phone) -> None:
    known.emulator.blocked.add(known.id)
    assert await fate_of(known, "uno", Sender.AGENT) == (Delivery.FAILED, "blocked")
    known.emulator.blocked.clear()
    known.emulator.unknown.add(known.id)
    assert await fate_of(known, "dos", Sender.AGENT) == (Delivery.FAILED, "unknown_address")
    known.emulator.unknown.clear()
    assert await fate_of(known, "tres", Sender.AGENT) == (Delivery.SENT, None)


@pytest.mark.parametrize(
    "goes_wrong",
    [
        lambda emulator: emulator.limit(after=1),
        lambda emulator: emulator.fail(502),
        lambda emulator: emulator.break_off(),
        lambda emulator: emulator.hang(),
    ],
    ids=["limit", "fail", "break_off", "hang"],
)
async def test_whatever_passes_is_waited_out_and_the_answer_arrives_once(
    phone: Phone, goes_wrong: Callable[[MessengerEmulator], None]
) -> None:
    goes_wrong(phone.emulator)
    await phone.sends("hola")
    assert await phone.waits() == ["hola"]
    assert phone.emulator.troubles == []
    log = await phone.until(lambda log: log[-1].delivery == Delivery.SENT)
    assert len(log) == 2


async def test_a_rate_limit_says_how_long_to_wait(phone: Phone) -> None:
    phone.emulator.limit(after=7)
    with pytest.raises(SendDelayed) as delayed:
        await phone.sender.send(Part("k", "messages", {"recipient": {"id": phone.id}, "message": {}}))
    assert (str(delayed.value), delayed.value.after) == ("rate_limited", 7)


async def test_wrong_credentials_lose_no_message(phone: Phone) -> None:
    wrong = phone.emulator.access.model_copy(
        update={"page_token": "another", "api": f"{phone.http.base_url}/simulator/messenger"}
    )
    sender = MessengerSender(wrong, no_files())
    with pytest.raises(SendDelayed, match="wrong_credentials"):
        await sender.send(Part("k", "messages", {"recipient": {"id": phone.id}, "message": {}}))
    await sender.aclose()


async def test_a_server_that_is_not_there_is_tried_again(phone: Phone) -> None:
    nowhere = phone.emulator.access.model_copy(update={"api": "http://127.0.0.1:9"})
    sender = MessengerSender(nowhere, no_files())
    with pytest.raises(SendDelayed, match="ConnectError"):
        await sender.send(Part("k", "messages", {"recipient": {"id": phone.id}, "message": {}}))
    await sender.aclose()


@pytest.mark.parametrize(
    ("status", "code", "subcode", "transient", "meant"),
    [
        (400, 4, None, False, SendDelayed("rate_limited")),
        (400, 80007, None, False, SendDelayed("rate_limited")),
        (429, 0, None, False, SendDelayed("rate_limited")),
        (400, 2, None, True, SendDelayed("status 400")),
        (400, 99999, None, True, SendDelayed("status 400")),
        (503, 0, None, False, SendDelayed("status 503")),
        (401, 190, 463, False, SendDelayed("wrong_credentials")),
        (400, 551, None, False, SendRefused("blocked")),
        (400, 200, 1545041, False, SendRefused("blocked")),
        (400, 100, 2018001, False, SendRefused("unknown_address")),
        (403, 10, 2018278, False, SendRefused("outside_window")),
        (400, 100, None, False, SendRefused("rejected")),
        (403, 10, 2018065, False, SendRefused("rejected")),
    ],
)
def test_errors_mean_to_try_again_or_not_to(
    status: int, code: int, subcode: int | None, transient: bool, meant: Exception
) -> None:
    body = bytes(error(code, "x", subcode=subcode, is_transient=transient).body)
    failure = failure_of(httpx.Response(status, content=body))
    assert (type(failure), str(failure)) == (type(meant), str(meant))


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": 3}', b'{"error": {"code": "x"}}'])
def test_an_error_that_says_nothing_is_read_by_its_status(body: bytes) -> None:
    assert isinstance(failure_of(httpx.Response(502, content=body)), SendDelayed)
    assert isinstance(failure_of(httpx.Response(404, content=body)), SendRefused)
