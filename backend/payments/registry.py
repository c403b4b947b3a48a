"""The providers that exist: a new one is a folder in `providers` and a line below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from fastapi import FastAPI

from backend.payments.guarded import guarded
from backend.payments.ports import PaymentProvider

Accesses = Mapping[str, Any]
"""By provider, what opens it: its own settings, real or of its emulator."""


class ProviderFolder(Protocol):
    """What a provider's folder offers."""

    NAME: str

    def access(self, *, simulated: str | None, secret: str) -> Any:
        """The settings with credentials; else those of the emulator below the address ``simulated`` (`.../simulator`),
        which signs with ``secret``; None where neither is there.
        """
        ...

    def provider(self, access: Any) -> PaymentProvider:
        """Whoever takes the money."""
        ...

    def install_emulator(self, app: FastAPI, access: Any) -> None:
        """Serves the emulator and its page to pay at, where the access is simulated; else does nothing."""
        ...


FOLDERS: Final[tuple[ProviderFolder, ...]] = ()


def accesses_of(*, simulated: str | None, secret: str) -> Accesses:
    """The providers that can be paid by; ``simulated`` is the address below which emulators are served."""
    found = {folder.NAME: folder.access(simulated=simulated, secret=secret) for folder in FOLDERS}
    return {name: access for name, access in found.items() if access is not None}


def providers_of(accesses: Accesses) -> dict[str, PaymentProvider]:
    """Whoever takes money, by name, with time-outs, tries and a breaker each."""
    return guarded(
        {folder.NAME: folder.provider(accesses[folder.NAME]) for folder in FOLDERS if folder.NAME in accesses}
    )


def install_emulators(app: FastAPI, accesses: Accesses) -> None:
    """Serves the emulators of the providers that are simulated."""
    for folder in FOLDERS:
        if folder.NAME in accesses:
            folder.install_emulator(app, accesses[folder.NAME])
