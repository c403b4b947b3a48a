"""Lets in who is signed in and whose role may: the one place where console requests and sockets are checked."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from starlette.requests import HTTPConnection

from conversations.team import visits
from conversations.team.demo import is_demo
from conversations.team.errors import Forged, NotAllowed, NotSignedIn
from conversations.team.models import HOUSE, LEADING, Role
from conversations.team.schemas import Signed, Visit
from conversations.team.tokens import MOST, hash_of

COOKIE = "console_session"
PATH = "/console"
CSRF_HEADER = "X-CSRF-Token"
HARMLESS = frozenset({"GET", "HEAD"})

Dependency = Callable[[Request, Response], Awaitable[Signed]]


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


class Guard:
    """Built once. ``house``, ``leading``, ``administrator``, ``partner`` and ``anybody`` are FastAPI dependencies that give a `Signed`.

    ``address`` is where people reach us: its scheme decides whether the cookie needs TLS. Without ``demo`` the
    accounts of the demo, whose password everybody knows, are nobody's.
    """

    def __init__(
        self,
        sessions: async_sessionmaker[AsyncSession],
        *,
        address: str,
        demo: bool = False,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._sessions, self._demo, self._clock = sessions, demo, clock
        self._host = urlsplit(address).netloc
        self.secure = address.startswith("https:")
        self.house = self._letting_in(HOUSE)
        self.leading = self._letting_in(LEADING)
        self.administrator = self._letting_in(frozenset({Role.ADMINISTRATOR}))
        self.partner = self._letting_in(frozenset(Role) - HOUSE)
        self.anybody = self._letting_in(frozenset(Role))

    async def visit(self, cookie: str | None) -> Visit | None:
        """Whose session this cookie is; None where it is nobody's (any more). Counts as being here."""
        if not cookie or len(cookie) > MOST:
            return None
        now = self._clock()
        async with self._sessions() as session:
            found = await visits.find(session, token_hash=hash_of(cookie), now=now)
            if found is not None and found.to_note:
                await visits.note(session, token_hash=found.visit.token_hash, now=now)
                await session.commit()
        return self._known(found)

    async def again(self, visit: Visit) -> Visit | None:
        """The same visit as it stands now, with today's role; None where it is over. For sockets: counts as nothing."""
        async with self._sessions() as session:
            found = await visits.find(session, token_hash=visit.token_hash, now=self._clock())
        return self._known(found)

    def admits(self, email: str) -> bool:
        """Whether an account may be used here at all."""
        return self._demo or not is_demo(email)

    def foreign(self, connection: HTTPConnection) -> bool:
        """Whether another site's page asks. A browser always says whose page asks for a change or a socket."""
        origin = connection.headers.get("origin")
        if origin is None:
            return connection.headers.get("sec-fetch-site", "none") not in ("same-origin", "none")
        return (
            urlsplit(origin).netloc not in (self._host, connection.headers.get("host", ""))
            or origin == "null"
        )

    async def own_page(self, request: Request) -> None:
        """A dependency for what is asked before anybody is signed in."""
        if request.method not in HARMLESS and self.foreign(request):
            raise Forged

    def let(self, response: Response, token: str) -> None:
        """Gives the browser its cookie."""
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(visits.LONGEST.total_seconds()),
            path=PATH,
            secure=self.secure,
            httponly=True,
            samesite="strict",
        )

    def forget(self, response: Response) -> None:
        """Takes the cookie away."""
        response.delete_cookie(COOKIE, path=PATH, secure=self.secure, httponly=True, samesite="strict")

    def _known(self, found: visits.Found | None) -> Visit | None:
        return found.visit if found is not None and self.admits(found.visit.signed.email) else None

    def _letting_in(self, roles: frozenset[Role]) -> Dependency:
        async def let_in(request: Request, response: Response) -> Signed:
            response.headers["Cache-Control"] = "no-store"
            visit = await self.visit(request.cookies.get(COOKIE))
            if visit is None:
                raise NotSignedIn
            request.state.language = visit.signed.language
            request.state.visit = visit
            if request.method not in HARMLESS:
                sent = request.headers.get(CSRF_HEADER, "")
                if self.foreign(request) or not secrets.compare_digest(sent.encode(), visit.csrf.encode()):
                    raise Forged
            if visit.signed.role not in roles:
                raise NotAllowed
            return visit.signed

        return let_in
