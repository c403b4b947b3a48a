"""Who comes in at the console's socket, and who may stay."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from conversations.realtime.viewing import Viewer
from conversations.team.guard import COOKIE, Guard
from conversations.team.schemas import Visit


class Door:
    """The console's guard, for those who watch."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def foreign(self, connection: HTTPConnection) -> bool:
        """Whether another site's page asks."""
        return self._guard.foreign(connection)

    async def enter(self, connection: HTTPConnection) -> Viewer | None:
        """Whoever the connection's cookie names; None where that is nobody."""
        return _viewer(await self._guard.visit(connection.cookies.get(COOKIE)))

    async def again(self, viewer: Viewer) -> Viewer | None:
        """The same one with what they may see now; None where they are signed in no more."""
        return _viewer(await self._guard.again(viewer.visit))


def _viewer(visit: Visit | None) -> Viewer | None:
    return None if visit is None else Viewer.signed_in(visit.signed, visit)
