"""The team's routes, below the console's prefix."""

from __future__ import annotations

from fastapi import APIRouter

from conversations.team.agents_endpoints import agents_router
from conversations.team.me_endpoints import me_router
from conversations.team.ports import TeamPorts
from conversations.team.settings_endpoints import settings_router


def team_router(ports: TeamPorts) -> APIRouter:
    """Signing in, one's own account, the team, its settings, the audit log."""
    router = APIRouter(tags=["team"])
    router.include_router(me_router(ports))
    router.include_router(agents_router(ports))
    router.include_router(settings_router(ports))
    return router
