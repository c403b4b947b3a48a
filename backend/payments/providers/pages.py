"""Pages that payers see: without scripts, under a policy that allows our style sheet and forms only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final
from uuid import UUID

from fastapi import FastAPI, Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

import texts
from backend.money import Money
from backend.wording import money

STATIC: Final = Path(__file__).with_name("static")
FILES: Final = "/payments/files"


def install_pages(app: FastAPI) -> None:
    """Serves the pages' style sheet, and where providers send people back to."""
    app.mount(FILES, StaticFiles(directory=STATIC), name="payments")

    @app.get("/payments/{payment_id}/done", include_in_schema=False)
    async def done(payment_id: UUID, request: Request) -> Response:
        """Says the same to everybody: what became of the payment is told in the chat."""
        language = language_of(request.query_params.get("lang"), request.headers.get("accept-language"))
        title, lead = (escape(texts.say(language, f"pay_page.done.{key}")) for key in ("title", "lead"))
        return page(language, title, f"<h1>{title}</h1><p>{lead}</p>")


def language_of(asked: str | None, accepted: str | None, default: str = texts.DEFAULT_LANGUAGE) -> str:
    """The language that was asked for, else the first of the browser's that we speak."""
    wanted = [asked or "", *(part.partition(";")[0].strip() for part in (accepted or "").split(","))]
    return next((one[:2].lower() for one in wanted if one[:2].lower() in texts.LANGUAGES), default)


def page(
    language: str,
    title: str,
    body: str,
    *,
    forms_to: str = "'self'",
    status: int = 200,
    styles: Sequence[str] = ("pay.css",),
) -> HTMLResponse:
    """A page; ``body`` is markup in which every outsider's word was escaped, ``forms_to`` where its forms may go."""
    sheets = "".join(f'<link rel="stylesheet" href="{FILES}/{name}">' for name in styles)
    policy = f"default-src 'none'; style-src 'self'; form-action {forms_to}; base-uri 'none'; frame-ancestors 'none'"
    markup = (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{escape(title)}</title>'
        f"{sheets}</head><body><main>{body}</main></body></html>"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(markup, status_code=status, headers=headers)


def bill(language: str, title: str, amount: Money) -> str:
    """What is paid, and how much."""
    return f'<h1>{escape(title)}</h1><p class="amount">{escape(money(language, amount))}</p>'


def form(action: str, fields: Mapping[str, str], buttons: str) -> str:
    """A form of hidden fields."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    return f'<form method="post" action="{escape(action)}">{hidden}{buttons}</form>'


def languages(language: str) -> str:
    """The same page in the other languages."""
    speech = " · ".join(
        f"<strong>{name}</strong>" if one == language else f'<a href="?lang={one}" lang="{one}">{name}</a>'
        for one, name in texts.subtree(language, "widget.languages").items()
    )
    return f'<nav aria-label="{escape(texts.say(language, "pay_page.language"))}">{speech}</nav>'


def payer_page(
    language: str,
    *,
    provider: str,
    title: str,
    amount: Money,
    state: str,
    doings: Sequence[str],
    back: str,
    status: int = 200,
) -> HTMLResponse:
    """The page of an emulator: what can be done with a link in this ``state`` (a key below `pay_page.state`)."""

    def say(key: str) -> str:
        return escape(texts.say(language, f"pay_page.{key}"))

    buttons = "".join(
        f'<button name="do" value="{doing}" class="{doing}">{say(f"do.{doing}")}</button>' for doing in doings
    )
    leave = (
        f'<p><a class="back" href="{escape(back)}">{say("back")}</a></p>' if back.startswith("http") else ""
    )
    body = (
        f'<p class="simulated">{say("simulated")} <b>{escape(provider)}</b></p>{bill(language, title, amount)}'
        f'<p role="status" class="state">{say(f"state.{state}")}</p>'
        f"{form(f'?lang={language}', {}, buttons) if buttons else ''}{leave}"
        f"{languages(language)}"
    )
    return page(language, f"{provider}: {title}", body, status=status)
