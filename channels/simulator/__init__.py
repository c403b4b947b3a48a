"""Phones to try the channels with, without an account anywhere: `docs/channels.md`."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI

from channels.emulators import Emulator
from channels.simulator.endpoints import simulator_router
from channels.simulator.pages import install_page

__all__ = ["install"]


def install(app: FastAPI, phones: Mapping[str, Emulator | None]) -> None:
    """Serves `/simulator` with a phone for every channel; one without an emulator is connected to its provider."""
    app.include_router(simulator_router(phones))
    install_page(app)
