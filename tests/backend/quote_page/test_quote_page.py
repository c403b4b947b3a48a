"""Whoever has the address of a quote sees how it stands, and can pay; whoever has another sees nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.bookings.schemas import BookingState
from backend.bookings.service import cancel_booking, hold_quote
from backend.payments.ports import ProviderDown
from backend.quote_page.links import QuoteLinks
from backend.quotes.schemas import Interest
from tests.backend.conftest import ANA, quoted
from tests.backend.quote_page.conftest import Pages
from texts import LANGUAGES

LEADS_TO = re.compile(r'http-equiv="refresh" content="0;url=([^"]+)"')


async def a_quote(pages: Pages, **wishes: object) -> UUID:
    async with pages.counter.sessions.begin() as session:
        return (await quoted(session, interest=Interest.HOTEL, **wishes)).id


async def test_it_says_what_the_trip_is_and_until_when_the_price_holds(pages: Pages) -> None:
    text = await pages.read(await a_quote(pages))
    assert "Quote Q-" in text and "2 adults and 1 child (aged 8)" in text
    assert "The price holds until" in text and "(Cusco time)" in text
    assert "<form" not in text
    assert not {ANA.name, ANA.email} & set(re.findall(r"[^<>]+", text))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_speaks_the_readers_language(pages: Pages, language: str) -> None:
    booking = await pages.counter.book()
    text = await pages.read(booking.quote.id, language)
    assert f'<html lang="{language}">' in text
    told = {"es": "espera el pago", "en": "is waiting for the payment", "pt": "aguarda o pagamento"}
    assert told[language] in text and "{" not in text


async def test_places_that_are_held_are_told(pages: Pages) -> None:
    quote_id = await a_quote(pages)
    async with pages.counter.sessions.begin() as session:
        await hold_quote(session, quote_id=quote_id, now=pages.counter.now)
    assert "The places are held until" in await pages.read(quote_id)


async def test_a_price_that_ran_out_and_a_quote_that_was_changed_say_so(pages: Pages) -> None:
    first = await a_quote(pages)
    second = await a_quote(pages, previous=first)
    text = await pages.read(first)
    assert "has been changed since" in text and f"{pages.links.path(second)}?lang=en" in text
    pages.counter.now += timedelta(days=30)
    assert "The price held until" in await pages.read(second)


async def test_the_deposit_is_paid_from_the_page_and_the_page_knows(pages: Pages) -> None:
    counter, booking = pages.counter, await pages.counter.book()
    assert 'value="deposit" checked' in await pages.read(booking.quote.id)
    answer = await pages.press(booking.quote.id, kind="deposit", provider="fake")
    found = LEADS_TO.search(answer.text)
    assert answer.status_code == 200 and found and found.group(1).startswith("https://")
    again = await pages.press(booking.quote.id, kind="deposit", provider="fake")
    assert LEADS_TO.search(again.text).group(1) == found.group(1)  # type: ignore[union-attr]
    (link,) = counter.provider.links.values()
    counter.provider.pay(link.link.reference, link.wish.amount, at=counter.now)
    await counter.notify(link.link.reference)
    await counter.work()
    text = await pages.read(booking.quote.id)
    assert f"Booking {booking.reference} is confirmed." in text
    assert "Left to pay" in text and 'value="balance" checked' in text


async def test_nothing_can_be_paid_that_is_not_asked_for(pages: Pages) -> None:
    booking, bare = await pages.counter.book(), await a_quote(pages)
    presses = [
        (bare, {"kind": "deposit", "provider": "fake"}),
        (booking.quote.id, {"kind": "balance", "provider": "fake"}),
        (booking.quote.id, {"kind": "deposit", "provider": "elsewhere"}),
        (booking.quote.id, {"kind": "nonsense", "provider": "fake"}),
        (booking.quote.id, {}),
    ]
    for quote_id, form in presses:
        answer = await pages.press(quote_id, **form)
        assert answer.status_code == 303 and answer.headers["location"].endswith("said=over")
    assert not pages.counter.provider.links


async def test_who_comes_too_late_is_told(pages: Pages) -> None:
    booking = await pages.counter.book()
    await pages.counter.lapse()
    text = await pages.read(booking.quote.id)
    assert "its places were released" in text and "<form" not in text
    answer = await pages.press(booking.quote.id, kind="deposit", provider="fake")
    assert answer.headers["location"].endswith("said=over")


async def test_a_cancelled_booking_is_told_and_not_paid(pages: Pages) -> None:
    booking = await pages.counter.book()
    async with pages.counter.sessions.begin() as session:
        cancelled = await cancel_booking(session, booking_id=booking.id, now=pages.counter.now)
    assert cancelled.state is BookingState.CANCELLED
    text = await pages.read(booking.quote.id)
    assert "is cancelled" in text and "<form" not in text


async def test_a_provider_that_is_down_sends_the_link_to_the_chat(pages: Pages) -> None:
    booking = await pages.counter.book()
    pages.counter.provider.trouble.append(("before", ProviderDown("timeout")))
    answer = await pages.press(booking.quote.id, kind="deposit", provider="fake")
    assert answer.headers["location"].endswith("said=coming")
    text = (await pages.http.get(answer.headers["location"])).text
    assert "will be sent in the chat" in text
    await pages.counter.work()
    assert pages.counter.told.kinds == ["link_ready"]


async def test_an_address_that_is_not_ours_shows_nothing(pages: Pages) -> None:
    quote_id = await a_quote(pages)
    forged = QuoteLinks(secret="another", address="").path(quote_id)
    for path in (forged, pages.links.path(uuid4()), "/quotes/Q-K7PQ2M", pages.links.path(quote_id)[:-1]):
        for answer in (await pages.http.get(path), await pages.http.post(path, data={"kind": "full"})):
            assert answer.status_code in (303, 404) and "Cusco" not in answer.text
