"""`/healthz`: the process lives. `/readyz`: database and bot answer too, so that a conversation will be served."""

from __future__ import annotations

import httpx
from fastapi import APIRouter, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker


def health_router(sessions: async_sessionmaker[AsyncSession], bot_url: str) -> APIRouter:
    """Both routes; readiness answers 503 and says which part is missing."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz")
    async def readyz(response: Response) -> dict[str, bool]:
        parts = {"database": await _database_answers(sessions), "bot": await _bot_answers(bot_url)}
        response.status_code = 200 if all(parts.values()) else 503
        return parts

    return router


async def _database_answers(sessions: async_sessionmaker[AsyncSession]) -> bool:
    try:
        async with sessions() as session:
            await session.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError):
        return False
    return True


async def _bot_answers(bot_url: str) -> bool:
    try:
        async with httpx.AsyncClient(timeout=2) as client:
            return (await client.get(bot_url)).status_code == 200
    except httpx.HTTPError:
        return False
