"""Our page that leads to PayU: WebCheckout is a form, and chats can only send addresses.

It needs no script: the payer presses a button, which posts the signed form to PayU.
"""

from __future__ import annotations

import hmac
from html import escape
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

import texts
from backend.payments.ports import LinkWish
from backend.payments.providers.amounts import to_decimal
from backend.payments.providers.emulating import Wishes
from backend.payments.providers.pages import bill, form, page
from backend.payments.providers.payu import signature
from backend.payments.providers.payu.answers import BOGOTA
from backend.payments.providers.payu.settings import PayUSettings


def pages_router(access: PayUSettings, wishes: Wishes) -> APIRouter:
    """`GET /payments/payu/{payment_id}?t=<token>`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/payments/payu/{payment_id}")
    async def leads_to_payu(payment_id: UUID, t: str = "") -> Response:
        expected = signature.page_token(access, payment_id)
        wish = None
        if hmac.compare_digest(expected.encode(), t.encode()):
            wish = await wishes(payment_id)
        if wish is None:
            return ended(texts.DEFAULT_LANGUAGE)
        language = wish.language.partition("-")[0]

        def say(key: str) -> str:
            return escape(texts.say(language, f"pay_page.payu.{key}"))

        button = f'<button class="go">{say("go")}</button>'
        body = (
            f"{bill(language, wish.title, wish.amount)}<p>{say('lead')}</p>"
            f"{form(access.checkout_address, fields(access, wish), button)}"
        )
        return page(language, wish.title, body, forms_to=_forms_to(access))

    return router


def fields(access: PayUSettings, wish: LinkWish) -> dict[str, str]:
    """The form of WebCheckout ("Payment form"); tax is no matter of PayU's here."""
    reference, amount = str(wish.payment_id), f"{to_decimal(wish.amount)}"
    return {
        "merchantId": access.merchant_id,
        "accountId": access.account_id,
        "description": wish.title[:255],
        "referenceCode": reference,
        "amount": amount,
        "tax": "0",
        "taxReturnBase": "0",
        "currency": wish.amount.currency,
        "algorithmSignature": "SHA256",
        "signature": signature.of_form(access, reference, amount, wish.amount.currency),
        "test": "1" if access.sandbox else "0",
        "lng": wish.language[:2],
        # Of vouchers that are paid in cash; cards know no end there.
        "expirationDate": wish.expires_at.astimezone(BOGOTA).strftime("%Y-%m-%d %H:%M:%S"),
        "buyerEmail": wish.email,
        "responseUrl": wish.return_url,
        "confirmationUrl": wish.notify_url,
    }


def ended(language: str) -> Response:
    """The link is over, or never was one; both look the same."""
    said = " ".join(
        f'<span lang="{one}">{escape(texts.say(one, "pay_page.payu.ended"))}</span><br>'
        for one in texts.LANGUAGES
    )
    return page(language, texts.say(language, "pay_page.pay"), f"<p>{said}</p>", status=410)


def _forms_to(access: PayUSettings) -> str:
    """PayU's checkout goes on at other addresses of PayU's, which browsers count as where the form goes."""
    parts = urlsplit(access.checkout_address)
    ours = f"{parts.scheme}://{parts.netloc}"
    return f"{ours} https://*.payulatam.com" if parts.netloc.endswith("payulatam.com") else ours
