"""The page of a quote as markup: what is in it, how it stands, and below that what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final
from uuid import UUID

from starlette.responses import HTMLResponse

import texts
from backend import wording
from backend.payments.providers.pages import languages, page
from backend.payments.wording import provider_name
from backend.quote_page.links import QuoteLinks
from backend.quote_page.reading import Sheet, Standing
from backend.quotes import wording as quoted

STYLES: Final = ("pay.css", "quote.css")
SAID: Final = frozenset({"coming", "refused", "over"})
"""What may be said of the last press of the button (texts below `quote_page.said`)."""
TALK: Final = (Standing.OPEN, Standing.HELD, Standing.RUN_OUT, Standing.LAPSED)
"""Where the way on leads through the chat."""


def quote_sheet(
    language: str, sheet: Sheet, links: QuoteLinks, *, operator: str, said: str | None = None
) -> HTMLResponse:
    """The whole page, with whose it is at the top."""
    quote = sheet.quote
    parts = [
        f'<p class="operator">{escape(operator)}</p>',
        f'<p class="reference">{_say(language, "quote", reference=quote.reference)}</p>',
        f"<h1>{escape(quote.name[language])}</h1>",
        f'<p class="trip">{escape(quoted.trip(language, quote))}</p>',
        _standing(language, sheet, links),
        f'<p role="alert" class="said">{_say(language, f"said.{said}")}</p>' if said in SAID else "",
        _money(language, sheet),
        _paying(language, sheet),
        _services(language, sheet),
        _included(language, sheet),
        _talk(language, sheet),
        languages(language),
    ]
    return page(language, f"{quote.name[language]} · {operator}", "".join(parts), styles=STYLES)


def going(language: str, url: str) -> HTMLResponse:
    """Leads on to the provider by itself, and by a link where the browser does not.

    No redirect: browsers hold it against our policy for forms that a form ends up at somebody else's.
    """
    body = (
        f'<meta http-equiv="refresh" content="0;url={escape(url)}"><h1>{_say(language, "going")}</h1>'
        f'<p><a class="go" href="{escape(url)}">{_say(language, "go")}</a></p>'
    )
    return page(language, texts.say(language, "quote_page.going"), body, styles=STYLES)


def no_quote(language: str) -> HTMLResponse:
    """The address is not whole."""
    body = f"<h1>{_say(language, 'none_title')}</h1><p>{_say(language, 'none')}</p>"
    return page(language, texts.say(language, "quote_page.none_title"), body, status=404)


def _say(language: str, key: str, **values: object) -> str:
    return escape(texts.say(language, f"quote_page.{key}", **values))


def _standing(language: str, sheet: Sheet, links: QuoteLinks) -> str:
    until = wording.moment(language, sheet.until, sheet.timezone) if sheet.until else ""
    values = {"until": until, "place": sheet.place}
    if sheet.booking is not None:
        values["reference"] = sheet.booking.reference
    told = _say(language, f"standing.{sheet.standing}", **values)
    newer = _newer(language, sheet.newer, links)
    return f'<p role="status" class="state {sheet.standing}">{told}{newer}</p>'


def _newer(language: str, newer: UUID | None, links: QuoteLinks) -> str:
    if newer is None:
        return ""
    return f' <a href="{escape(links.path(newer))}?lang={language}">{_say(language, "newer")}</a>'


def _money(language: str, sheet: Sheet) -> str:
    due = sheet.payable
    rows = [("total", sheet.quote.total)]
    if due is not None and due.paid.amount:
        rows.append(("paid", due.paid))
        if sheet.standing is not Standing.CANCELLED:
            rows.append(("left", due.left))
    written = "".join(
        f'<div class="{name}"><dt>{_say(language, name)}</dt><dd>{escape(wording.money(language, amount))}</dd></div>'
        for name, amount in rows
    )
    return f'<dl class="money">{written}</dl>'


def _paying(language: str, sheet: Sheet) -> str:
    due = sheet.payable
    if sheet.under_way is not None:
        provider = provider_name(language, sheet.under_way.provider)
        return f'<p class="under-way">{_say(language, "under_way", provider=provider)}</p>'
    if due is None or not due.choices:
        return ""
    if not due.providers:
        return f"<p>{_say(language, 'by_the_team')}</p>"
    amounts = [
        (kind.value, f"{texts.say(language, f'quote_page.kind.{kind}')}: {wording.money(language, amount)}")
        for kind, amount in due.choices
    ]
    ways = [(name, _capital(provider_name(language, name))) for name in due.providers]
    return (
        f'<form method="post" action="?lang={language}">'
        f"{_choice(language, 'kind', amounts)}{_choice(language, 'provider', ways)}"
        f'<button class="go">{_say(language, "pay")}</button>'
        f'<p class="secure">{_say(language, "secure")}</p></form>'
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _choice(language: str, name: str, choices: Sequence[tuple[str, str]]) -> str:
    """One of several, the first of them unless another is pressed."""
    options = "".join(
        f'<label><input type="radio" name="{name}" value="{escape(value)}"{" checked" if not place else ""}>'
        f"<span>{escape(title)}</span></label>"
        for place, (value, title) in enumerate(choices)
    )
    return f"<fieldset><legend>{_say(language, f'choose.{name}')}</legend>{options}</fieldset>"


def _services(language: str, sheet: Sheet) -> str:
    rows = "".join(
        f"<li><span>{escape(quoted.service_name(language, line))}<small>{escape(quoted.service_days(language, line))}</small></span>"
        f"<b>{escape(wording.money(language, line.sell))}</b></li>"
        for line in sheet.quote.lines
    )
    total = escape(quoted.total(language, sheet.quote))
    return f'<h2>{_say(language, "services")}</h2><ul class="services">{rows}</ul><p class="sum">{total}</p>'


def _included(language: str, sheet: Sheet) -> str:
    included = sheet.quote.includes.get(language, ())
    if not included:
        return ""
    items = "".join(f"<li>{escape(one)}</li>" for one in included)
    return f'<h2>{_say(language, "included")}</h2><ul class="included">{items}</ul>'


def _talk(language: str, sheet: Sheet) -> str:
    key = "talk" if sheet.standing in TALK else "ask"
    return f'<p class="talk">{_say(language, key, reference=sheet.quote.reference)}</p>'
