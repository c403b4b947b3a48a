"""What the page asks: which phones there are, what one shows, and what its owner does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException

import texts
from channels.emulators import Emulator
from channels.simulator.doings import Doing, Person, Trouble

Phones = Mapping[str, Emulator | None]
HEARTBEAT = 15.0
"""Seconds after which a stream with nothing to tell says so, which is how we notice that nobody listens."""
TOO_FAST_SECONDS = 5


def simulator_router(phones: Phones) -> APIRouter:
    """Routes below `/simulator`."""
    router = APIRouter(prefix="/simulator", include_in_schema=False)

    def phone(channel: str) -> Emulator:
        found = phones.get(channel)
        if found is None:
            raise HTTPException(404)
        return found

    @router.get("/texts/{language}")
    async def words(language: str) -> Any:
        if language not in texts.LANGUAGES:
            raise HTTPException(404)
        shared = {"languages": "widget.languages", "commands": "telegram.commands"}
        return texts.subtree(language, "simulator") | {
            name: texts.subtree(language, key) for name, key in shared.items()
        }

    @router.get("/phones")
    async def open_phones() -> dict[str, bool]:
        return {channel: emulator is not None for channel, emulator in phones.items()}

    @router.post("/phones/{channel}/people", status_code=201)
    async def people(channel: str, person: Person) -> dict[str, str]:
        return {"address": phone(channel).new_person(person.language)}

    @router.get("/phones/{channel}/people/{address}/screen")
    async def screen(channel: str, address: str) -> Response:
        stream = _screens(phone(channel), address)
        return StreamingResponse(
            stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    @router.post("/phones/{channel}/people/{address}/doings")
    async def doings(channel: str, address: str, doing: Doing) -> dict[str, int]:
        return {"status": (await doing.on(phone(channel), address)).status_code}

    @router.post("/phones/{channel}/troubles", status_code=204)
    async def troubles(channel: str, trouble: Trouble) -> None:
        emulator = phone(channel)
        emulator.fail() if trouble.kind == "fails" else emulator.limit(TOO_FAST_SECONDS)

    return router


async def _screens(emulator: Emulator, address: str) -> AsyncIterator[str]:
    """What the phone shows and what went over the wire, now and after every change, as server-sent events."""
    told = None
    while True:
        # Listened to before looking: what happens in between is not missed.
        rings = [asyncio.create_task(bell.wait()) for bell in (emulator.taken, emulator.wire.changed)]
        try:
            seen = _seen(emulator, address)
            yield f"data: {json.dumps(seen, ensure_ascii=False)}\n\n" if seen != told else ": still here\n\n"
            told = seen
            await asyncio.wait(rings, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for ring in rings:
                ring.cancel()


def _seen(emulator: Emulator, address: str) -> dict[str, Any]:
    wire = emulator.wire
    return {
        "shown": [asdict(one) for one in emulator.shown(address)],
        "typing_until": emulator.signs.typing_until(address),
        "webhook": asdict(wire.webhook) if wire.webhook else None,
        "request": asdict(wire.request) if wire.request else None,
    }
