"""Signing in and out, and one's own account."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, Request, Response

from conversations.team import accounts, invitations, visits
from conversations.team.auditing import record
from conversations.team.bodies import Accepting, NewPassword, OfMe, SigningIn, WithCode, WithPassword
from conversations.team.ports import TeamPorts
from conversations.team.schemas import Me, Signed, Visit
from conversations.team.signing_in import sign_in
from conversations.team.tidying import send_home
from conversations.team.totp import Enrolment


def me_router(ports: TeamPorts) -> APIRouter:
    """Routes for whoever signs in, and for whoever has."""
    router = APIRouter()
    guard = ports.guard
    anybody = Depends(guard.anybody)
    mine = [anybody]
    paced = Depends(_paced(ports))
    before = [Depends(guard.own_page), paced]

    @router.post("/sign-in", dependencies=before)
    async def enter(body: SigningIn, response: Response) -> Me:
        token, me = await sign_in(ports, email=body.email, password=body.password, code=body.code)
        guard.let(response, token)
        return me

    @router.post("/sign-out", status_code=204)
    async def leave(request: Request, response: Response, signed: Signed = anybody) -> None:
        async with ports.sessions.begin() as session:
            await visits.end(session, token_hash=_visit(request).token_hash)
            await send_home(session, now=ports.clock(), agent_id=signed.id)
            await record(session, agent_id=signed.id, action="signed_out")
            await accounts.announce(session, agent_id=signed.id)
        guard.forget(response)

    @router.get("/me", dependencies=mine)
    async def read(request: Request) -> Me:
        return await accounts.read(ports, _visit(request))

    @router.patch("/me", dependencies=mine)
    async def change(body: OfMe, request: Request) -> Me:
        return await accounts.change(ports, _visit(request), body.changes())

    @router.post("/me/password", status_code=204, dependencies=mine)
    async def change_password(body: NewPassword, request: Request, response: Response) -> None:
        visit = _visit(request)
        token = await accounts.change_password(ports, visit, current=body.current, new=body.new)
        guard.let(response, token)

    @router.post("/me/totp", dependencies=mine)
    async def enrol(request: Request) -> Enrolment:
        return await accounts.enrol(ports, _visit(request))

    @router.post("/me/totp/confirm", dependencies=mine)
    async def confirm(body: WithCode, request: Request) -> Me:
        return await accounts.confirm(ports, _visit(request), code=body.code)

    @router.delete("/me/totp", dependencies=mine)
    async def turn_off(body: WithPassword, request: Request) -> Me:
        return await accounts.turn_off(ports, _visit(request), password=body.password)

    @router.get("/invitations/{token}", dependencies=[paced])
    async def invited(token: str) -> dict[str, str]:
        async with ports.sessions() as session:
            agent = await invitations.find(session, token=token, now=ports.clock())
        return {"name": agent.name, "email": agent.email}

    @router.post("/invitations/{token}", dependencies=before)
    async def accept(token: str, body: Accepting, response: Response) -> Me:
        begun, me = await invitations.accept(ports, token=token, password=body.password, code=body.code)
        guard.let(response, begun)
        return me

    return router


def _visit(request: Request) -> Visit:
    visit: Visit = request.state.visit
    return visit


def _paced(ports: TeamPorts) -> Callable[[Request, Response], Awaitable[None]]:
    async def paced(request: Request, response: Response) -> None:
        response.headers["Cache-Control"] = "no-store"
        ports.pace.take(request.client.host if request.client else "")

    return paced
