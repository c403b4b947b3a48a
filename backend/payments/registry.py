"""The providers that exist: a new one is a folder in `providers` and a line below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from fastapi import FastAPI

from backend.payments.checking import Finding
from backend.payments.guarded import guarded
from backend.payments.ports import PaymentProvider
from backend.payments.providers import mercadopago, payu, stripe
from backend.payments.providers.emulating import PayEmulator, Place, Wishes
from backend.payments.providers.pages import install_pages

Accesses = Mapping[str, Any]
"""By provider, what opens it: its own settings, real or of its emulator."""


class ProviderFolder(Protocol):
    """What a provider's folder offers."""

    NAME: str

    def access(self, *, place: Place | None, secret: str) -> Any:
        """The settings with credentials, None without; those of the emulator at ``place``, which signs with ``secret``,
        where there is one.
        """
        ...

    def provider(self, access: Any) -> PaymentProvider:
        """Whoever takes the money."""
        ...

    def install(self, app: FastAPI, access: Any, wishes: Wishes) -> None:
        """Serves the pages of ours that lead there, if any."""
        ...

    def emulator(self, access: Any, place: Place) -> PayEmulator:
        """The provider's side, with the page to pay at."""
        ...

    async def findings(self, access: Any, webhook: str) -> list[Finding]:
        """Whether the provider knows us and delivers to ``webhook``."""
        ...


FOLDERS: Final[tuple[ProviderFolder, ...]] = (stripe, mercadopago, payu)


def accesses_of(*, place: Place | None, secret: str) -> Accesses:
    """The providers that can be paid by: those with credentials, or else all of them simulated at ``place``.

    Never some of either: money that is none must not confirm what others pay for.
    """
    given = _accesses(None, secret)
    return given if given or place is None else _accesses(place, secret)


def providers_of(accesses: Accesses) -> dict[str, PaymentProvider]:
    """Whoever takes money, by name, with time-outs, tries and a breaker each."""
    return guarded(
        {folder.NAME: folder.provider(accesses[folder.NAME]) for folder in FOLDERS if folder.NAME in accesses}
    )


def install_providers(app: FastAPI, accesses: Accesses, *, place: Place | None, wishes: Wishes) -> None:
    """Serves our pages, and the emulators of providers that are simulated: `app.state.pay_emulators`, by name."""
    install_pages(app)
    simulated = place is not None and not _accesses(None, "")
    app.state.pay_emulators = {}
    for folder in FOLDERS:
        if folder.NAME not in accesses:
            continue
        folder.install(app, accesses[folder.NAME], wishes)
        if place is not None and simulated:
            emulator = folder.emulator(accesses[folder.NAME], place)
            app.state.pay_emulators[folder.NAME] = emulator
            prefix = f"/simulator/pay/{folder.NAME}"
            app.include_router(emulator.router(), prefix=prefix, include_in_schema=False)


def _accesses(place: Place | None, secret: str) -> Accesses:
    found = {folder.NAME: folder.access(place=place, secret=secret) for folder in FOLDERS}
    return {name: access for name, access in found.items() if access is not None}
