"""Asking Mercado Pago through its SDK, which waits for answers: every call has a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from uuid import UUID

from mercadopago import SDK
from mercadopago.config import RequestOptions

from backend.payments.ports import ProviderDown
from backend.payments.providers.failing import TIMEOUT, refusal
from backend.payments.providers.mercadopago.answers import Page, Payment
from backend.payments.providers.mercadopago.parse import NAME
from backend.payments.providers.mercadopago.settings import MercadoPagoSettings
from backend.payments.providers.mercadopago.transport import Transport
from backend.payments.providers.reading import readable

PAGE: Final = 100
"""Payments of one page of a search."""
THREADS: Final = 8


class Asking:
    """The SDK with its threads, and what is asked for in several places."""

    def __init__(self, access: MercadoPagoSettings, timeout: float = TIMEOUT, page_of: int = PAGE) -> None:
        self._token, self._page_of = access.access_token, page_of
        self._transport = Transport(access.api, timeout)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix=NAME)
        self.sdk = SDK(access.access_token, http_client=self._transport)

    async def ask(self, call: Callable[[], Any]) -> Any:
        """What a call of the SDK is answered; ProviderDown, ProviderRefused."""
        # Threads of its own: one that hangs outlives whoever gave up on it, and keeps nobody else waiting.
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, call)
        status, told = answer["status"], answer["response"]
        if 200 <= status < 300:
            return told
        if status < 400:
            raise ProviderDown("unreadable")
        code = told.get("error") or told.get("message") if isinstance(told, dict) else None
        raise refusal(status, code)

    def keyed(self, key: UUID) -> RequestOptions:
        """So that the same call again changes nothing."""
        return RequestOptions(access_token=self._token, custom_headers={"x-idempotency-key": str(key)})

    async def payment(self, payment_id: str) -> Payment:
        """A payment by its id."""
        answer = await self.ask(lambda: self.sdk.payment().get(payment_id))
        with readable():
            return Payment.model_validate(answer)

    async def by_our_id(self, known: UUID) -> dict[str, Payment]:
        """Everything that was tried for a payment of ours."""
        found = self.search({"external_reference": str(known), "sort": "date_created", "criteria": "asc"})
        return {payment.id: payment async for payment in found}

    async def search(self, filters: dict[str, Any]) -> AsyncIterator[Payment]:
        """Every payment of a search, page by page."""
        offset = 0
        while True:
            wanted = {**filters, "limit": self._page_of, "offset": offset}
            answer = await self.ask(lambda wanted=wanted: self.sdk.payment().search(wanted))  # type: ignore[misc]
            with readable():
                page = Page.model_validate(answer)
            for payment in page.results:
                # A search may leave out the refunds that it counts.
                bare = payment.transaction_amount_refunded and not payment.refunds
                yield await self.payment(payment.id) if bare else payment
            offset += len(page.results)
            if not page.results or offset >= page.paging.total:
                return

    def close(self) -> None:
        """Closes connections, and waits for nobody."""
        self._transport.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
