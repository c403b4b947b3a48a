"""A stand-in for the console's API: answers the contract of docs/architecture.md from memory.

The quick browser tests drive the page against it; ``python -m tests.console.fake_api 8455`` serves it to look at.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID, uuid4

from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse

from conversations.console.pages import install_console_page
from tests.console.desk import Json, later, money
from tests.console.readings import reading
from tests.console.travellers import filled
from tests.serving import serving

PHOTO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 190 100"><rect width="190" height="100" fill="#9cc"/></svg>'


class FakeApi:
    """The server's state, and the switches that tests turn."""

    def __init__(self) -> None:
        self.desk = filled()
        self.signed_in = False
        self.code: str | None = None
        self.refusals: dict[str, tuple[int, str, str]] = {}
        """What the next request whose path ends so is refused with: status, code, text."""
        self.recovers = True
        self.sockets_refused = False
        self.sockets: dict[WebSocket, set[str]] = {}
        self.log: list[Json] = []
        self.epoch = str(uuid4())
        self.frames: list[Json] = []
        self.url = ""

    async def happen(self, kind: str, conversation: Json, **data: Any) -> None:
        """An event is logged and told to every open socket."""
        event = {
            "type": "event",
            "offset": len(self.log) + 1,
            "kind": kind,
            "rooms": ["company", f"conversation:{conversation['id']}"],
            "conversation_id": conversation["id"],
            "data": data,
            "at": later(0),
        }
        self.log.append(event)
        await self.tell(event)

    async def tell(self, frame: Json) -> None:
        """A frame to every open socket."""
        for one in list(self.sockets):
            with suppress(RuntimeError, WebSocketDisconnect):
                await one.send_json(frame)

    async def says(self, name: str, text: str, sender: str = "traveller") -> None:
        """Somebody writes in the conversation with this traveller."""
        talk = self.desk.by_name(name)
        message = self.desk.write(talk, text, sender=sender)
        await self.happen("message.stored", talk["row"], message=message)

    async def cut(self) -> None:
        """Every socket breaks."""
        for one in list(self.sockets):
            with suppress(RuntimeError, WebSocketDisconnect):
                await one.close(1012)

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator[FakeApi]:
        """Served on a free port for as long as the block lasts."""
        async with serving(application(self), port) as address:
            self.url = f"http://{address}"
            yield self


def application(api: FakeApi) -> FastAPI:
    """The page and the routes that it asks."""
    app = FastAPI()
    install_console_page(app, operator="Viajes Altamar")
    desk = api.desk

    def refuse(status: int, code: str, text: str) -> JSONResponse:
        return JSONResponse({"error": {"code": code, "text": text}}, status)

    @app.middleware("http")
    async def guard(request: Request, go_on: Any) -> Any:
        path = request.url.path.removeprefix("/console/api/")
        for end, refusal in list(api.refusals.items()):
            if path.endswith(end):
                del api.refusals[end]
                return refuse(*refusal)
        if request.url.path.startswith("/console/api/") and not path.startswith(("sign-in", "invitations")):
            if not api.signed_in:
                return refuse(401, "not_signed_in", "Vuelve a entrar.")
            if request.method != "GET" and request.headers.get("x-csrf-token") != "csrf":
                return refuse(403, "csrf", "Vuelve a cargar la página.")
        return await go_on(request)

    @app.post("/console/api/sign-in")
    async def sign_in(request: Request) -> Any:
        body = await request.json()
        if body["password"] != "correct horse battery":
            return refuse(401, "wrong_credentials", "El correo o la contraseña no son correctos.")
        if api.code and body["code"] != api.code:
            return refuse(401, "code_needed", "Falta el código.")
        api.signed_in = True
        return desk.me()

    @app.post("/console/api/sign-out", status_code=204)
    async def sign_out() -> None:
        api.signed_in = False

    @app.get("/console/api/invitations/{token}")
    async def invitation(token: str) -> Any:
        return (
            {"name": "Ana", "email": "ana@altamar.example"} if token == "good" else refuse(404, "gone", "–")
        )

    @app.post("/console/api/invitations/{token}")
    async def choose(token: str) -> Json:
        api.signed_in = True
        return desk.me()

    @app.patch("/console/api/me")
    async def change(request: Request) -> Json:
        desk.agent |= await request.json()
        return desk.me()

    @app.post("/console/api/me/totp")
    async def secret() -> Json:
        return {"secret": "JBSWY3DPEHPK3PXP", "uri": "otpauth://", "qr_svg": PHOTO}

    @app.get("/console/api/inbox")
    async def inbox(view: str, channel: str = "", language: str = "") -> Json:
        return desk.inbox(view, channel, language)

    @app.get("/console/api/conversations/{id}")
    async def conversation(id: UUID) -> Json:
        return desk.state(desk.talks[str(id)])

    @app.get("/console/api/conversations/{id}/timeline")
    async def timeline(id: UUID, before: int | None = None, limit: int = 50) -> Json:
        return desk.timeline(desk.talks[str(id)], before, limit)

    @app.post("/console/api/conversations/{id}/messages", status_code=201)
    async def message(id: UUID, request: Request) -> Json:
        body = await request.json()
        talk = desk.talks[str(id)]
        known = body["client_id"] in talk["client_ids"]
        stored: Json = desk.write_once(talk, body)
        if not known:
            await api.happen("message.stored", talk["row"], message=stored)
        return stored

    @app.post("/console/api/conversations/{id}/notes", status_code=201)
    async def note(id: UUID, request: Request) -> Json:
        talk = desk.talks[str(id)]
        written: Json = desk.note(talk, **(await request.json()))
        await api.happen("note.added", talk["row"])
        return written

    @app.post("/console/api/conversations/{id}/files", status_code=201)
    async def file(id: UUID, request: Request) -> Json:
        return {"media_id": str(uuid4()), "name": "x", "type": "image/png", "size": len(await request.body())}

    @app.get("/console/api/conversations/{id}/media/{media_id}")
    async def media(id: UUID, media_id: UUID) -> Response:
        return Response(PHOTO, media_type="image/svg+xml")

    @app.post("/console/api/conversations/{id}/read", status_code=204)
    async def read(id: UUID) -> None:
        desk.talks[str(id)]["row"]["unread"] = 0

    @app.post("/console/api/conversations/{id}/search")
    async def trips(id: UUID) -> Json:
        return {"proposals": desk.proposals}

    @app.post("/console/api/conversations/{id}/quotes", status_code=201)
    async def quote(id: UUID, request: Request) -> Any:
        desk.written.append(("quotes", await request.json()))
        made = desk.quote("Posada Qori, Cusco", 140_000)
        desk.talks[str(id)]["trips"]["quotes"].insert(0, made)
        return made

    @app.post("/console/api/conversations/{id}/quotes/{quote_id}/hold", status_code=201)
    async def hold(id: UUID, quote_id: UUID) -> Any:
        made = {"id": str(uuid4()), "quote_id": str(quote_id), "expires_at": later(1800)}
        desk.talks[str(id)]["trips"]["holds"].append(made)
        return made

    @app.post("/console/api/conversations/{id}/cards", status_code=201)
    async def card(id: UUID, request: Request) -> Json:
        talk = desk.talks[str(id)]
        return desk.write(talk, "", sender="agent", agent=desk.self, cards=[desk.card()])

    @app.post("/console/api/conversations/{id}/documents/{document_id}/send", status_code=201)
    async def send_document(id: UUID, document_id: UUID) -> Json:
        talk = desk.talks[str(id)]
        (issued,) = [one for one in talk["trips"]["documents"] if one["id"] == str(document_id)]
        return desk.write(talk, f"Aquí va: Recibo {issued['number']}.", sender="agent", agent=desk.self)

    @app.get("/console/api/conversations/{id}/bookings/{reference}/payable")
    async def payable(id: UUID, reference: str) -> Json:
        choices = [("deposit", 16_800), ("full", 56_000)]
        return {
            "choices": [{"kind": kind, "amount": money(minor)} for kind, minor in choices],
            **{"providers": ["stripe", "payu"], "deadline": later(3_600)},
        }

    @app.post("/console/api/conversations/{id}/bookings/{reference}/payments", status_code=201)
    async def charge(id: UUID, reference: str, request: Request) -> Json:
        body = await request.json()
        desk.written.append(("payments", body))
        pay = {"title": "Pagar ahora", "payload": "https://pay.example/1"}
        text = f"Aquí puedes pagar tu reserva {reference}."
        said = desk.write(desk.talks[str(id)], text, sender="agent", agent=desk.self, buttons=[pay])
        return {"payment": {"state": "open"}, "message": said}

    @app.post("/console/api/conversations/{id}/bookings/{reference}/refunds", status_code=201)
    async def refund(id: UUID, reference: str, request: Request) -> Json:
        desk.written.append(("refunds", await request.json()))
        return {"refunds": []}

    @app.get("/console/api/reconciliation")
    async def reconciliation() -> Json:
        return {"runs": desk.runs, "discrepancies": desk.discrepancies, "next": None}

    @app.post("/console/api/reconciliation/{id}/settle")
    async def settle(id: UUID, request: Request) -> Json:
        desk.written.append(("settle", await request.json()))
        return desk.discrepancies.pop()

    @app.post("/console/api/refunds/{id}/done")
    async def refunded(id: UUID) -> Json:
        (one,) = [one for one in desk.refunds if one["id"] == str(id)]
        desk.refunds.remove(one)
        return {**one, "state": "done"}

    @app.post("/console/api/books/payables/{id}/paid")
    async def paid(id: UUID, request: Request) -> Json:
        desk.written.append(("paid", await request.json()))
        (due,) = [one for one in desk.payables if one["id"] == str(id)]
        desk.payables.remove(due)
        return {**due, "paid_on": later(0)[:10]}

    @app.get("/console/api/conversations/{id}/traveller")
    async def traveller(id: UUID) -> Any:
        return desk.talks[str(id)]["trips"]

    @app.get("/console/api/conversations/{id}/bookings/{reference}/cancellation")
    async def cancellation(id: UUID, reference: str) -> Json:
        money = {"minor": 12_000, "currency": "USD", "text": "USD 120.00"}
        return {"penalty": money, "refund": money, "free_until": None}

    @app.post("/console/api/conversations/{id}/{verb}")
    async def act(id: UUID, verb: str, request: Request) -> Json:
        talk = desk.talks[str(id)]
        desk.act(talk, verb)
        await api.happen("owner.changed", talk["row"])
        return desk.state(talk)

    @app.get("/console/api/{what:path}")
    async def anything(what: str, q: str = "") -> Any:
        return reading(desk, what, q)

    @app.api_route("/console/api/{what:path}", methods=["POST", "PUT", "PATCH", "DELETE"])
    async def write(what: str, request: Request) -> Any:
        desk.written.append((what, await request.json() if await request.body() else None))
        return {"invitation": f"{api.url}/console#/invitation/good", "agent": desk.agents[0]}

    @app.get("/photos/{name}")
    async def photo(name: str) -> Response:
        return Response(PHOTO, media_type="image/svg+xml")

    @app.websocket("/console/socket")
    async def live(websocket: WebSocket) -> None:
        if api.sockets_refused:
            return await websocket.close(1013)
        await websocket.accept()
        hello = await websocket.receive_json()
        recovered = hello["epoch"] == api.epoch and api.recovers
        welcome = {"type": "welcome", "epoch": api.epoch, "recovered": recovered, "refused": []}
        await websocket.send_json(welcome | {"offset": hello["offset"] if recovered else len(api.log)})
        for event in api.log[hello["offset"] :] if recovered else []:
            await websocket.send_json(event)
        api.sockets[websocket] = set(hello["rooms"])
        try:
            async for frame in websocket.iter_json():
                api.frames.append(frame)
                if frame["type"] == "subscribe":
                    await websocket.send_json({"type": "subscribed", "rooms": frame["rooms"], "refused": []})
        finally:
            api.sockets.pop(websocket, None)
        return None

    return app


async def _serve(port: int) -> None:
    api = FakeApi()
    async with api.serving(port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
