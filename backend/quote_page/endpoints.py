"""`GET /quotes/{token}`, and `POST` to pay from there: for whoever has the address."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from backend.bookings.service import find_of_quote
from backend.errors import BackendError, QuoteNotFound
from backend.payments.calling import link_soon
from backend.payments.ports import PaymentPorts
from backend.payments.providers.pages import language_of
from backend.payments.schemas import PaymentKind
from backend.payments.service import request_payment
from backend.quote_page.links import PREFIX, QuoteLinks
from backend.quote_page.reading import read_sheet
from backend.quote_page.sheet import going, no_quote, quote_sheet

MOST_BYTES: Final = 1_024


def _language(request: Request) -> str:
    return language_of(request.query_params.get("lang"), request.headers.get("accept-language"))


Language = Annotated[str, Depends(_language)]


def quote_router(ports: PaymentPorts, links: QuoteLinks) -> APIRouter:
    """The page, in the reader's language. What is paid there is told in the conversation that booked."""
    router = APIRouter(include_in_schema=False)

    @router.get(f"{PREFIX}/{{token}}")
    async def shown(token: str, language: Language, said: str | None = None) -> Response:
        quote_id = links.read(token)
        if quote_id is None:
            return no_quote(language)
        async with ports.sessions() as session:
            try:
                sheet = await read_sheet(session, ports, quote_id=quote_id, language=language)
            except QuoteNotFound:
                return no_quote(language)
        return quote_sheet(language, sheet, links, operator=ports.terms.issuer.name, said=said)

    @router.post(f"{PREFIX}/{{token}}")
    async def pay(token: str, request: Request, language: Language) -> Response:
        quote_id = links.read(token)
        if quote_id is None:
            return no_quote(language)

        def back(said: str) -> Response:
            return RedirectResponse(f"{links.path(quote_id)}?lang={language}&said={said}", 303)

        form = dict(parse_qsl((await request.body())[:MOST_BYTES].decode("utf-8", "replace")))
        try:
            async with ports.sessions.begin() as session:
                booking = await find_of_quote(session, quote_id=quote_id)
                if booking is None:
                    return back("over")
                asked = await request_payment(
                    session,
                    ports.queue,
                    booking_id=booking.id,
                    kind=PaymentKind(form.get("kind", "")),
                    provider=form.get("provider", ""),
                    now=ports.clock(),
                    providers=ports.providers,
                    terms=ports.terms,
                )
        except (BackendError, ValueError):
            return back("over")
        made = await link_soon(ports, payment_id=asked.id)
        if made is None:
            return back("coming")
        return going(language, made.url) if made.url else back("refused")

    return router
