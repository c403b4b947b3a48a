"""The routes of the stand-in of the console's API: who is signed in, the inbox, what is said in a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from tests.console.desk import Json
from tests.console.readings import reading

if TYPE_CHECKING:
    from tests.console.fake_api import FakeApi

PHOTO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 190 100"><rect width="190" height="100" fill="#9cc"/></svg>'


def refuse(status: int, code: str, text: str) -> JSONResponse:
    """An answer as the API refuses."""
    return JSONResponse({"error": {"code": code, "text": text}}, status)


def talk_routes(api: FakeApi) -> APIRouter:
    """All but trips and money."""
    router, desk = APIRouter(), api.desk

    @router.post("/sign-in")
    async def sign_in(request: Request) -> Any:
        body = await request.json()
        if body["password"] != "correct horse battery":
            return refuse(401, "wrong_credentials", "El correo o la contraseña no son correctos.")
        if api.code and body["code"] != api.code:
            return refuse(401, "code_needed", "Falta el código.")
        api.signed_in = True
        return desk.me()

    @router.post("/sign-out", status_code=204)
    async def sign_out() -> None:
        api.signed_in = False

    @router.get("/invitations/{token}")
    async def invitation(token: str) -> Any:
        return (
            {"name": "Ana", "email": "ana@altamar.example"} if token == "good" else refuse(404, "gone", "–")
        )

    @router.post("/invitations/{token}")
    async def choose(token: str) -> Json:
        api.signed_in = True
        return desk.me()

    @router.patch("/me")
    async def change(request: Request) -> Json:
        desk.agent |= await request.json()
        return desk.me()

    @router.post("/me/totp")
    async def secret() -> Json:
        return {"secret": "JBSWY3DPEHPK3PXP", "uri": "otpauth://", "qr_svg": PHOTO}

    @router.get("/inbox")
    async def inbox(view: str, channel: str = "", language: str = "") -> Json:
        return desk.inbox(view, channel, language)

    @router.get("/conversations/{id}")
    async def conversation(id: UUID) -> Json:
        return desk.state(desk.talks[str(id)])

    @router.get("/conversations/{id}/timeline")
    async def timeline(id: UUID, before: int | None = None, limit: int = 50) -> Json:
        return desk.timeline(desk.talks[str(id)], before, limit)

    @router.post("/conversations/{id}/messages", status_code=201)
    async def message(id: UUID, request: Request) -> Json:
        body = await request.json()
        talk = desk.talks[str(id)]
        known = body["client_id"] in talk["client_ids"]
        stored: Json = desk.write_once(talk, body)
        if not known:
            await api.happen("message.stored", talk["row"], message=stored)
        return stored

    @router.post("/conversations/{id}/notes", status_code=201)
    async def note(id: UUID, request: Request) -> Json:
        talk = desk.talks[str(id)]
        written: Json = desk.note(talk, **(await request.json()))
        await api.happen("note.added", talk["row"])
        return written

    @router.post("/conversations/{id}/files", status_code=201)
    async def file(id: UUID, request: Request) -> Json:
        return {"media_id": str(uuid4()), "name": "x", "type": "image/png", "size": len(await request.body())}

    @router.get("/conversations/{id}/media/{media_id}")
    async def media(id: UUID, media_id: UUID) -> Response:
        return Response(PHOTO, media_type="image/svg+xml")

    @router.post("/conversations/{id}/read", status_code=204)
    async def read(id: UUID) -> None:
        desk.talks[str(id)]["row"]["unread"] = 0

    return router


def other_routes(api: FakeApi) -> APIRouter:
    """Whatever else is asked: a verb, a list, something written."""
    router, desk = APIRouter(), api.desk

    @router.post("/conversations/{id}/{verb}")
    async def act(id: UUID, verb: str, request: Request) -> Json:
        talk = desk.talks[str(id)]
        desk.act(talk, verb)
        await api.happen("owner.changed", talk["row"])
        return desk.state(talk)

    @router.get("/{what:path}")
    async def anything(what: str, q: str = "") -> Any:
        return reading(desk, what, q)

    @router.api_route("/{what:path}", methods=["POST", "PUT", "PATCH", "DELETE"])
    async def write(what: str, request: Request) -> Any:
        desk.written.append((what, await request.json() if await request.body() else None))
        return {"invitation": f"{api.url}/console#/invitation/good", "agent": desk.agents[0]}

    return router
